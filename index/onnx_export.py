"""
A sentence-transformers folder becomes three files that onnxruntime serves without torch.

The weights of every linear layer are quantised to int8 per output channel, activations while running (dynamic
quantisation; Jacob et al., 2018). On Russian help-desk questions it ranks like float32 in half the time;
per-tensor scales lose a tenth of the answers. Wide embedding tables are kept in float16 in a file beside the
graph, which onnxruntime maps instead of reading. Torch is imported here and nowhere else at run time.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from index.errors import ModelDamaged, ModelMissing
from index.storage import new_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

GRAPH: Final = "model_int8.onnx"
TABLES: Final = "model_int8.data"
TOKENIZER: Final = "tokenizer.json"
SETTINGS: Final = "encoder.json"
OPSET: Final = 17
WIDE_TABLE: Final = 1_000_000  # numbers; smaller ones stay inside the graph as they are


def export(model: str, target: Path, origin: str) -> None:
    """
    Convert a sentence-transformers model into the folder `target`.

    Args:
        model: A folder, or a hub name in the local cache; the network is never used.
        target: The folder that comes into being: graph, tables, tokenizer and settings.
        origin: Says what was exported, and is kept in the settings to notice when it has changed.

    Raises:
        ModelMissing: nothing by that name is there.
        ModelDamaged: it loads, but is not a transformer with mean or first-token pooling.
        StorageFailure: the disk refused.
    """
    loaded = _load(model)
    with new_folder(target) as aside:
        settings = _settings(loaded, model)
        (aside / TOKENIZER).write_text(loaded.tokenizer.backend_tokenizer.to_str(), encoding="utf-8")
        with tempfile.TemporaryDirectory(dir=aside) as scratch:
            raw, quantised = Path(scratch) / "float32.onnx", Path(scratch) / "int8.onnx"
            settings["inputs"] = _trace(loaded, raw)
            _quantise(raw, quantised)
            raw.unlink()
            _store(onnx.load(quantised), aside)
        settings["fingerprint"] = _fingerprint(aside, settings)
        settings["origin"] = origin
        (aside / SETTINGS).write_text(json.dumps(settings, ensure_ascii=False, indent=2), encoding="utf-8")


def _load(model: str) -> Any:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 -- takes seconds and half a gigabyte

    try:
        return SentenceTransformer(model, device="cpu", local_files_only=True)
    except OSError as error:
        raise ModelMissing(
            model,
            "локальная папка и кэш моделей",
            "Укажите в EMBEDDING_MODEL путь к папке sentence-transformers, скачайте модель заранее "
            "или уберите настройку: тогда будет взята встроенная модель.",
        ) from error
    except (ValueError, RuntimeError, KeyError, TypeError, ImportError) as error:
        raise ModelDamaged(Path(model), f"sentence-transformers не может её загрузить: {error}") from error


def _settings(loaded: Any, model: str) -> dict[str, Any]:
    kinds = [type(module).__name__ for module in loaded]
    pooling = getattr(loaded[1], "pooling_mode", None) if len(kinds) > 1 else None
    if (
        kinds[:2] != ["Transformer", "Pooling"]
        or set(kinds[2:]) - {"Normalize"}
        or pooling not in {"mean", "cls"}
    ):
        raise ModelDamaged(
            Path(model),
            f"состав модулей {kinds} с усреднением {pooling} не поддерживается (нужно mean или cls)",
        )
    prompts = loaded.prompts
    return {
        "dimension": int(loaded[1].embedding_dimension),
        "pooling": pooling,
        "max_seq_length": int(loaded[0].max_seq_length or 512),
        "query_prompt": prompts.get("query") or "",
        "passage_prompt": prompts.get("document") or prompts.get("passage") or "",
    }


def _trace(loaded: Any, path: Path) -> list[str]:
    import torch  # noqa: PLC0415 -- see _load

    network = loaded[0].auto_model.eval()
    network.set_attn_implementation("eager")
    names = ["input_ids", "attention_mask"]
    if getattr(network.config, "type_vocab_size", 0) > 1:
        names.append("token_type_ids")

    class TokenOutput(torch.nn.Module):  # type: ignore[misc]  # torch is not followed by mypy
        """
        The network with positional inputs and the last hidden state as its only output.
        """

        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, *inputs: Any) -> Any:
            return self.network(**dict(zip(names, inputs, strict=True))).last_hidden_state

    ids = torch.ones(2, 9, dtype=torch.int64)
    mask = ids.clone()
    mask[1, 5:] = 0
    with torch.inference_mode(), _quiet():
        torch.onnx.export(
            TokenOutput().eval(),
            (ids, mask, torch.zeros_like(ids))[: len(names)],
            str(path),
            input_names=names,
            output_names=["tokens"],
            dynamic_axes={name: {0: "batch", 1: "sequence"} for name in [*names, "tokens"]},
            opset_version=OPSET,
            dynamo=False,  # the newer exporter needs a package that is not among the dependencies
        )
    return names


@contextmanager
def _quiet() -> Iterator[None]:
    """
    Tracing warns about every shape that it takes for a constant; a test checks other batches and lengths.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _quantise(raw: Path, quantised: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415 -- a second of imports

    graph = onnx.load(raw)
    # Without this mark the quantiser advises on the root logger to infer shapes; tracing has given them.
    helper.set_model_props(graph, {"onnx.quant.pre_process": "onnxruntime.quant"})
    onnx.save(graph, raw)
    quantize_dynamic(
        raw, quantised, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"]
    )


def _store(model: Any, folder: Path) -> None:
    graph = model.graph
    wide = {
        table.name: table
        for table in graph.initializer
        if table.data_type == TensorProto.FLOAT and np.prod(table.dims) > WIDE_TABLE
    }
    for position, node in reversed(list(enumerate(graph.node))):
        if node.op_type == "Gather" and node.input[0] in wide:
            table = wide.pop(node.input[0])
            table.CopyFrom(
                numpy_helper.from_array(numpy_helper.to_array(table).astype(np.float16), table.name)
            )
            output = node.output[0]
            node.output[0] = f"{output}_float16"
            graph.node.insert(
                position + 1, helper.make_node("Cast", [node.output[0]], [output], to=TensorProto.FLOAT)
            )
    onnx.save(
        model,
        folder / GRAPH,
        save_as_external_data=True,
        all_tensors_to_one_file=True,
        location=TABLES,
        size_threshold=WIDE_TABLE,
    )
    (folder / TABLES).chmod(0o644)


def _fingerprint(folder: Path, settings: dict[str, Any]) -> str:
    digest = hashlib.sha256(json.dumps(settings, sort_keys=True).encode())
    for name in (GRAPH, TABLES, TOKENIZER):
        with (folder / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]
