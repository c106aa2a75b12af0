"""
What answers are given from right now: one reference to the knowledge base, one to the encoder.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from faq.knowledge_base import KnowledgeBase
    from index.encoder import TokenEncoder


class EncoderState(StrEnum):
    """
    Whether meaning can be searched by yet.
    """

    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass
class Library:
    """
    References that are swapped whole: a reader takes each once per question and never sees one half-built.
    """

    base: KnowledgeBase | None = None
    encoder: TokenEncoder | None = None
    encoder_state: EncoderState = EncoderState.LOADING
