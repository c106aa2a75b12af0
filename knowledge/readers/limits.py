"""
How much a folder of files that nobody has vetted may cost.
"""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """
    Sizes in bytes, and numbers of things.

    `ratio` is unpacked to packed size of an Office file, looked at above 1 MiB unpacked. `values` bounds
    the values of one YAML file with aliases counted as often as they are used, `tags` the
    opening and closing tags within an Office file.
    """

    file_bytes: int = 32 * _MIB
    total_bytes: int = 256 * _MIB
    files: int = 20_000
    folder_depth: int = 16
    entries: int = 100_000
    problems_per_file: int = 200
    nesting: int = 32
    values: int = 1_000_000
    unpacked_bytes: int = 64 * _MIB
    tags: int = 3_000_000
    ratio: int = 200
    parts: int = 2_000
    columns: int = 100
    cells: int = 2_000_000
    rows: int = 200_000


DEFAULT_LIMITS = Limits()
