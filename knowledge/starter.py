"""
The starter content that comes with the program, for a company to make its own.
"""

from __future__ import annotations

from pathlib import Path

from knowledge.errors import UnknownStarter

_ROOT = Path(__file__).resolve().parent / "starter"


def starter_languages() -> tuple[str, ...]:
    """
    Return the languages in which there is starter content.
    """
    return tuple(sorted(path.name for path in _ROOT.glob("[a-z][a-z]") if path.is_dir()))


def starter_folder(language: str = "ru") -> Path:
    """
    Return the folder of the starter content in `language`.

    Raises:
        UnknownStarter: when there is none.
    """
    if language not in starter_languages():
        raise UnknownStarter(language, starter_languages())
    return _ROOT / language


def golden_file(language: str = "ru") -> Path:
    """
    Return the control questions of the starter content in `language`: lines `{"text", "entries"}`.

    Raises:
        UnknownStarter: when there is none.
    """
    starter_folder(language)
    return _ROOT / "golden" / f"{language}.jsonl"
