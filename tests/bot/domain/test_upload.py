"""
Only harmless files are taken, by their bytes, under harmless names.
"""

from __future__ import annotations

import pytest

from bot.conversation_errors import AttachmentRefused, AttachmentTooLarge
from bot.domain.upload import LONGEST_NAME, checked_upload

PNG = b"\x89PNG\r\n\x1a\n...."


@pytest.mark.parametrize(
    ("name", "data", "media"),
    [
        ("чек.png", PNG, "image/png"),
        ("a.JPEG", b"\xff\xd8\xff\xe0..", "image/jpeg"),
        ("a.gif", b"GIF89a..", "image/gif"),
        ("a.webp", b"RIFF....WEBP", "image/webp"),
        ("a.pdf", b"%PDF-1.7", "application/pdf"),
        ("a.txt", "Заказ №5".encode(), "text/plain"),
        ("a.ogg", b"OggS....", "audio/ogg"),
        ("a.mp4", b"\0\0\0\x18ftypmp42", "video/mp4"),
    ],
)
def test_allowed_types(name: str, data: bytes, media: str) -> None:
    """
    Pictures, PDF, plain text, voice and video.
    """
    assert checked_upload(name, data, limit=1000)[1] == media


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.svg", b"<svg onload=alert(1)>"),
        ("a.html", b"<!doctype html>"),
        ("a.txt", b" \n<script>alert(1)</script>"),
        ("a.txt", b"\xef\xbb\xbf<html>"),
        ("a.exe", b"MZ\x90\0"),
        ("a.zip", b"PK\x03\x04"),
        ("a.html", PNG),
        ("a.png", b"%PDF-1.7"),
        ("a.png.exe", PNG),
    ],
)
def test_what_is_refused(name: str, data: bytes) -> None:
    """
    Anything a browser would run, anything unknown, anything that is not what it is called.
    """
    with pytest.raises(AttachmentRefused):
        checked_upload(name, data, limit=1000)


@pytest.mark.parametrize("size", [0, 1001])
def test_sizes(size: int) -> None:
    """
    Nothing is no file, and there is a limit.
    """
    with pytest.raises(AttachmentTooLarge):
        checked_upload("a.txt", b"a" * size, limit=1000)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.png", "etc_passwd.png"),
        ("a\r\nSet-Cookie: x=1.png", "a__Set-Cookie_ x=1.png"),
        ('a".png', "a_.png"),
        ("a\u202egnp.png", "a_gnp.png"),
        ("", "file.png"),
        (".png", "png.png"),
        ("чек", "чек.png"),
        ("\u200b.png", "png.png"),
        ("a\ud800.png", "a_.png"),
    ],
)
def test_names_are_harmless(name: str, safe: str) -> None:
    """
    No path, no header, no turned direction, and always an ending.
    """
    assert checked_upload(name, PNG, limit=1000)[0] == safe


def test_a_long_name_is_cut_before_its_ending() -> None:
    """
    What remains is still a picture.
    """
    name = checked_upload("я" * 500 + ".png", PNG, limit=1000)[0]

    assert len(name) == LONGEST_NAME
    assert name.endswith(".png")
