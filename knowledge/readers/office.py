"""
What every Office file has to pass before a library opens it: it is an archive of XML from someone unknown.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.readers.limits import Limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MIB = 1024 * 1024
_CHUNK = 256 * 1024
_XML = (".xml", ".rels", ".vml")
_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{1,40})["']""")
_PLAIN_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_READABLE_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


class OfficeRefused(Exception):
    """
    The file is not opened, for the reason `code`.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def examine(data: bytes, limits: Limits) -> dict[str, bytes]:
    """
    Unpack the XML parts of an Office file within `limits` and look into each before any parser does.

    Returns:
        The XML parts by name.

    Raises:
        OfficeRefused: for a damaged or encrypted archive, a bomb, macros, or XML with a DTD.
    """
    if data.startswith(_OLE):
        raise OfficeRefused("old_office")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _check_directory(infos, len(data), limits)
            return _unpack(archive, infos, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as failure:
        raise OfficeRefused("office_broken") from failure
    except (NotImplementedError, RuntimeError, ValueError, UnicodeError, IndexError) as failure:
        # zipfile's words for encrypted parts, unknown methods and nonsense in the directory.
        raise OfficeRefused("office_broken") from failure


def _check_directory(infos: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    unpacked = sum(info.file_size for info in infos)
    if unpacked > limits.unpacked_bytes or len(infos) > limits.parts:
        raise OfficeRefused("zip_bomb")
    if unpacked > _MIB and unpacked > limits.ratio * packed:
        raise OfficeRefused("zip_bomb")
    names = [info.filename for info in infos]
    if len(set(names)) != len(names):
        # The checks could see one part and the library another.
        raise OfficeRefused("office_broken")
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise OfficeRefused("macros")
    if any(info.flag_bits & 1 for info in infos):
        raise OfficeRefused("old_office")
    if any(info.compress_type not in _READABLE_METHODS for info in infos):
        raise OfficeRefused("office_broken")


def _unpack(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], limits: Limits) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left, tags = limits.unpacked_bytes, 0
    for info in infos:
        if not info.filename.casefold().endswith(_XML):
            continue
        pieces = []
        with archive.open(info) as part:
            while piece := part.read(_CHUNK):
                left -= len(piece)
                if left < 0:
                    # The directory may lie about the sizes.
                    raise OfficeRefused("zip_bomb")
                pieces.append(piece)
        content = b"".join(pieces)
        _check_xml(content)
        tags += content.count(b"<")
        if tags > limits.tags:
            # Each takes a library microseconds and hundreds of bytes.
            raise OfficeRefused("zip_bomb")
        if info.filename.endswith("[Content_Types].xml") and b"macroEnabled" in content:
            raise OfficeRefused("macros")
        parts[info.filename] = content
    return parts


def _check_xml(content: bytes) -> None:
    """
    Refuse a DTD, the root of all XML bombs, and the encodings in which one could hide.
    """
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in content[:4]:
        raise OfficeRefused("xml_doctype")
    declared = _ENCODING.search(content[:400])
    if declared and declared.group(1).lower() not in _PLAIN_ENCODINGS:
        raise OfficeRefused("xml_doctype")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise OfficeRefused("xml_doctype")
