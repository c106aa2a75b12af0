"""
What was learnt from operators' picks, as a value: it travels with a version and is applied by `faq.lens`.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from faq.space import Space

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from index.arrays import Vectors

FORMAT: Final = 1
ENOUGH_LEFT: Final = 0.5
"""Share of the entries known from picks that must still exist for what was learnt to be kept."""

Arrays = dict[str, "NDArray[np.float32]"]


class LearnedDamaged(ValueError):
    """
    Stored bytes are not what `Learned.to_bytes` wrote.
    """


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """
    A ranking pulled away from the shipped one as far as picks prove.

    The score of a candidate is the fusion with `weights`, plus q·M·p, plus q·v: q is the question and p the
    entry, both in `space`; M is the `map`, and v the row of `own` of an entry that was picked.

    Args:
        encoder: Fingerprint of the encoder whose vectors it was learnt over.
        weights: Of the features, as `faq.fuse.fuse` takes them.
        space: Where map and rows live.
        map: (dimension, dimension).
        entries: Ids of the entries that were picked.
        own: (entries, dimension) their rows.

    """

    encoder: str
    weights: Mapping[str, float]
    space: Space
    map: Vectors
    entries: tuple[str, ...]
    own: Vectors

    @property
    def fingerprint(self) -> str:
        """
        Changes whenever a score could.
        """
        digest = hashlib.sha256(repr((FORMAT, self.encoder, self.entries, dict(self.weights))).encode())
        for rows in self._arrays().values():
            digest.update(np.ascontiguousarray(rows).tobytes())
        return digest.hexdigest()[:32]

    def kept_for(self, ids: Collection[str]) -> Learned | None:
        """
        Return what remains where the entries are `ids`; None where too few of those picked are left.
        """
        alive = [place for place, entry in enumerate(self.entries) if entry in ids]
        if len(alive) == len(self.entries):
            return self
        if len(alive) < ENOUGH_LEFT * len(self.entries):
            return None
        return replace(self, entries=tuple(self.entries[place] for place in alive), own=self.own[alive])

    def to_bytes(self) -> bytes:
        """
        Give the bytes that are stored: an uncompressed `.npz` without pickles.
        """
        target = io.BytesIO()
        np.savez(
            target,
            format=np.array(FORMAT),
            encoder=np.array(self.encoder),
            names=np.array(list(self.weights), np.str_),
            weights=np.array(list(self.weights.values()), np.float64),
            entries=np.array(self.entries, np.str_),
            questions=self.space.questions,
            titles=self.space.titles,
            bodies=self.space.bodies,
            matrix=self.space.matrix,
            map=self.map,
            own=self.own,
        )
        return target.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Learned:
        """
        Read what `to_bytes` gave.

        Raises:
            LearnedDamaged: it is something else, or of another format.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as stored:
                if int(stored["format"]) != FORMAT:
                    raise LearnedDamaged(f"format {int(stored['format'])}")
                space = Space(*(stored[name] for name in ("questions", "titles", "bodies", "matrix")))
                learned = cls(
                    encoder=str(stored["encoder"]),
                    weights=dict(zip(stored["names"].tolist(), stored["weights"].tolist(), strict=True)),
                    space=space,
                    map=stored["map"],
                    entries=tuple(stored["entries"].tolist()),
                    own=stored["own"],
                )
        except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile) as error:
            raise LearnedDamaged(str(error)) from error
        width = len(space.questions)
        if learned.map.shape != (width, width) or learned.own.shape != (len(learned.entries), width):
            raise LearnedDamaged("shapes do not fit together")
        if not all(np.isfinite(rows).all() for rows in learned._arrays().values()):
            raise LearnedDamaged("numbers are not finite")
        return learned

    def _arrays(self) -> Arrays:
        space = self.space
        return {
            "questions": space.questions,
            "titles": space.titles,
            "bodies": space.bodies,
            "matrix": space.matrix,
            "map": self.map,
            "own": self.own,
        }
