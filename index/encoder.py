"""
Texts to vectors: a model that `index.onnx_export` prepared, run by onnxruntime without torch.

Each text goes through the network alone. Dynamic int8 scales a whole batch by its largest activation, so in a
batch a text's vector would depend on its neighbours; alone it depends on the text only, which is what makes
vectors cacheable by content. On the CPU a batch gains nothing: passages run on one thread per core instead.
"""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from index.errors import EncodingFailed, ModelDamaged
from index.model_files import prepare_model

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.arrays import Progress, Vector, Vectors

QUERY_TOKENS: Final = 128
PASSAGE_TOKENS: Final = 256
CHARACTERS_PER_TOKEN: Final = 16  # longer input is cut before it is tokenised: no text costs more than this
SMALLEST_NORM: Final = 1e-12
ENCODING_STAGE: Final = "encode"


@dataclass(frozen=True, slots=True)
class Encoding:
    """
    One forward pass: the pooled vector, and those of the text's own tokens, without prompt and special ones.

    `vector` has shape (dimension,), `tokens` (n, dimension) with n possibly 0; all rows have length 1 in L2.
    """

    vector: Vector
    tokens: Vectors


class Encoder(Protocol):
    """
    What the index needs of a sentence encoder. Safe to call from several threads.
    """

    @property
    def fingerprint(self) -> str:
        """
        Changes whenever vectors would.
        """

    @property
    def dimension(self) -> int:
        """
        Width of the vectors.
        """

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """
        Encode questions: (n, dimension).
        """

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """
        Encode texts that are searched in: (n, dimension).
        """


@runtime_checkable
class TokenEncoder(Encoder, Protocol):
    """
    An encoder that also gives token vectors, for late interaction.
    """

    def encode_query(self, text: str) -> Encoding:
        """
        Encode one question with its token vectors, in one forward pass.
        """

    def encode_passage_tokens(self, texts: Sequence[str], progress: Progress | None = None) -> list[Encoding]:
        """
        Encode texts that are searched in, with their token vectors.
        """


class OnnxEncoder:
    """
    Serves the folder that `index.onnx_export.export` wrote.

    Raises:
        ModelDamaged: a file of the folder is absent or not readable as what it should be.
    """

    def __init__(self, folder: Path) -> None:
        try:
            settings = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
            self.fingerprint = str(settings["fingerprint"])
            self.dimension = int(settings["dimension"])
            self._mean = settings["pooling"] == "mean"
            self._query_prompt = str(settings["query_prompt"])
            self._passage_prompt = str(settings["passage_prompt"])
            self._inputs = [str(name) for name in settings["inputs"]]
            longest = int(settings["max_seq_length"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelDamaged(folder, f"encoder.json не читается ({error})") from error
        self._query_tokens = min(longest, QUERY_TOKENS)
        self._passage_tokens = min(longest, PASSAGE_TOKENS)
        self._tokenizer = _open_tokenizer(folder)
        self._session = _open_session(folder)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """
        Encode questions: (n, dimension) float32, rows of length 1.

        Raises:
            EncodingFailed: the network gave numbers that are not finite.
        """
        return self._stack([self.encode_query(text).vector for text in texts])

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """
        Encode texts that are searched in: (n, dimension) float32, rows of length 1.

        Raises:
            EncodingFailed: the network gave numbers that are not finite.
        """
        return self._stack([encoding.vector for encoding in self._passages(texts, progress)])

    def encode_query(self, text: str) -> Encoding:
        """
        Encode one question with its token vectors, in one forward pass.

        Raises:
            EncodingFailed: the network gave numbers that are not finite.
        """
        return self._encode(self._query_prompt, text, self._query_tokens)

    def encode_passage_tokens(self, texts: Sequence[str], progress: Progress | None = None) -> list[Encoding]:
        """
        Encode texts that are searched in, with their token vectors.

        Raises:
            EncodingFailed: the network gave numbers that are not finite.
        """
        return list(self._passages(texts, progress))

    def _passages(self, texts: Sequence[str], progress: Progress | None) -> Iterator[Encoding]:
        def encode(text: str) -> Encoding:
            return self._encode(self._passage_prompt, text, self._passage_tokens)

        with ThreadPoolExecutor(os.cpu_count() or 1, "passages") as workers:
            for done, encoding in enumerate(workers.map(encode, texts), start=1):
                yield encoding
                if progress is not None:
                    progress(ENCODING_STAGE, done, len(texts))

    def _encode(self, prompt: str, text: str, longest: int) -> Encoding:
        encoded = self._tokenizer.encode(prompt + readable(text, longest * CHARACTERS_PER_TOKEN))
        kept = _shorten(encoded.special_tokens_mask, longest)
        ids = np.array([encoded.ids], np.int64)[:, kept]
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        hidden = self._session.run(["tokens"], {name: feed[name] for name in self._inputs})[0][0]
        if not np.isfinite(hidden).all():
            raise EncodingFailed("в векторе есть бесконечность или не число")
        own = np.array([end > len(prompt) for _start, end in encoded.offsets])
        own &= ~np.array(encoded.special_tokens_mask, np.bool_)
        pooled = hidden.mean(axis=0) if self._mean else hidden[0]
        return Encoding(_unit(pooled), _unit(hidden[own[kept]]))

    def _stack(self, vectors: list[Vector]) -> Vectors:
        return np.stack(vectors) if vectors else np.empty((0, self.dimension), np.float32)


def open_encoder(model: str, models_dir: Path, progress: Progress | None = None) -> OnnxEncoder:
    """
    Open the encoder by name, preparing its files first if this machine has not done so yet.

    The first time takes about half a minute and imports torch; later ones take under a second and do not.

    Args:
        model: `multilingual-e5-small`, the path of a sentence-transformers folder, or a hub name that the
            local model cache already holds. Nothing is ever downloaded.
        models_dir: Where prepared models are kept.
        progress: Told about the preparation.

    Raises:
        ModelMissing: there is no such model here.
        ModelDamaged: its files are not what they should be.
        StorageFailure: the disk refused.
    """
    return OnnxEncoder(prepare_model(model, models_dir, progress))


def readable(text: str, limit: int) -> str:
    """
    Cut `text` to `limit` characters and replace what no tokenizer takes: lone surrogates and NUL.
    """
    return text[:limit].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _shorten(special: list[int], longest: int) -> NDArray[np.intp]:
    """
    Say which tokens stay: the first ones, and the special ones that close the sequence.
    """
    count = len(special)
    closing = 0
    while closing < count and special[count - 1 - closing]:
        closing += 1
    head = np.arange(min(count - closing, longest - closing))
    return np.concatenate([head, np.arange(count - closing, count)])


def _unit(rows: Vectors) -> Vectors:
    norms = np.linalg.norm(rows, axis=-1, keepdims=True)
    units: Vectors = (rows / np.maximum(norms, SMALLEST_NORM)).astype(np.float32, copy=False)
    return units


def _open_tokenizer(folder: Path) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as error:
        # The library raises bare Exception whatever is wrong with the file.
        raise ModelDamaged(folder, f"tokenizer.json не читается ({error})") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _open_session(folder: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # One thread a text: a second one gains a third on an idle machine and doubles the time on a busy one.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(
            folder / "model_int8.onnx", options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:
        # onnxruntime's errors share no base of their own.
        raise ModelDamaged(folder, f"model_int8.onnx не читается ({error})") from error
