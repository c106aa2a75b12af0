"""
A snapshot comes back from the disk as it was; whatever is wrong with the files, it is noticed and named.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from index.builder import build
from index.errors import SnapshotDamaged, SnapshotForeign, SnapshotMissing
from index.snapshot_files import load, save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.documents import Document
    from index.snapshot import Snapshot


@pytest.fixture
def snapshot(documents: list[Document], hash_encoder: Any) -> Snapshot:
    """
    A snapshot with everything in it.
    """
    return build(documents, hash_encoder)


@pytest.fixture
def folder(snapshot: Snapshot, tmp_path: Path) -> Path:
    """
    The folder where it is saved.
    """
    save(snapshot, tmp_path / "snapshot")
    return tmp_path / "snapshot"


def files(folder: Path) -> Iterator[Path]:
    """
    List all files of a saved snapshot.
    """
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def everything(snapshot: Snapshot, encoder: Any) -> Any:
    """
    Ask something that every part of the snapshot answers.
    """
    encoding = encoder.encode_query("возврат товара курьером")
    found = snapshot.candidates(
        "возврат товара курьером",
        encoding.vector if snapshot.meaning else None,
        np.ones(len(snapshot.ids), np.bool_),
        tokens=encoding.tokens,
    )
    return found.positions.tolist(), {name: values.tolist() for name, values in found.features.items()}


def test_it_comes_back_as_it_was(snapshot: Snapshot, folder: Path, hash_encoder: Any) -> None:
    """
    Same fingerprint, same answers to the bit, and it can be built upon.
    """
    again = load(folder, encoder=hash_encoder.fingerprint, documents=snapshot.documents_fingerprint)
    assert snapshot.fingerprint == again.fingerprint
    assert everything(snapshot, hash_encoder) == everything(again, hash_encoder)


@pytest.mark.parametrize("count", [0, 1, 5])
@pytest.mark.parametrize("with_encoder", [True, False])
def test_words_only_and_tiny_ones_come_back_too(
    documents: list[Document], hash_encoder: Any, tmp_path: Path, count: int, with_encoder: bool
) -> None:
    """
    No vectors or no documents are no special case.
    """
    encoder = hash_encoder if with_encoder else None
    made = build(documents[:count], encoder)
    save(made, tmp_path / "small")
    again = load(tmp_path / "small", encoder=made.encoder_fingerprint)
    assert everything(made, hash_encoder) == everything(again, hash_encoder)
    assert made.fingerprint == build(documents[:count], encoder, previous=again).fingerprint


def test_saving_again_replaces_and_leaves_nothing_behind(
    documents: list[Document], hash_encoder: Any, folder: Path
) -> None:
    """
    The folder holds one snapshot, the last one.
    """
    names = len(list(files(folder)))
    newer = build(documents[:3], hash_encoder)
    save(newer, folder)
    assert newer.ids == load(folder).ids
    assert names == len(list(files(folder)))


def test_a_file_cut_short_is_damage(folder: Path) -> None:
    """
    Every file, the manifest too, at half of its length and without its last byte.
    """
    for path in files(folder):
        whole = path.read_bytes()
        for length in {len(whole) // 2, len(whole) - 1, 0}:
            path.write_bytes(whole[:length])
            with pytest.raises(SnapshotDamaged):
                load(folder)
        path.write_bytes(whole)
    load(folder)


def test_a_changed_bit_is_damage(folder: Path) -> None:
    """
    Every file, one bit at its start, in its middle and at its end.
    """
    for path in files(folder):
        whole = path.read_bytes()
        for position in {0, len(whole) // 2, len(whole) - 1}:
            for bit in (1, 32):
                changed = bytearray(whole)
                changed[position] ^= bit
                path.write_bytes(changed)
                with pytest.raises(SnapshotDamaged):
                    load(folder)
        path.write_bytes(whole)
    load(folder)


def test_an_absent_file_is_damage(folder: Path) -> None:
    """
    Every file of data; the error names it.
    """
    for path in files(folder):
        if path.name != "manifest.json":
            whole = path.read_bytes()
            path.unlink()
            with pytest.raises(SnapshotDamaged) as damage:
                load(folder)
            assert path.name == damage.value.file
            path.write_bytes(whole)


@pytest.mark.parametrize("content", ["[]", "null", "{}", '{"format": 1}', "[" * 100_000, "\ufeff{}"])
def test_a_manifest_that_is_something_else_is_damage(folder: Path, content: str) -> None:
    """
    Valid JSON or not, only our error comes out.
    """
    (folder / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(SnapshotDamaged):
        load(folder)


def test_no_manifest_is_no_snapshot(folder: Path) -> None:
    """
    A folder that is absent, empty or unfinished holds no snapshot; that is not damage.
    """
    (folder / "manifest.json").unlink()
    for path in (folder, folder.parent, folder / "nowhere"):
        with pytest.raises(SnapshotMissing):
            load(path)


@pytest.mark.parametrize(
    ("wanted", "what"),
    [({"encoder": "another"}, "encoder"), ({"encoder": ""}, "encoder"), ({"documents": "x"}, "documents")],
)
def test_a_snapshot_of_something_else_is_foreign(folder: Path, wanted: dict[str, str], what: str) -> None:
    """
    Another encoder, words only, or other documents: the error says which.
    """
    with pytest.raises(SnapshotForeign) as foreign:
        load(folder, **wanted)
    assert what == foreign.value.what


def test_data_of_another_snapshot_is_damage(
    documents: list[Document], hash_encoder: Any, folder: Path, tmp_path: Path
) -> None:
    """
    Files mixed from two snapshots do not pass.
    """
    save(build(documents[:3], hash_encoder), tmp_path / "other")
    name = json.loads((folder / "manifest.json").read_text())["data"]
    other = json.loads((tmp_path / "other" / "manifest.json").read_text())["data"]
    shutil.rmtree(folder / name)
    (tmp_path / "other" / other).rename(folder / name)
    with pytest.raises(SnapshotDamaged):
        load(folder)
