"""
The cache gives back what it was given, by model and text; trouble with its file costs time and nothing else.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sqlite_utils import Database

from index.embedding_cache import EmbeddingCache
from index.passages import Passage, quantise

if TYPE_CHECKING:
    from pathlib import Path


def passage(seed: int, *, tokens: int | None = 5) -> Passage:
    """
    Make a passage of random vectors, without token vectors when `tokens` is None.
    """
    rows = np.random.default_rng(seed).normal(size=((tokens or 0) + 1, 16)).astype(np.float32)
    return Passage(rows[0], None if tokens is None else quantise(rows[1:]))


def same(left: Passage, right: Passage) -> bool:
    """
    Tell whether two passages are equal to the bit.
    """
    if left.tokens is None or right.tokens is None:
        return left.tokens is right.tokens and np.array_equal(left.vector, right.vector)
    return (
        np.array_equal(left.vector, right.vector)
        and np.array_equal(left.tokens.values, right.tokens.values)
        and np.array_equal(left.tokens.scales, right.tokens.scales)
    )


@pytest.fixture
def cache(tmp_path: Path) -> EmbeddingCache:
    """
    A cache in a folder that does not exist yet.
    """
    return EmbeddingCache(tmp_path / "cache" / "embeddings.db")


def test_what_was_put_comes_back_from_another_process(cache: EmbeddingCache) -> None:
    """
    Vectors, tokens and their absence survive, also for empty and hostile texts.
    """
    passages = {
        "Возврат": passage(1),
        "": passage(2),
        "\ud800\0": passage(3),
        "да": passage(4, tokens=0),
        "нет": passage(5, tokens=None),
    }
    cache.put("model", passages)
    found = EmbeddingCache(cache.path).get("model", [*passages, "неизвестный"])

    assert set(passages) == set(found)
    assert all(same(passages[text], found[text]) for text in passages)


def test_another_model_does_not_see_it(cache: EmbeddingCache) -> None:
    """
    The key is model and text; what other models made can be dropped.
    """
    cache.put("one", {"да": passage(1)})
    cache.put("two", {"да": passage(2)})
    assert cache.get("three", ["да"]) == {}
    cache.forget_other_models("two")
    assert [{}, {"да"}] == [cache.get("one", ["да"]), set(cache.get("two", ["да"]))]


def test_a_passage_without_tokens_is_not_enough_where_tokens_are_needed(cache: EmbeddingCache) -> None:
    """
    It is left out, so that it is encoded again, and then replaces the old one.
    """
    cache.put("model", {"да": passage(1, tokens=None)})
    assert cache.get("model", ["да"], with_tokens=True) == {}
    cache.put("model", {"да": passage(1)})
    assert {"да"} == set(cache.get("model", ["да"], with_tokens=True))


def test_more_texts_than_one_query_takes(cache: EmbeddingCache) -> None:
    """
    Thousands of texts are looked up at once.
    """
    passages = {f"текст {number}": passage(number, tokens=1) for number in range(1_300)}
    cache.put("model", passages)
    assert set(passages) == set(cache.get("model", list(passages)))


@pytest.mark.parametrize(
    "content",
    [b"not a database at all, but long enough to have a header" * 40, b"SQLite format 3\0" + b"\xff" * 5000],
)
def test_a_damaged_file_is_set_aside_and_started_anew(cache: EmbeddingCache, content: bytes) -> None:
    """
    The old file stays for whoever wants to look at it, and the cache works.
    """
    cache.path.parent.mkdir()
    cache.path.write_bytes(content)
    assert cache.get("model", ["да"]) == {}
    cache.put("model", {"да": passage(1)})

    assert {"да"} == set(cache.get("model", ["да"]))
    assert content == cache.path.with_name("embeddings.db.damaged").read_bytes()


def test_a_file_damaged_in_the_middle_is_never_fatal(cache: EmbeddingCache) -> None:
    """
    Pages full of noise, wherever they are, give either right passages or none.
    """
    passages = {f"текст {number}": passage(number) for number in range(200)}
    cache.put("model", passages)
    whole = cache.path.read_bytes()
    for start in range(100, len(whole), 9_973):
        cache.path.write_bytes(whole[:start] + os.urandom(2_000) + whole[start + 2_000 :])
        found = cache.get("model", list(passages))
        assert all(same(passages[text], one) for text, one in found.items())
        cache.put("model", {"ещё": passage(7)})
        cache.path.unlink(missing_ok=True)


def test_a_vector_changed_on_the_disk_is_not_given_out(cache: EmbeddingCache) -> None:
    """
    SQLite does not check blobs, so every row carries a checksum.
    """
    cache.put("model", {"да": passage(1), "нет": passage(2)})
    database = Database(cache.path)
    with database.atomic():
        database.execute("UPDATE passages SET vector = zeroblob(64) WHERE rowid = 1")
    database.close()
    assert len(cache.get("model", ["да", "нет"])) == 1


def test_a_disk_that_refuses_is_no_error(tmp_path: Path) -> None:
    """
    Where no file can be, nothing is remembered and nothing fails.
    """
    (tmp_path / "occupied").write_text("a file where a folder should be")
    cache = EmbeddingCache(tmp_path / "occupied" / "embeddings.db")
    cache.put("model", {"да": passage(1)})
    assert cache.get("model", ["да"]) == {}


def test_threads_write_at_once(cache: EmbeddingCache) -> None:
    """
    Writers wait for one another and lose nothing, even when they are the first to open the file.
    """
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: cache.put("model", {f"{number}": passage(number)}), range(40)))
    assert len(cache.get("model", [f"{number}" for number in range(40)])) == 40
