"""
Files are taken within limits, proven by their bytes, and come back in a way that no browser runs.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


async def sent(shop: Any, name: str, data: bytes) -> tuple[Any, Any]:
    """Upload a file and send it; returns the page and the response of its download."""
    page = await shop.visitor()
    uploaded = await (await page.upload(quote(name, safe=""), data)).json()
    await page.call("message", key="k1", files=[uploaded["id"]])
    download = await shop.client.get(
        f"/api/v1/chat/files/{uploaded['id']}", headers={"Authorization": f"Bearer {page.token}"}
    )
    return page, download


async def test_a_file_comes_back_to_be_saved(shop: Any) -> None:
    """Bytes as they were, an attachment under its own name, and nothing for a browser to run."""
    _, download = await sent(shop, "чек 1.png", PNG)

    assert await download.read() == PNG
    assert download.headers["Content-Disposition"] == (
        "attachment; filename=\"file.png\"; filename*=UTF-8''%D1%87%D0%B5%D0%BA%201.png"
    )
    assert download.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in download.headers["Content-Security-Policy"]
    assert download.headers["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    "name",
    [
        'a"; filename="evil.html.png',
        "a\r\nSet-Cookie: x=1.png",
        "../../etc/passwd.png",
        "\u202egnp.exe.png",
        ".png",
    ],
)
async def test_a_name_breaks_out_of_no_header(shop: Any, name: str) -> None:
    """Whatever a file is called, the header has one name and no further line."""
    _, download = await sent(shop, name, PNG)
    disposition = download.headers["Content-Disposition"]

    assert download.status == 200
    assert disposition.startswith("attachment; filename=\"file.png\"; filename*=UTF-8''")
    assert disposition.isascii()
    assert disposition.count('"') == 2
    assert "Set-Cookie" not in download.headers


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("big.png", PNG + b"0" * 70_000, 413),
        ("empty.txt", b"", 413),
        ("x.svg", b"<svg onload=alert(1)></svg>", 415),
        ("x.html", b"<html><script>", 415),
        ("x.png", b"MZ\x90\x00\xff\xff", 415),
        ("x.exe", PNG, 415),
    ],
)
async def test_other_files_are_refused(shop: Any, name: str, data: bytes, status: int) -> None:
    """Too large, empty, of no allowed type, or not what the name says."""
    page = await shop.visitor(connected=False)

    assert (await page.upload(name, data)).status == status


async def test_a_form_of_another_site_uploads_nothing(shop: Any) -> None:
    """Only a type that no form can send is taken."""
    page = await shop.visitor(connected=False)
    response = await shop.client.post(
        "/api/v1/chat/files/a.txt",
        data=b"x",
        headers={"Authorization": f"Bearer {page.token}", "Content-Type": "text/plain"},
    )

    assert response.status == 415


async def test_a_file_is_its_customers_alone(shop: Any) -> None:
    """Another customer who knows its id gets nothing; nor does one without a session."""
    page, download = await sent(shop, "a.png", PNG)
    stranger = await shop.visitor(connected=False)
    address = download.url.path
    others = await shop.client.get(address, headers={"Authorization": f"Bearer {stranger.token}"})
    nobody = await shop.client.get(address)

    assert (others.status, nobody.status) == (404, 401)
    assert page.token not in address
