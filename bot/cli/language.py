"""
The language of the command line itself, needed before the settings are read: help texts are made at import.
"""

from __future__ import annotations

import os
from typing import Literal

LANGUAGE: Literal["ru", "en"] = "en" if os.environ.get("INTERFACE_LANGUAGE", "").strip() == "en" else "ru"


def say(ru: str, en: str) -> str:
    """
    Return the wording in the language of the command line.
    """
    return en if LANGUAGE == "en" else ru
