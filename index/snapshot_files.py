"""
A snapshot on the disk: a folder with `manifest.json` and one folder of data that the manifest names.

The manifest is replaced last and in one step, so a reader finds the snapshot of before or of after, whatever
moment the writer was killed in. It lists each file with length, type, shape and SHA-256; load checks all.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

from index.dense import DenseField
from index.errors import IndexFailure, SnapshotDamaged, SnapshotForeign, SnapshotMissing
from index.late import TokenStore
from index.snapshot import PIPELINE, Meaning, Snapshot
from index.storage import exclusive, flush, replace_file, storage_failure
from index.words import WordCounts

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DATA_PREFIX: Final = "data-"
WORKERS: Final = 4


def save(snapshot: Snapshot, path: Path) -> None:
    """
    Write `snapshot` into the folder `path`, in place of what is there.

    Raises:
        StorageFailure: the disk refused; what was there before stands, and nothing is left of the attempt.
    """
    created = not path.exists()
    with exclusive(path):
        _sweep(path)
        try:
            _write_data(snapshot, path)
        except OSError as error:
            _sweep(path)
            if created:
                with suppress(OSError):
                    path.rmdir()
            raise storage_failure(error, path) from error
        _sweep(path)


def _write_data(snapshot: Snapshot, path: Path) -> None:
    data = Path(tempfile.mkdtemp(prefix=DATA_PREFIX, dir=path))
    data.chmod(0o755)
    arrays = _arrays(snapshot)
    with ThreadPoolExecutor(WORKERS) as workers:  # one file is hashed while the disk takes another
        written = workers.map(lambda name: _write(data / name, arrays[name]), arrays)
        files = dict(zip(arrays, written, strict=True))
    flush(data)
    flush(path.parent)
    replace_file(path / MANIFEST, _serialised(_manifest(snapshot, data.name, files)))


def _sweep(path: Path) -> None:
    """
    Remove what the manifest does not name: the snapshot of before, and what killed processes left.
    """
    try:
        current = json.loads((path / MANIFEST).read_bytes())["data"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        current = None
    for one in path.iterdir():
        if one.name.startswith(DATA_PREFIX) and one.name != current:
            shutil.rmtree(one, ignore_errors=True)
        elif one.name.startswith(f".{MANIFEST}-"):
            with suppress(OSError):
                one.unlink()


def load(path: Path, *, encoder: str | None = None, documents: str | None = None) -> Snapshot:
    """
    Read the snapshot in the folder `path`.

    Args:
        path: Where `save` wrote it.
        encoder: Fingerprint of the encoder that it must be of; empty for words only, None for any.
        documents: Fingerprint of the documents that it must be of, None for any.

    Raises:
        SnapshotMissing: there is none.
        SnapshotDamaged: a file is absent, cut short or changed.
        SnapshotForeign: it is whole, but not the one that is wanted.
    """
    manifest = _read_manifest(path)
    expected = {"format": FORMAT, "pipeline": PIPELINE, "encoder": encoder, "documents": documents}
    for what, wanted in expected.items():
        if wanted is not None and manifest.get(what) != wanted:
            raise SnapshotForeign(path, what, str(wanted), str(manifest.get(what)))
    try:
        return _read(path, manifest)
    except SnapshotDamaged:
        # A writer may have finished between our two reads and taken the old data away: look once more.
        again = _read_manifest(path)
        if again == manifest:
            raise
        return load(path, encoder=encoder, documents=documents)


def _arrays(snapshot: Snapshot) -> dict[str, NDArray[Any]]:
    words, meaning = snapshot.words, snapshot.meaning
    arrays: dict[str, NDArray[Any]] = {
        "ids": _as_bytes(snapshot.ids),
        "fingerprints": _as_bytes(snapshot.document_fingerprints),
        "words": _as_bytes(words.words),
        "lemmas": _as_bytes(words.lemmas),
    }
    for name, counts in (("heads", words.heads), ("bodies", words.bodies)):
        arrays |= {f"{name}-{part}": getattr(counts, part) for part in ("data", "indices", "indptr")}
    if meaning is not None:
        for name, field in (("titles", meaning.titles), ("passages", meaning.bodies)):
            arrays |= {f"{name}-vectors": field.index.vectors, f"{name}-counts": field.runs.counts}
            if field.index.graph is not None:
                arrays[f"{name}-graph"] = field.index.graph
        if meaning.tokens is not None:
            tokens = meaning.tokens
            arrays |= {
                "tokens-values": tokens.values,
                "tokens-scales": tokens.scales,
                "tokens-counts": tokens.runs.counts,
                "tokens-totals": tokens.totals,
            }
    return arrays


_TOKEN_PARTS: Final = ("values", "scales", "counts", "totals")


def _as_bytes(texts: tuple[str, ...]) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(texts, ensure_ascii=True).encode(), np.uint8)


def _as_texts(content: NDArray[Any]) -> tuple[str, ...]:
    texts = json.loads(content.tobytes())
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError("не список строк")
    return tuple(texts)


def _write(path: Path, array: NDArray[Any]) -> dict[str, Any]:
    content = np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    digest = hashlib.sha256(content).hexdigest()
    return {"dtype": array.dtype.str, "shape": list(array.shape), "bytes": len(content), "sha256": digest}


def _manifest(snapshot: Snapshot, data: str, files: dict[str, Any]) -> dict[str, Any]:
    manifest = {
        "format": FORMAT,
        "pipeline": PIPELINE,
        "fingerprint": snapshot.fingerprint,
        "encoder": snapshot.encoder_fingerprint,
        "documents": snapshot.documents_fingerprint,
        "count": len(snapshot.ids),
        "data": data,
        "files": files,
    }
    return manifest | {"checksum": _checksum(manifest)}


def _serialised(manifest: dict[str, Any]) -> bytes:
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode()


def _checksum(manifest: dict[str, Any]) -> str:
    content = {name: value for name, value in manifest.items() if name != "checksum"}
    return hashlib.sha256(_serialised(content)).hexdigest()


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        content = (path / MANIFEST).read_bytes()
        manifest = json.loads(content)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SnapshotMissing(path) from error
    except (OSError, ValueError, RecursionError) as error:
        raise SnapshotDamaged(path, MANIFEST, f"не читается ({error})") from error
    if not isinstance(manifest, dict):
        raise SnapshotDamaged(path, MANIFEST, "не объект JSON")
    if manifest.get("checksum") != _checksum(manifest) or content != _serialised(manifest):
        raise SnapshotDamaged(path, MANIFEST, "контрольная сумма не сходится")
    return manifest


def _read(path: Path, manifest: dict[str, Any]) -> Snapshot:
    try:
        folder = path / Path(str(manifest["data"])).name
        files: dict[str, dict[str, Any]] = manifest["files"]
        with ThreadPoolExecutor(WORKERS) as workers:
            read = workers.map(lambda name: _read_array(path, folder / Path(name).name, files[name]), files)
            arrays = dict(zip(files, read, strict=True))
        snapshot = _assemble(manifest, arrays)
    except SnapshotDamaged:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, IndexFailure) as error:
        raise SnapshotDamaged(path, MANIFEST, f"файлы не сходятся ({error})") from error
    if snapshot.fingerprint != manifest.get("fingerprint"):
        raise SnapshotDamaged(path, MANIFEST, "отпечаток не сходится с содержимым")
    return snapshot


def _read_array(path: Path, file: Path, about: dict[str, Any]) -> NDArray[Any]:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise SnapshotDamaged(path, file.name, f"не читается ({error.strerror})") from error
    if len(content) != about["bytes"]:
        raise SnapshotDamaged(path, file.name, f"длина {len(content)} вместо {about['bytes']}")
    if hashlib.sha256(content).hexdigest() != about["sha256"]:
        raise SnapshotDamaged(path, file.name, "контрольная сумма не сходится")
    return np.frombuffer(content, np.dtype(about["dtype"])).reshape(about["shape"])


def _assemble(manifest: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Snapshot:
    ids, words = _as_texts(arrays["ids"]), _as_texts(arrays["words"])
    shape = (len(ids), len(words))
    heads, bodies = (
        sparse.csr_array(
            tuple(arrays[f"{name}-{part}"] for part in ("data", "indices", "indptr")), shape=shape
        )
        for name in ("heads", "bodies")
    )
    counts = WordCounts(words, _as_texts(arrays["lemmas"]), heads, bodies)
    meaning = None
    if "titles-vectors" in arrays:
        titles, passages = (
            DenseField(arrays[f"{name}-vectors"], arrays[f"{name}-counts"], arrays.get(f"{name}-graph"))
            for name in ("titles", "passages")
        )
        tokens = (
            TokenStore(*(arrays[f"tokens-{part}"] for part in _TOKEN_PARTS))
            if "tokens-values" in arrays
            else None
        )
        meaning = Meaning(str(manifest["encoder"]), titles, passages, tokens)
    return Snapshot(ids, _as_texts(arrays["fingerprints"]), counts, meaning)
