"""
Unlisted paraphrases are hinted at by their likeness in meaning, as suggestions only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.embedding_cache import EmbeddingCache
from knowledge.speech.checker import SpeechChecker
from knowledge.speech.exemplars import ExemplarFile, Exemplars, shipped_exemplars, vectors_of
from knowledge.speech.hints import HintFinder
from knowledge.speech.policy import RuleSet, load_rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.encoder import OnnxEncoder


class WordsEncoder:
    """
    Two dimensions: how much a text speaks of helplessness, and how much of delivery.
    """

    fingerprint = "words"

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """
        Count the words of either kind, normalised.
        """
        rows = [
            [
                sum(word in text for word in ("бессил", "беспомощ")),
                sum(word in text for word in ("достав", "курьер")),
                0.1,
            ]
            for text in map(str.lower, texts)
        ]
        vectors = np.asarray(rows, dtype=np.float32)
        normed: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return normed


EXEMPLARS = ExemplarFile(
    categories={
        "ignorance_refusal": Exemplars(violating=("Мы тут бессильны.",), innocent=("Доставка завтра.",)),
        "argument": Exemplars(violating=("Курьер вам врёт про доставку, беспомощны вы.",)),
    },
    why={"ignorance_refusal": "Похоже на отказ."},
)


@pytest.fixture
def hinting(refusals: SpeechChecker) -> SpeechChecker:
    """
    The checker with hints by the two-dimensional encoder.
    """
    return SpeechChecker(refusals.rules, hints=HintFinder(WordsEncoder(), (), [EXEMPLARS]))


def test_a_paraphrase_is_hinted_at_and_blocks_nothing(hinting: SpeechChecker) -> None:
    """
    The hint covers the sentence, names the category, and makes the verdict «hint».
    """
    text = "Заказ собран. В этом деле я беспомощен."
    report = hinting.check(text)

    assert report.verdict == "hint"
    assert [(one.category, one.severity.value, one.by, one.text, one.why) for one in report.findings] == [
        ("ignorance_refusal", "suggestion", "meaning", "В этом деле я беспомощен.", "Похоже на отказ.")
    ]


@pytest.mark.parametrize(
    "text", ["Доставка курьером завтра.", "Я не знаю, беспомощен.", "Вы пишете: «я не знаю, беспомощен»."]
)
def test_what_a_rule_has_judged_and_what_is_innocent_is_not_hinted_at(
    hinting: SpeechChecker, text: str
) -> None:
    """
    A sentence with a finding or a suppressed match is settled; an innocent one is nearer to innocence.
    """
    assert [finding for finding in hinting.check(text).findings if finding.by == "meaning"] == []


def test_a_category_is_silenced(refusals: SpeechChecker) -> None:
    """
    The switch is per category.
    """
    finder = HintFinder(WordsEncoder(), (), [EXEMPLARS], silent={"ignorance_refusal"})
    checker = SpeechChecker(RuleSet(refusals.rules.rules), hints=finder)

    assert "ignorance_refusal" not in {
        finding.category for finding in checker.check("Я тут беспомощен.").findings
    }


def test_vectors_of_exemplars_are_kept(tmp_path: Path) -> None:
    """
    A second start encodes only what is new; a spoilt file costs time only.
    """
    cache = EmbeddingCache(tmp_path / "embeddings.db")
    first, second = CountingEncoder(), CountingEncoder()
    kept = vectors_of(["Мы бессильны.", "Доставка."], first, cache)

    assert np.array_equal(kept, vectors_of(["Мы бессильны.", "Доставка."], second, cache))
    assert (first.encoded, second.encoded) == (["Мы бессильны.", "Доставка."], [])
    vectors_of(["Доставка.", "Курьер."], second, cache)
    assert second.encoded == ["Курьер."]
    cache.path.write_bytes(b"spoilt" * 1000)
    assert np.array_equal(kept, vectors_of(["Мы бессильны.", "Доставка."], second, cache))


def test_exemplars_are_not_taken_for_passages(tmp_path: Path) -> None:
    """
    The encoder reads a question and a passage differently: the same text has a vector of each.
    """
    cache = EmbeddingCache(tmp_path / "embeddings.db")
    vectors_of(["Доставка."], WordsEncoder(), cache)

    assert cache.get("words", ["Доставка."]) == {}


def test_a_company_may_do_without_any_hint(refusals: SpeechChecker) -> None:
    """
    With every category silent, drafts are checked as before.
    """
    finder = HintFinder(WordsEncoder(), (), [EXEMPLARS], silent={"ignorance_refusal", "argument"})
    checker = SpeechChecker(refusals.rules, hints=finder)

    assert checker.check("Я тут беспомощен.").findings == ()


def test_a_category_switched_off_hints_at_nothing(tmp_path: Path) -> None:
    """
    In policy.yaml a category may be switched off whole, or for hints alone.
    """
    (tmp_path / "policy.yaml").write_text(
        "categories: {filler: {off: true}, argument: {severity: warning}}\nhints: {competitor: false}\n",
        encoding="utf-8",
    )

    assert load_rules(tmp_path).silent_hints == {"filler", "competitor"}


class CountingEncoder(WordsEncoder):
    """
    Remembers what it was asked to encode.
    """

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """
        Encode, and remember.
        """
        self.encoded += texts
        return super().encode_queries(texts)


def test_the_real_encoder_hints_at_a_paraphrase(
    encoder: OnnxEncoder, shipped: RuleSet, models_dir: Path
) -> None:
    """
    With the shipped exemplars, a refusal in words that no rule lists is hinted at, a plain reply is not.
    """
    finder = HintFinder(
        encoder,
        shipped.rules,
        shipped_exemplars(),
        cache=EmbeddingCache(models_dir.parent / "test-embeddings.db"),
    )
    checker = SpeechChecker(shipped, hints=finder)

    refusal = checker.check("Мне про это рассказать нечего.")
    reply = checker.check("Посылка прибыла в пункт выдачи, её номер 4821.")

    assert [(one.category, one.by) for one in refusal.findings] == [("ignorance_refusal", "meaning")]
    assert reply.verdict == "clean"
