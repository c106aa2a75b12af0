"""
Old Russian encodings are recognised and read; what is no text is refused with its line.
"""

from __future__ import annotations

import pytest

TEXT = "Вопрос;Ответ\nСколько стоит доставка?;Доставка по городу стоит 300 рублей, за город — дороже.\n"


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("cp1251", "Windows-1251"),
        ("koi8-r", "KOI8-R"),
        ("cp866", "CP866"),
        ("utf-16", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_an_old_encoding_is_read_with_a_warning(read, codec, name):
    """
    The text comes out right, and the encoding is told.
    """
    reading = read("a.csv", TEXT.replace("—", "-").encode(codec))

    assert [item.entry.title for item in reading.entries] == ["Сколько стоит доставка?"]
    assert [("encoding", (("encoding", name),))] == [(p.code, p.details) for p in reading.problems]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig"])
def test_utf8_needs_no_warning(read, codec):
    """
    UTF-8 is read with and without its mark.
    """
    reading = read("a.csv", TEXT.encode(codec))

    assert (len(reading.entries), reading.problems) == (1, ())


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r", "cp866"])
@pytest.mark.parametrize(
    "phrase", ["Где заказ?", "ДОСТАВКА И ОПЛАТА", "Вопрос", "Возврат: 14 дней", "цена iPhone", "Ещё нет"]
)
def test_a_few_words_suffice(read, codec, phrase):
    """
    The code page is recognised in files of one short entry.
    """
    reading = read("a.yaml", f"id: a\ntitle: {phrase!r}\nbody: Да, конечно.\n".encode(codec))

    assert [phrase] == [item.entry.title for item in reading.entries]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        ("id: a\ntitle: Вопрос\nbody: Ответ\n".encode() + b"tags: [\xff\xfe]\n", "undecodable", 4),
        ("id: a\ntitle: Caffè città\nbody: naïve déjà vu\n".encode("latin-1"), "undecodable", 2),
        (b"id: a\n" + bytes(range(128, 256)) * 4, "undecodable", 2),
        (b"id: a\ntitle: b\0c\n", "not_text", 2),
        ("id: a\ntitle: b\0c\n".encode("utf-16"), "not_text", 2),
        (b"\xff\xfei\x00d\x00:", "undecodable", 1),
    ],
)
def test_what_is_no_text_is_refused(read, data, code, line):
    """
    The first line that cannot be read is named.
    """
    reading = read("a.yaml", data)

    assert ((), [(code, line)]) == (reading.entries, [(p.code, p.location.line) for p in reading.problems])
