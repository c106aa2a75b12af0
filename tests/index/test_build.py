"""
A build works only on what changed, and its result does not tell what was spared.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from index.builder import build
from index.documents import Document
from index.embedding_cache import EmbeddingCache
from index.errors import DuplicateDocument

if TYPE_CHECKING:
    from pathlib import Path

    from index.snapshot import Snapshot

QUESTIONS = ["как вернуть товар", "доставка курьером", "гарантия", "картой", "новый раздел", ""]


def answers(snapshot: Snapshot, encoder: Any) -> list[Any]:
    """
    Ask everything, and put what comes back into comparable form.
    """
    allowed = np.ones(len(snapshot.ids), np.bool_)
    result = []
    for question in QUESTIONS:
        encoding = encoder.encode_query(question)
        found = snapshot.candidates(question, encoding.vector, allowed, tokens=encoding.tokens)
        features = {name: values.tolist() for name, values in found.features.items()}
        result.append(([snapshot.ids[position] for position in found.positions], features))
    return result


def changed(documents: list[Document]) -> list[Document]:
    """
    Add, change, drop and move documents.
    """
    return [
        Document("new", "Новый раздел", ("свежий раздел",), "Здесь новые слова."),
        replace(documents[2], body="Картой, наличными и по счёту."),
        documents[0],
        documents[3],
        documents[4],
    ]


@pytest.mark.parametrize("late_memory", [2**20, 0])
def test_an_incremental_build_equals_a_fresh_one(
    documents: list[Document], hash_encoder: Any, late_memory: int
) -> None:
    """
    Same candidates, same features to the bit, same fingerprint.
    """
    before = build(documents, hash_encoder, late_memory=late_memory)
    incremental = build(changed(documents), hash_encoder, previous=before, late_memory=late_memory)
    fresh = build(changed(documents), hash_encoder, late_memory=late_memory)

    assert fresh.fingerprint == incremental.fingerprint
    assert fresh.words.words == incremental.words.words
    assert answers(fresh, hash_encoder) == answers(incremental, hash_encoder)


def test_only_changed_texts_are_encoded(documents: list[Document], hash_encoder: Any) -> None:
    """
    With the snapshot of before at hand, unchanged documents are not encoded.
    """
    before = build(documents, hash_encoder)
    hash_encoder.encoded.clear()
    build(changed(documents), hash_encoder, previous=before)
    assert {
        "Новый раздел",
        "свежий раздел",
        "Новый раздел\nЗдесь новые слова.",
        "Как оплатить заказ?",
        "Как оплатить заказ?\nКартой, наличными и по счёту.",
    } == set(hash_encoder.encoded)


def test_with_a_cache_a_text_is_encoded_once(
    documents: list[Document], hash_encoder: Any, tmp_path: Path
) -> None:
    """
    The cache works by text: after a cold start, or for a document that changed in part.
    """
    cache = EmbeddingCache(tmp_path / "embeddings.db")
    first = build(documents, hash_encoder, cache)
    hash_encoder.encoded.clear()
    second = build(documents, hash_encoder, cache)
    assert hash_encoder.encoded == []
    assert answers(first, hash_encoder) == answers(second, hash_encoder)
    build(changed(documents), hash_encoder, cache, second)
    assert "Как оплатить заказ?" not in hash_encoder.encoded


def test_another_encoder_starts_from_nothing(
    documents: list[Document], hash_encoder: Any, other_encoder: Any, tmp_path: Path
) -> None:
    """
    Vectors of one model are never mixed with those of another, neither from the snapshot nor from the cache.
    """
    cache = EmbeddingCache(tmp_path / "embeddings.db")
    before = build(documents, hash_encoder, cache)
    after = build(documents, other_encoder, cache, before)
    assert answers(build(documents, other_encoder), other_encoder) == answers(after, other_encoder)
    assert before.fingerprint != after.fingerprint


@pytest.mark.parametrize("memories", [(0, 2**20), (2**20, 0)])
def test_another_budget_of_memory_gives_what_a_fresh_build_gives(
    documents: list[Document], hash_encoder: Any, tmp_path: Path, memories: tuple[int, int]
) -> None:
    """
    Tokens that were left out before are fetched, those that no longer fit are dropped.
    """
    first, second = memories
    long = [replace(one, body=one.body * 40) for one in documents]
    cache = EmbeddingCache(tmp_path / "embeddings.db")
    before = build(long, hash_encoder, cache, late_memory=first)
    after = build(long, hash_encoder, cache, before, late_memory=second)
    fresh = build(long, hash_encoder, late_memory=second)
    assert fresh.fingerprint == after.fingerprint
    assert answers(fresh, hash_encoder) == answers(after, hash_encoder)


def test_words_come_first_and_meaning_later(documents: list[Document], hash_encoder: Any) -> None:
    """
    A snapshot of words only is complete in itself, and a start for the one with vectors.
    """
    words = build(documents, None)
    assert {"bm25_title", "bm25", "ngrams"} == set(
        words.candidates("возврат", None, np.ones(len(documents), np.bool_)).features
    )
    assert answers(build(documents, hash_encoder), hash_encoder) == answers(
        build(documents, hash_encoder, previous=words), hash_encoder
    )


def test_an_encoder_without_token_vectors_will_do(documents: list[Document], hash_encoder: Any) -> None:
    """
    Late interaction is left out when the encoder cannot give what it needs.
    """

    class Plain:
        fingerprint, dimension = hash_encoder.fingerprint, hash_encoder.dimension
        encode_queries, encode_passages = hash_encoder.encode_queries, hash_encoder.encode_passages

    snapshot = build(documents, Plain())
    features = answers(snapshot, hash_encoder)[0][1]
    assert {"title", "body", "bm25_title", "bm25", "ngrams"} == set(features)


@pytest.mark.parametrize("count", [0, 1])
def test_the_smallest_knowledge_bases_can_be_asked(
    documents: list[Document], hash_encoder: Any, count: int
) -> None:
    """
    No entries, or one, are no special case.
    """
    snapshot = build(documents[:count], hash_encoder)
    again = build(documents[:count], hash_encoder, previous=snapshot)
    assert ["return"][:count] == answers(again, hash_encoder)[0][0]


def test_two_documents_with_one_id_are_an_error(documents: list[Document]) -> None:
    """
    The error names the id.
    """
    with pytest.raises(DuplicateDocument) as duplicate:
        build([*documents, documents[0]], None)
    assert duplicate.value.document == "return"


def test_progress_tells_stage_by_stage(documents: list[Document], hash_encoder: Any) -> None:
    """
    Every stage ends with all of it done.
    """
    told: dict[str, tuple[int, int]] = {}
    build(documents, hash_encoder, progress=lambda stage, done, total: told.update({stage: (done, total)}))
    assert list(told) == ["encode", "vectors", "words"]
    assert all(done == total > 0 for done, total in told.values())
