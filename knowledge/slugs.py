"""
Stable identifiers made from titles.
"""

from __future__ import annotations

import re
import unicodedata

# Close to ICAO 9303, the table of Russian passports; ь and ъ are dropped for readability.
_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i",
        "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
        "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y",
        "ь": "", "э": "e", "ю": "iu", "я": "ia",
    }
)  # fmt: skip
_OTHER = re.compile(r"[^a-z0-9]+")
_LONGEST = 80


def slug(text: str) -> str:
    """
    Transliterate `text` into a slug of at most 80 characters; «entry» when nothing of it remains.
    """
    latin = unicodedata.normalize("NFKD", text.casefold().translate(_LATIN))
    words = _OTHER.sub("-", latin.casefold().encode("ascii", "ignore").decode()).strip("-")
    if len(words) > _LONGEST:
        words = words[: _LONGEST + 1].rpartition("-")[0] or words[:_LONGEST]
    return words.strip("-") or "entry"


def unique(base: str, taken: set[str]) -> str:
    """
    Return `base`, or `base` with the first free number, and mark it taken.
    """
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name)
    return name
