"""
Bytes to text: UTF-8 and UTF-16 by mark, the three old Russian code pages by the frequencies of their letters.

A code page is chosen by the mean log-probability that its reading gives to the bytes above 127, a unigram
model of Russian; a few words suffice, because reading one code page as another gives rare letters and marks.
UTF-8 with a few broken bytes scores far too low as any of them, and is therefore refused rather than garbled.
"""

from __future__ import annotations

import codecs
import math
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from knowledge.readers.source import Source

# Letters per thousand in running Russian text (after the Russian National Corpus, rounded).
_PER_MILLE = {
    "о": 110, "е": 85, "а": 80, "и": 74, "н": 67, "т": 63, "с": 55, "р": 47, "в": 45, "л": 44, "к": 35,
    "м": 32, "д": 30, "п": 28, "у": 26, "я": 20, "ы": 19, "ь": 17, "г": 17, "з": 16, "б": 16, "ч": 14,
    "й": 12, "х": 10, "ж": 9, "ш": 7, "ю": 6, "ц": 5, "щ": 4, "э": 3, "ф": 3, "ъ": 0.4, "ё": 3,
}  # fmt: skip
# Measured on titles and single words, plain and in capitals: 0.9 tells nearly all apart, 0.5 loses a tenth.
_CAPITAL = 0.9
_TYPOGRAPHY = dict.fromkeys("«»–—№…“”„’\u00a0", 4)
_STRANGE = 0.03
_CODE_PAGES = ("cp1251", "koi8-r", "cp866")
_NAMES = {"cp1251": "Windows-1251", "koi8-r": "KOI8-R", "cp866": "CP866"}
# Running Russian scores about -3, bytes at random below -5.
_PLAUSIBLE = -4.3
_SAMPLE = 256 * 1024
# Longer marks first: the UTF-32 mark starts with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", None),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_BESIDE_LATIN = re.compile(rb"[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")


class Decoded(NamedTuple):
    """
    A file's text and, when it is not UTF-8, the name of its encoding.
    """

    text: str
    encoding: str | None


class Undecodable(Exception):
    """
    The bytes at `line` form no letters in any encoding that is known here.
    """

    def __init__(self, line: int, code: str = "undecodable") -> None:
        self.line = line
        self.code = code
        super().__init__(code)


def decode(data: bytes) -> Decoded:
    """
    Decode a text file.

    Raises:
        Undecodable: with the line of the first byte that does not fit.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data, codec), name)
    zero = data.find(b"\0")
    if zero >= 0:
        raise Undecodable(data.count(b"\n", 0, zero) + 1, "not_text")
    try:
        return Decoded(data.decode(), None)
    except UnicodeDecodeError as failure:
        line = data.count(b"\n", 0, failure.start) + 1
    code_page = _guess(data[:_SAMPLE])
    if code_page is None:
        raise Undecodable(line)
    return Decoded(_strictly(data, code_page), _NAMES[code_page])


def text_of(source: Source) -> str | None:
    """
    Decode `source` with line ends made newlines; None when that failed, which is then in its report.
    """
    try:
        decoded = decode(source.data)
    except Undecodable as failure:
        source.report.add(failure.code, failure.line)
        return None
    if "\0" in decoded.text:
        source.report.add("not_text", decoded.text.count("\n", 0, decoded.text.index("\0")) + 1)
        return None
    if decoded.encoding:
        source.report.add("encoding", encoding=decoded.encoding)
    return decoded.text.replace("\r\n", "\n").replace("\r", "\n")


def _strictly(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as failure:
        raise Undecodable(data.count(b"\n", 0, failure.start) + 1) from failure


def _guess(data: bytes) -> str | None:
    runs = len(_HIGH_RUN.findall(data))
    if len(_BESIDE_LATIN.findall(data)) > 0.5 * runs:
        # Letters within Latin words: some western encoding, which would come out as «cafй».
        return None
    counts = Counter(byte for byte in data if byte > 0x7F)  # noqa: PLR2004 -- the end of ASCII
    total = counts.total()
    best = max(
        (sum(n * _WEIGHTS[page][byte] for byte, n in counts.items()) / total, page) for page in _CODE_PAGES
    )
    return best[1] if best[0] >= _PLAUSIBLE else None


def _weight(char: str) -> float:
    lower = char.lower()
    if lower in _PER_MILLE:
        share = _PER_MILLE[lower] * (1 if char == lower else _CAPITAL)
    else:
        share = _TYPOGRAPHY.get(char, _STRANGE)
    return math.log(share / 1000)


_WEIGHTS = {
    page: [_weight(bytes([byte]).decode(page, "replace")) for byte in range(256)] for page in _CODE_PAGES
}
