"""
Small questions about the grammar of a sentence, answered from tokens alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.speech.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.speech.patterns import Match
    from knowledge.speech.tokens import Sentence, Token

_NEGATIONS = words("не ни нет без not never no without")
_CONDITIONS = words("если чтобы когда хотя ежели if when unless until")
_SAYING = words("""
    писать написать говорить сказать сообщать сообщить указывать указать спрашивать спросить упоминать
    упомянуть утверждать ответить отвечать рассказать рассказывать жаловаться пожаловаться отметить отмечать
    объяснить say tell write mention report ask
    """)
_SPEAKERS = words(
    "вы клиент покупатель заказчик он она они получатель гость пользователь you customer client he she they"
)
_OFFERS = words(
    "предлагать предложить мочь можно доступный есть подойти взамен вместо вариант "
    "available offer can instead option"
)
_NO_OFFER = words(
    "перезвонить позвонить подождать знать думать хотеть понимать сожалеть сочувствовать надеяться жаль "
    "извинять извиняться"
)
_TURNS = words("но однако зато but however")


def is_negated(sentence: Sentence, at: int) -> bool:
    """
    Tell whether a negation stands before `at`, with nothing but light words between.
    """
    position = at - 1
    while position >= 0:
        token = sentence.tokens[position]
        if token.kind != "word":
            return False
        if token.form in _NEGATIONS:
            return True
        if not sentence.light[position]:
            return False
        position -= 1
    return False


def lemmas_in(tokens: Sequence[Token], *lemmas: str) -> bool:
    """
    Tell whether one of `lemmas` is among `tokens`.
    """
    return any(token.kind == "word" and token.word.is_lemma(*lemmas) for token in tokens)


def clause_start(sentence: Sentence, at: int) -> int:
    """
    The position after the last clause break before `at`.
    """
    for position in range(at - 1, -1, -1):
        if sentence.breaks_at(position):
            return position + 1
    return 0


def _is_predicate(token: Token) -> bool:
    return (
        token.word.has("verb") or token.word.has("infn") or token.word.has("pred") or token.word.has("adjs")
    )


def open_condition(sentence: Sentence, at: int) -> bool:
    """
    Tell whether «если» or its like opened before `at` a clause that is still open there.

    The clause closes at a comma, dash or colon that follows its predicate. English forms do not tell what a
    predicate is; there two words will do («if you wish, …», but not «if, however, …»).
    """
    tokens = sentence.tokens
    opened = predicate = False
    english = 0
    for position in range(at):
        token = tokens[position]
        if token.kind == "word":
            if token.form in _CONDITIONS:
                opened, predicate, english = True, False, 0
            elif token.form.isascii():
                english += 1
            predicate = predicate or _is_predicate(token) or english > 1
        elif opened and predicate and token.form in {",", "—", ":", ";"}:
            opened = False
    return opened or tokens[at].form in _CONDITIONS


def nearest_subject(sentence: Sentence, match: Match) -> Token | None:
    """
    The nominative nearest to the match: inside it, else to its left in the clause, else right after it.
    """
    tokens = sentence.tokens
    for token in tokens[match.start : match.end]:
        if _is_subject(token) and token.word.best("npro"):
            return token
    for position in range(match.start - 1, clause_start(sentence, match.start) - 1, -1):
        if _is_subject(tokens[position]):
            return tokens[position]
    for token in tokens[match.end : match.end + 2]:
        if token.kind == "punct":
            break
        if _is_subject(token):
            return token
    return None


def _is_subject(token: Token) -> bool:
    if token.kind != "word":
        return False
    if token.form in {"i", "we", "you", "he", "she", "they", "it"}:
        return True
    best = token.word.readings[0].grammemes if token.word.readings else frozenset()
    return "nomn" in best and bool(best & {"noun", "npro"}) and token.form not in {"что", "это", "кто"}


def first_person_offer(tokens: Sequence[Token]) -> bool:
    """
    Tell whether `tokens` offer a way out: «но есть …», «можно …», «вернём …».
    """
    turned = False
    for at, token in enumerate(tokens):
        if token.kind != "word":
            continue
        turned = turned or token.form in _TURNS
        negated = (at > 0 and tokens[at - 1].form in _NEGATIONS) or (
            token.form.isascii() and at + 1 < len(tokens) and tokens[at + 1].form == "not"
        )
        if negated or token.word.is_lemma(*_NO_OFFER):
            continue
        if token.word.is_lemma(*_OFFERS) and not token.word.best("noun"):
            return True
        ours = token.word.has("verb", "1per", "futr", "perf")
        if (
            ours
            or (turned and token.word.has("verb", "1per"))
            or (turned and token.form in {"есть", "will", "have"})
        ):
            return True
    return False


def reports_speech(sentence: Sentence, at: int) -> bool:
    """
    Tell whether `at` is inside «вы пишете, что …», «вам сказали, что …», «по вашим словам, …».
    """
    tokens = sentence.tokens
    for position in range(at - 1, -1, -1):
        token = tokens[position]
        if token.form in _TURNS or (token.kind == "punct" and token.form in {";", "—"}):
            return False
        if (
            token.word.is_lemma("слово")
            and position >= 1
            and tokens[position - 1].word.is_lemma("ваш", "ее", "его")
        ):
            return True
        if token.kind == "word" and token.word.is_lemma(*_SAYING) and not token.word.has("impr", "excl"):
            between = tokens[position + 1 : at]
            opens = any(other.form in {"что", "будто", ":", "that"} for other in between)
            if opens and _others_speak(tokens[max(0, position - 5) : position + 3]):
                return True
    return False


def _others_speak(tokens: Sequence[Token]) -> bool:
    """
    Tell whether somebody other than the writer speaks: «вы пишете», «вам сказали».
    """
    if any(token.word.is_lemma("я", "мы") and token.word.best("nomn") for token in tokens):
        return False
    if any(token.form in {"i", "we"} for token in tokens):
        return False
    return any(token.word.is_lemma(*_SPEAKERS) or token.word.has("2per") for token in tokens)
