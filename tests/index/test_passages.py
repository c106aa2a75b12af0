"""
A document is encoded as its title, its variants, and its body in chunks that the encoder can take whole.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.documents import Document
from index.passages import CHUNK_CHARACTERS, MOST_CHUNKS, body_texts, chunks, head_texts


def test_a_short_body_is_one_passage_under_its_title() -> None:
    """
    Title and body go together, the title and each variant alone.
    """
    document = Document("a", "Возврат", ("вернуть",), "За 14 дней.")
    assert head_texts(document) == ["Возврат", "вернуть"]
    assert body_texts(document) == ["Возврат\nЗа 14 дней."]


def test_an_empty_body_leaves_the_title() -> None:
    """
    Every document has at least one passage for its full text.
    """
    assert body_texts(Document("a", "Возврат", (), " \n ")) == ["Возврат"]


def test_a_long_body_is_cut_between_sentences() -> None:
    """
    No chunk is longer than allowed, none ends within a sentence, nothing is lost.
    """
    body = " ".join(f"Это предложение номер {number} из длинного текста." for number in range(100))
    pieces = chunks(body)
    assert len(pieces) > 1
    assert all(len(piece) <= CHUNK_CHARACTERS and piece.endswith(".") for piece in pieces)
    assert body == " ".join(pieces)


@given(st.text(st.characters(codec=None), max_size=3000))
def test_any_body_is_covered_by_short_chunks(body: str) -> None:
    """
    Whatever the text looks like, its characters are all there, in order.
    """
    pieces = chunks(body)
    assert all(0 < len(piece) <= CHUNK_CHARACTERS for piece in pieces)
    assert "".join(body.split()) == "".join("".join(pieces).split())


def test_an_endless_body_has_a_bounded_number_of_chunks() -> None:
    """
    A body without an end costs no more than a long one.
    """
    assert len(chunks("я" * 10**6)) <= MOST_CHUNKS
    assert len(chunks("Да. " * 10**5)) <= MOST_CHUNKS + 1
