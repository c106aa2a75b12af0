"""
The starter kit answers the control questions: the figure the product promises, by the real model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bench.retrieval import read_golden, recall
from faq.answering import Request, answer
from faq.shelf import Shelf
from index.embedding_cache import EmbeddingCache
from knowledge.models import Audience
from knowledge.readers import read_folder
from knowledge.starter import golden_file, starter_folder

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from index.encoder import OnnxEncoder


def test_right_entry_is_among_the_first_three(
    encoder: OnnxEncoder, models_dir: Path, tmp_path: Path, today: dt.date
):
    """
    For at least 95 of 100 control questions the right entry is among the first three candidates.
    """
    # Embeddings are kept beside the model, so that only the first run on a machine takes a minute.
    shelf = Shelf(tmp_path, EmbeddingCache(models_dir.parent / "test-embeddings.db"))
    base = shelf.open(read_folder(starter_folder()).entries, encoder)
    questions = read_golden(golden_file())

    found = {
        one.id: [
            candidate.entry
            for candidate in answer(
                base, Request(one.text, Audience.OPERATOR, today, threshold=0.5, top=10), encoder
            ).candidates
        ]
        for one in questions
    }

    result = recall(questions, found)
    assert result.questions >= 150
    assert result.at[3] >= 0.95, [one.text for one in questions if one.id in result.missed]
