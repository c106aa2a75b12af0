"""
Which keys lie side by side, on the Russian and on the English layout.
"""

from __future__ import annotations

_ROWS = (
    ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
    ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
)


def _neighbours() -> dict[str, frozenset[str]]:
    """
    By letter, the letters whose keys touch its key; each row is half a key to the right of the one above.
    """
    found: dict[str, set[str]] = {}
    for rows in _ROWS:
        for level, row in enumerate(rows):
            for at, letter in enumerate(row):
                beside = [row[other] for other in (at - 1, at + 1) if 0 <= other < len(row)]
                if level + 1 < len(rows):
                    below = rows[level + 1]
                    beside += [below[other] for other in (at - 1, at) if 0 <= other < len(below)]
                for other_letter in beside:
                    found.setdefault(letter, set()).add(other_letter)
                    found.setdefault(other_letter, set()).add(letter)
    return {letter: frozenset(near) for letter, near in found.items()}


NEIGHBOURS = _neighbours()
"""Letters by letter, small ones; ё, which stands in the corner, is read as е."""
