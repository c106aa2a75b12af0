"""
A match where it stands, and what can be asked about the text around it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.speech.matchers import Place
from knowledge.speech.patterns import Pattern, search

if TYPE_CHECKING:
    from knowledge.speech.patterns import Match
    from knowledge.speech.tokens import Draft, Sentence, Token


@dataclass(frozen=True, slots=True)
class Scene:
    """
    A match where it stands.
    """

    draft: Draft
    index: int
    match: Match

    @property
    def sentence(self) -> Sentence:
        """
        The sentence of the match.
        """
        return self.draft.sentences[self.index]

    @property
    def tokens(self) -> list[Token]:
        """
        Its tokens.
        """
        return self.sentence.tokens

    @property
    def place(self) -> Place:
        """
        It as a place to search in.
        """
        return Place(self.sentence, self.index == 0)

    @property
    def following(self) -> Sentence | None:
        """
        The next sentence, if there is one.
        """
        return self.draft.sentences[self.index + 1] if self.index + 1 < len(self.draft.sentences) else None


Guard = Callable[[Scene], bool]


def touches(pattern: Pattern, scene: Scene) -> bool:
    """
    Tell whether `pattern` matches in the sentence so that it shares a token with the scene's match.
    """
    match = scene.match
    return any(
        found.start < match.end and match.start < found.end
        for found in search(pattern, scene.place, list(range(len(scene.tokens))))
    )


def antipattern(pattern: Pattern, within: str) -> Guard:
    """
    The guard that a local antipattern is.
    """

    def guard(scene: Scene) -> bool:
        match = scene.match
        if within == "match":
            return touches(pattern, scene)
        found = search(pattern, scene.place, list(range(len(scene.tokens))))
        if within == "sentence":
            return bool(found)
        if within == "next":
            following = scene.following
            return bool(found) or (
                following is not None
                and bool(search(pattern, Place(following, first=False), list(range(len(following.tokens)))))
            )
        side, _, width = within.partition(" ")
        if side == "before":
            return any(
                _words(scene, other.end, match.start) <= int(width)
                for other in found
                if other.end <= match.start
            )
        return any(
            _words(scene, match.end, other.start) <= int(width) for other in found if other.start >= match.end
        )

    return guard


def _words(scene: Scene, start: int, end: int) -> int:
    return sum(token.kind != "punct" for token in scene.tokens[start:end])
