"""
A snapshot answers with every document that some retriever ranks high, exact features, and no forbidden one.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.builder import build
from index.documents import Document
from index.errors import VectorMismatch
from index.snapshot import LATE_DEPTH

if TYPE_CHECKING:
    from index.encoder import OnnxEncoder
    from index.snapshot import Snapshot

NAMES = {"title", "body", "bm25_title", "bm25", "ngrams", "late"}


def many(count: int) -> list[Document]:
    """
    Make documents whose words overlap.
    """
    words = [
        "возврат",
        "доставка",
        "оплата",
        "гарантия",
        "курьер",
        "скидка",
        "заказ",
        "магазин",
        "адрес",
        "счёт",
    ]
    pick = np.random.default_rng(5)
    return [
        Document(
            f"d{i}",
            " ".join(pick.choice(words, 3)),
            (" ".join(pick.choice(words, 2)),),
            " ".join(pick.choice(words, 12)),
        )
        for i in range(count)
    ]


@pytest.fixture(scope="module")
def crowd(shared_encoder: Any) -> Snapshot:
    """
    Sixty documents, indexed once.
    """
    return build(many(60), shared_encoder)


def test_features_are_exact_for_every_candidate(hash_encoder: Any) -> None:
    """
    A candidate that only one retriever proposed has the true values of the others.
    """
    documents = many(120)
    snapshot = build(documents, hash_encoder)
    encoding = hash_encoder.encode_query("доставка курьер")
    allowed = np.ones(len(documents), np.bool_)
    found = snapshot.candidates("доставка курьер", encoding.vector, allowed, depth=5)
    everything = snapshot.candidates("доставка курьер", encoding.vector, allowed, depth=1000)

    assert 5 <= len(found.positions) <= 25
    assert len(documents) == len(everything.positions)
    for name, values in found.features.items():
        np.testing.assert_allclose(values, everything.features[name][found.positions], rtol=1e-5)
    titles = np.array(
        [max(hash_encoder.encode_queries([d.title, *d.variants]) @ encoding.vector) for d in documents]
    )
    np.testing.assert_allclose(found.features["title"], titles[found.positions], rtol=1e-4)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**30), st.sampled_from(["доставка", "возвр", "", "счёт за заказ"]), st.booleans())
def test_a_forbidden_document_is_never_a_candidate(
    crowd: Snapshot, shared_encoder: Any, seed: int, question: str, unfinished: bool
) -> None:
    """
    The mask holds in every retriever, and as many allowed documents are found as asked for.
    """
    allowed = np.random.default_rng(seed).random(60) < 0.3
    encoding = shared_encoder.encode_query(question)
    for vector, tokens in ((None, None), (encoding.vector, encoding.tokens)):
        found = crowd.candidates(question, vector, allowed, 8, tokens=tokens, unfinished=unfinished)
        assert allowed[found.positions].all()
        if vector is not None:
            assert min(8, int(allowed.sum())) <= len(found.positions)


def test_late_is_worked_out_for_the_best_and_bounded_below_for_the_rest(hash_encoder: Any) -> None:
    """
    Nobody outside the best gets more than the least of them.
    """
    documents = many(200)
    snapshot = build(documents, hash_encoder)
    question = "скидка магазин адрес счёт гарантия оплата"
    encoding = hash_encoder.encode_query(question)
    found = snapshot.candidates(question, encoding.vector, np.ones(200, np.bool_), tokens=encoding.tokens)
    late = found.features["late"]
    assert set(found.features) == NAMES
    assert len(late) > LATE_DEPTH
    assert (late == late.min()).sum() >= len(late) - LATE_DEPTH
    assert len(set(late.tolist())) > 1


@pytest.mark.parametrize("vector", [np.ones(7, np.float32), np.full(32, np.nan, np.float32)])
def test_a_vector_of_another_model_is_our_error(hash_encoder: Any, vector: np.ndarray) -> None:
    """
    It is refused, not answered with nonsense.
    """
    snapshot = build(many(20), hash_encoder)
    with pytest.raises(VectorMismatch):
        snapshot.candidates("доставка", vector, np.ones(20, np.bool_))


def test_a_mask_of_another_length_is_refused(hash_encoder: Any) -> None:
    """
    A mask of another version of the knowledge base would let the wrong entries through.
    """
    snapshot = build(many(20), hash_encoder)
    with pytest.raises(ValueError, match="mask"):
        snapshot.candidates("доставка", None, np.ones(19, np.bool_))


def test_threads_ask_at_once(hash_encoder: Any) -> None:
    """
    One snapshot serves many threads with equal answers.
    """
    snapshot = build(many(100), hash_encoder)
    encoding = hash_encoder.encode_query("адрес магазин")
    allowed = np.ones(100, np.bool_)

    def ask(_number: int) -> dict[str, list[float]]:
        found = snapshot.candidates("адрес магазин", encoding.vector, allowed, tokens=encoding.tokens)
        return {name: values.tolist() for name, values in found.features.items()}

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(ask, range(40)))
    assert [results[0]] * 40 == results


def test_the_real_encoder_finds_what_other_words_mean(
    encoder: OnnxEncoder, documents: list[Document]
) -> None:
    """
    Questions that share no word with the title rank it first by meaning.
    """
    snapshot = build(documents, encoder)
    allowed = np.ones(len(documents), np.bool_)
    for question, expected in [
        ("сколько привезти будет", "delivery"),
        ("не подошло, заберите обратно", "return"),
    ]:
        encoding = encoder.encode_query(question)
        found = snapshot.candidates(question, encoding.vector, allowed, tokens=encoding.tokens)
        total = found.features["title"] + found.features["body"]
        assert expected == snapshot.ids[found.positions[int(total.argmax())]]
