"""
Variants with words put in where people put them: stance, time and manner, addresses, adjuncts.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from knowledge.speech.variants import Example, Variant, changed
from knowledge.speech.vocabulary import PARENTHETICAL_PHRASES, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.speech.tokens import Token


class Insertion(NamedTuple):
    """
    What is put in; `time` says when something is done, `idle` suits no order to the other («подождите уже»).
    """

    text: str
    time: bool = False
    idle: bool = False

    @property
    def bare(self) -> str:
        """
        The words without the commas around them.
        """
        return self.text.strip(", ")


INSERTIONS: dict[str, tuple[Insertion, ...]] = {
    "ru": (
        Insertion("вообще", idle=True),
        Insertion("пока", time=True),
        Insertion("уже", idle=True),
        Insertion("всё-таки"),
        Insertion("просто"),
        Insertion("тоже", idle=True),
        Insertion("сейчас", time=True),
        Insertion("прямо сейчас", time=True),
        Insertion("на данный момент", time=True, idle=True),
        Insertion("на сегодняшний день", time=True, idle=True),
        Insertion("в настоящее время", time=True, idle=True),
        Insertion("со своей стороны", idle=True),
        Insertion("с нашей стороны", idle=True),
        Insertion("в этом случае"),
        Insertion("в данной ситуации"),
        Insertion("по этому вопросу"),
        Insertion("по вашему заказу"),
        Insertion(", честно говоря,", idle=True),
        Insertion(", если честно,", idle=True),
        Insertion(", к моему сожалению,", idle=True),
        Insertion(", к большому сожалению,", idle=True),
        Insertion(", как я вижу,", idle=True),
        Insertion(", по всей видимости,", idle=True),
        Insertion(", поверьте,", idle=True),
        Insertion(", пожалуйста,"),
        Insertion(", Анна,"),
        Insertion(", Иван Петрович,"),
        Insertion(", уважаемый клиент,"),
    ),
    "en": (
        Insertion("really", idle=True),
        Insertion("actually", idle=True),
        Insertion("simply"),
        Insertion("still", idle=True),
        Insertion("currently", time=True, idle=True),
        Insertion(", to be honest,", idle=True),
        Insertion(", honestly,", idle=True),
        Insertion(", unfortunately,", idle=True),
        Insertion(", as far as I can see,", idle=True),
        Insertion(", in this case,"),
        Insertion(", at the moment,", time=True),
        Insertion(", at this point,", time=True),
        Insertion(", on our side,", idle=True),
        Insertion(", Anna,"),
        Insertion(", dear customer,"),
    ),
}

_LEANS_ON_NEXT = words(
    "не ни и а но или да даже еще уже очень самый так как слишком потому the a an no not to"
)
_LEANS_ON_PREVIOUS = words("бы б же ж ли ль то not")
_ENGLISH_SUBJECTS = words("i we you he she they it this that there")
_ENGLISH_AUXILIARIES = words(
    "do does did can could will would must should have has am is are was may might shall"
)
_PREDICATES = ("verb", "infn", "pred", "adjs", "prts")


def insertions(example: Example, lang: str, *, with_time: bool) -> Iterator[Variant]:
    """
    Every insertion at every gap inside the words to be found where it reads naturally.

    Without `with_time` nothing is put in that names when something is done.
    """
    tokens = example.sentence.tokens
    said = {token.form for token in tokens}
    ordered = any(token.word.best("impr", "excl") for token in example.tokens)
    for at in range(example.first, example.last - 1):
        left, right = tokens[at], tokens[at + 1]
        if example.text[left.end : right.start] != " " or not _may_part(left, right, lang):
            continue
        for insertion in INSERTIONS[lang]:
            if (insertion.time and not with_time) or (insertion.idle and ordered):
                continue
            if not said.isdisjoint(insertion.bare.lower().replace("ё", "е").split()):
                continue
            put = insertion.text if insertion.text.startswith(",") else f" {insertion.text}"
            yield changed(example, [(left.end, right.start, f"{put} ")], "insertion", insertion.bare)


def _may_part(left: Token, right: Token, lang: str) -> bool:
    """
    Tell whether something may stand between two neighbours.

    Never between a preposition, an adjective or a number and its noun, a noun and its genitive, a particle
    and its word.
    """
    if left.kind != "word" or right.kind != "word" or left.glued:
        return False
    if left.form in _LEANS_ON_NEXT or right.form in _LEANS_ON_PREVIOUS:
        return False
    if lang == "en":
        return left.form in _ENGLISH_SUBJECTS | _ENGLISH_AUXILIARIES and right.form not in _ENGLISH_SUBJECTS
    foreign = left.form.isascii() or right.form.isascii()
    if right.capital or foreign or any(map(left.word.best, ("prep", "conj", "intj"))):
        return False
    apart = (left.form, right.form) not in _PHRASE_PAIRS and not _is_one_phrase(left, right)
    return apart and (_attracts(left) or _attracts(right))


_PHRASE_PAIRS = {pair for phrase in PARENTHETICAL_PHRASES for pair in pairwise(phrase)}


def _is_one_phrase(left: Token, right: Token) -> bool:
    nominal = ("noun", "adjf", "prtf", "numr")
    modifies = any(left.word.has(part) for part in ("adjf", "prtf", "numr"))
    if (modifies or left.word.best("noun")) and any(right.word.best(part) for part in nominal):
        return True
    return left.word.best("advb") and any(right.word.best(part) for part in ("advb", "adjf", "adjs", "comp"))


def _attracts(token: Token) -> bool:
    """
    Tell whether adverbials and parentheses stand beside such a word: a predicate or a personal pronoun.
    """
    return any(token.word.best(part) for part in _PREDICATES) or token.word.best("npro")
