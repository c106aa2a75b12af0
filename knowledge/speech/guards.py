"""
Why a match is innocent: named guards, each a small question about the sentence around it.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.speech.clauses import (
    clause_start,
    first_person_offer,
    is_negated,
    lemmas_in,
    nearest_subject,
    open_condition,
    reports_speech,
)
from knowledge.speech.notation import parse
from knowledge.speech.patterns import Pattern, compile_pattern
from knowledge.speech.scenes import Guard, Scene, touches
from knowledge.speech.slots import OPEN_SLOT
from knowledge.speech.terms import has_term
from knowledge.speech.vocabulary import BUILT_IN_LISTS, IDIOMS, words

if TYPE_CHECKING:
    from knowledge.speech.tokens import Token


def question(scene: Scene) -> bool:
    """
    The sentence is a question.
    """
    return scene.sentence.ending == "?"


def negated(scene: Scene) -> bool:
    """
    A negation stands right before the match, light words aside.
    """
    return is_negated(scene.sentence, scene.match.start)


def deadline_in_sentence(scene: Scene) -> bool:
    """
    A term is named in the sentence.
    """
    return has_term(scene.tokens)


def alternative_follows(scene: Scene) -> bool:
    """
    A way out follows: «но есть …», «зато …», or an offer of ours in this sentence or the next.
    """
    rest = scene.tokens[scene.match.end :]
    if first_person_offer(rest):
        return True
    return scene.following is not None and first_person_offer(scene.following.tokens)


def resolved(scene: Scene) -> bool:
    """
    The matter is mended already.
    """
    return any(
        token.word.is_lemma(*_MENDED)
        and (token.word.has("prts") or token.word.has("verb", "past") or token.word.has("adjs"))
        and not is_negated(scene.sentence, at)
        for at, token in enumerate(scene.tokens)
    ) or any(token.form in {"fixed", "resolved", "solved", "corrected"} for token in scene.tokens)


_MENDED = words(
    "решить решенный исправить исправленный устранить устраненный починить восстановить наладить найти "
    "разобраться"
)


def if_clause(scene: Scene) -> bool:
    """
    The match stands in a condition that opened before it in the same clause.
    """
    return open_condition(scene.sentence, scene.match.start)


def self_blame(scene: Scene) -> bool:
    """
    We take the blame.
    """
    tokens = scene.tokens
    ours = any(
        token.word.is_lemma("мы", "я", "we", "i") and token.word.has("nomn") for token in tokens
    ) or any(token.form in {"we", "i"} for token in tokens)
    for at, token in enumerate(tokens):
        if is_negated(scene.sentence, at):
            continue
        if ours and token.word.is_lemma("ошибиться", "перепутать", "напутать", "виноватый", "mistake", "mix"):
            return True
        if (
            token.word.is_lemma("ошибка", "вина", "недосмотр", "mistake", "fault", "error")
            and at
            and tokens[at - 1].word.is_lemma("наш", "мой", "our", "my")
            and not is_negated(scene.sentence, at - 1)
        ):
            return True
    return False


def safety_instruction(scene: Scene) -> bool:
    """
    The sentence protects the client: it forbids to tell, or says that nobody asks.
    """
    tokens = scene.tokens
    if lemmas_in(tokens, "мошенник", "scammer", "fraudster"):
        return True
    forbids = any(
        token.form in {"никому", "никогда", "нельзя", "never", "nobody", "anyone"} for token in tokens
    )
    return any(
        token.word.is_lemma(*_DISCLOSING) and (forbids or is_negated(scene.sentence, at))
        for at, token in enumerate(tokens)
    )


_DISCLOSING = words("""
    сообщать сообщить передавать передать называть назвать говорить сказать диктовать продиктовать присылать
    прислать пересылать отправлять показывать просить попросить спрашивать спросить запрашивать раскрывать
    хранить вводить share tell give send read ask request disclose
    """)


def link_with_answer(scene: Scene) -> bool:
    """
    A link, a placeholder or a path is given in this sentence or the next.
    """
    sentences = [scene.sentence, *([scene.following] if scene.following else [])]
    return any(
        (token.kind == "opaque" and not OPEN_SLOT.match(token.form))
        or (
            token.word.is_lemma("раздел", "вкладка", "меню", "кнопка", "section", "tab")
            and _quoted_next(tokens, at)
        )
        for tokens in (sentence.tokens for sentence in sentences)
        for at, token in enumerate(tokens)
    )


def _quoted_next(tokens: list[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].form in {"«", '"', "„", "“"}


def subject_we(scene: Scene) -> bool:
    """
    We are the ones who do it.
    """
    subject = nearest_subject(scene.sentence, scene.match)
    return subject is not None and (subject.word.is_lemma("мы", "я") or subject.form in {"we", "i"})


def subject_you(scene: Scene) -> bool:
    """
    «Вы» is the subject, so that the verb is no order.
    """
    subject = nearest_subject(scene.sentence, scene.match)
    return subject is not None and (subject.word.is_lemma("вы") or subject.form == "you")


def subject_third(scene: Scene) -> bool:
    """
    Somebody else does it.
    """
    subject = nearest_subject(scene.sentence, scene.match)
    return subject is not None and not (
        subject.word.is_lemma("мы", "я", "вы", "ты") or subject.form in {"we", "i", "you"}
    )


def epistemic(scene: Scene) -> bool:
    """
    «Должны» tells what is expected, not what somebody is obliged to.
    """
    start = clause_start(scene.sentence, scene.match.start)
    near = scene.tokens[start : scene.match.end + 7]
    return any(token.word.has("infn") and token.word.is_lemma(*_EXPECTED) for token in near) or any(
        token.form in {"received", "access", "arrived"} for token in near
    )


_EXPECTED = words("""
    получить увидеть прийти приходить вернуться поступить появиться дойти хватить заработать открыться
    отобразиться сработать обновиться приехать прибыть списаться зачислиться начислиться измениться
    загореться включиться сохраниться подойти_по совпасть помочь понравиться
    """)


def legal_term(scene: Scene) -> bool:
    """
    The sentence speaks the law's language or names it.
    """
    tokens = scene.tokens
    if lemmas_in(tokens, "закон", "законодательство", "постановление", "кодекс", "гк", "зозпп", "law", "act"):
        return True
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following is None:
            break
        if token.word.is_lemma("надлежащий", "ненадлежащий") and following.word.is_lemma("качество"):
            return True
        if (token.word.is_lemma("перечень", "статья", "пункт") or token.form in {"ст", "п"}) and (
            any(other.kind == "num" or other.form == "№" for other in tokens[at + 1 : at + 3])
        ):
            return True
    return False


def idiom(scene: Scene) -> bool:
    """
    The match is part of a fixed phrase with a sense of its own.
    """
    return any(touches(pattern, scene) for pattern in _idioms())


@cache
def _idioms() -> tuple[Pattern, ...]:
    return tuple(
        compile_pattern(text, parse(text, BUILT_IN_LISTS[language]))
        for language, texts in IDIOMS.items()
        for text in texts
    )


def reason_given(scene: Scene) -> bool:
    """
    The reason is in the sentence.
    """
    tokens = scene.tokens
    forms = {token.form for token in tokens}
    return bool(forms & {"поскольку", "потому", "ввиду", "because", "since", "из-за"}) or any(
        (token.form, following.form) in {("так", "как"), ("из", "за"), ("связи", "с"), ("due", "to")}
        for token, following in pairwise(tokens)
    )


def polite(scene: Scene) -> bool:
    """
    The sentence asks politely.
    """
    tokens = scene.tokens
    forms = {token.form for token in tokens}
    return bool(forms & {"пожалуйста", "будьте", "прошу", "please", "kindly"}) or any(
        (token.word.is_lemma("мочь", "смочь") and following.form == "бы") or token.form in {"could", "would"}
        for token, following in pairwise(tokens)
    )


def fact_in_sentence(scene: Scene) -> bool:
    """
    A number, a date or a link stands in the sentence.
    """
    return any(token.kind in {"num", "opaque"} for token in scene.tokens) or has_term(scene.tokens)


def name_follows(scene: Scene) -> bool:
    """
    A name follows the match.
    """
    for at in range(scene.match.end, min(scene.match.end + 3, len(scene.tokens))):
        token = scene.tokens[at]
        if token.kind == "word" and token.capital:
            return True
        if token.kind == "word" and not scene.sentence.light[at]:
            return False
    return False


def reported_speech(scene: Scene) -> bool:
    """
    The match is in what the client or a colleague is said to have said.
    """
    return reports_speech(scene.sentence, scene.match.start)


GUARDS: dict[str, Guard] = {
    guard.__name__: guard
    for guard in (
        question,
        negated,
        deadline_in_sentence,
        alternative_follows,
        resolved,
        if_clause,
        self_blame,
        safety_instruction,
        link_with_answer,
        subject_we,
        subject_you,
        subject_third,
        epistemic,
        legal_term,
        idiom,
        reason_given,
        polite,
        fact_in_sentence,
        name_follows,
    )
}
"""The guards that a rule may name."""

ALWAYS_ON = ("quoted", "reported_speech", "brand", "customer_words", "allowed")
"""The guards that hold for every rule."""
