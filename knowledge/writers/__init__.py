"""
Entries to files: what is written reads back equal.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from knowledge.errors import CannotExport
from knowledge.writers.lines import write_jsonl, write_yaml
from knowledge.writers.workbook import write_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from knowledge.models import Entry

_WRITERS: dict[str, Callable[[Sequence[Entry], Path], None]] = {
    ".jsonl": write_jsonl,
    ".yaml": write_yaml,
    ".yml": write_yaml,
    ".xlsx": write_xlsx,
}


def export(entries: Sequence[Entry], path: Path) -> None:
    """
    Write `entries` to `path` in the format of its suffix (.jsonl, .yaml or .xlsx), replacing it in one step.

    Raises:
        CannotExport: for another suffix, a text that a cell cannot hold, or a disk that refuses.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise CannotExport(path, f"формат «{path.suffix}» не пишется, подойдут {', '.join(_WRITERS)}.")
    aside = path.with_name(f".{path.name}.{os.getpid()}{path.suffix}")
    try:
        writer(entries, aside)
        aside.replace(path)
    except OSError as failure:
        raise CannotExport(path, f"{failure.strerror or failure}.") from failure
    except CannotExport as failure:
        raise CannotExport(path, failure.reason) from failure
    finally:
        aside.unlink(missing_ok=True)
