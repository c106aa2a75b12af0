"""
A version's listing: which content stands where, in a few bytes an entry.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from knowledge.models import Sourced


class Place(NamedTuple):
    """
    Where an entry was read from; `file` is a position in the listing's files.
    """

    file: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Packed:
    """
    Entries made ready for storing: everything slow is done before the transaction begins.

    `hashes`, `texts`, `ids` and `places` have one item for each entry, in order.
    """

    ids: tuple[str, ...]
    hashes: tuple[str, ...]
    texts: tuple[str, ...]
    files: tuple[str, ...]
    places: tuple[Place, ...]
    fingerprint: str

    def listing(self, content_ids: Mapping[str, int]) -> bytes:
        """
        Build the listing, given the content id of every hash.
        """
        rows = [(content_ids[digest], *place) for digest, place in zip(self.hashes, self.places, strict=True)]
        text = json.dumps({"files": self.files, "rows": rows}, ensure_ascii=False, separators=(",", ":"))
        return zlib.compress(text.encode(), level=1)


@dataclass(frozen=True, slots=True)
class Listing:
    """
    A listing read back: pairs of a content id and the place it was read from.
    """

    files: tuple[str, ...]
    rows: tuple[tuple[int, Place], ...]


def pack(entries: Sequence[Sourced]) -> Packed:
    """
    Serialise and hash `entries`. Two entries with equal fields have equal hashes, wherever they stand.
    """
    texts = tuple(item.entry.model_dump_json() for item in entries)
    hashes = tuple(hashlib.sha256(text.encode()).hexdigest() for text in texts)
    files = {name: at for at, name in enumerate(dict.fromkeys(item.source.file for item in entries))}
    return Packed(
        ids=tuple(item.entry.id for item in entries),
        hashes=hashes,
        texts=texts,
        files=tuple(files),
        places=tuple(
            Place(files[item.source.file], item.source.line, item.source.column) for item in entries
        ),
        fingerprint=hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest(),
    )


def unpack(listing: bytes) -> Listing:
    """
    Read what `Packed.listing` has built.

    Raises:
        ValueError: if it is damaged.
    """
    try:
        fields = json.loads(zlib.decompress(listing))
        return Listing(
            tuple(fields["files"]), tuple((content, Place(*place)) for content, *place in fields["rows"])
        )
    except (zlib.error, KeyError, TypeError) as error:
        raise ValueError(f"damaged listing: {error}") from error
