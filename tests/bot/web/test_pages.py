"""
Pages arrive whole: every file they name is there, cached for ever under its hash, and nothing else is served.
"""

import re

import pytest

from bot.domain.person import Person, Role
from bot.web.assets import Assets
from bot.web.pages import Pages


async def test_the_root_leads_to_the_desk(desk) -> None:
    """Nobody has to remember a path."""
    client = await desk.start()
    response = await client.get("/", allow_redirects=False)

    assert (response.status, response.headers["Location"]) == (302, "/desk")


async def test_every_file_of_the_desk_is_there(desk) -> None:
    """Styles, scripts, icon, and each module that a script imports: right type, cacheable for ever."""
    client = await desk.start(program_version="9.8.7")
    page = await (await client.get("/desk", headers=await desk.bearer())).text()
    addresses = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    seen: dict[str, str] = {}
    while addresses - seen.keys():
        address = min(addresses - seen.keys())
        response = await client.get(address)
        assert (response.status, address) == (200, address)
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        seen[address] = response.content_type
        if address.endswith(".js"):
            base = address.rsplit("/", 1)[0]
            addresses |= {
                f"{base}/{name}" for name in re.findall(r'from "\./([^"]+)"', await response.text())
            }

    assert "9.8.7" in page
    assert {kind for address, kind in seen.items() if address.endswith(".js")} == {"text/javascript"}
    assert {kind for address, kind in seen.items() if address.endswith(".css")} == {"text/css"}


async def test_the_desk_loads_nothing_from_outside(desk) -> None:
    """No inline script or style, no address of another host: the policy would block them."""
    client = await desk.start()
    page = await (await client.get("/desk", headers=await desk.bearer())).text()

    assert re.findall(r'(?:src|href|action)="(?!/)[^"]*"', page) == []
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", page) == []
    assert "<style" not in page
    assert re.findall(r"\son\w+=", page) == []


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/desk.js",
        "/static/0000000000000000/desk.js",
        "/static/{digest}/",
        "/static/{digest}/nothing.js",
        "/static/{digest}/../app.py",
        "/static/{digest}/..%2fapp.py",
        "/static/{digest}/%2e%2e/%2e%2e/app.py",
        "/static/{digest}//etc/passwd",
    ],
)
async def test_nothing_else_is_served(desk, path: str) -> None:
    """No listing, no other state's files, no way out of the folder."""
    client = await desk.start()
    page = await (await client.get("/login")).text()
    digest = re.search(r"/static/([0-9a-f]{16})/", page)
    assert digest is not None
    response = await client.get(path.format(digest=digest[1]))

    assert response.status == 404


async def test_the_icon_is_where_browsers_look(desk) -> None:
    """A browser that asks for /favicon.ico gets the icon."""
    client = await desk.start()
    response = await client.get("/favicon.ico")

    assert (response.status, response.content_type) == (200, "image/svg+xml")


async def test_an_unknown_page_says_so_kindly(desk) -> None:
    """A person gets a page in Russian with the request's number, a program gets a problem."""
    client = await desk.start()
    page = await client.get("/nothing")
    problem = await client.get("/api/v1/nothing")
    text = await page.text()

    assert (page.status, page.content_type) == (404, "text/html")
    assert "Такой страницы нет" in text
    assert page.headers["X-Request-ID"] in text
    assert (problem.status, problem.content_type) == (404, "application/problem+json")


async def test_a_wrong_method_names_the_right_ones(desk) -> None:
    """405 with what is allowed."""
    client = await desk.start()
    response = await client.get("/api/v1/ask")

    assert (response.status, response.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("template", ["desk.html", "login.html", "error.html"])
def test_every_template_has_its_sentences(language: str, template: str) -> None:
    """No key shows through where a sentence belongs, in either language."""
    pages = Pages(language=language, version="1")
    pages.load()
    html = pages.render(
        template,
        person=Person(id="p", name="Анна", role=Role.ADMIN),
        heading=None,
        message="Сообщение",
        reference="0f",
    )
    text = re.sub(r"<script.*?</script>|<[^>]+>", " ", html, flags=re.DOTALL)

    assert f'<html lang="{language}">' in html
    assert (
        re.findall(r"\b(?:app|desk|login|error|key|keys|role|field|card|none|start|theme)\.[a-z_.]+", text)
        == []
    )


def test_the_hash_changes_with_any_file(tmp_path) -> None:
    """One changed byte, or a renamed file, is another address for all of them."""
    digests = []
    for name, content in (("a.js", "1"), ("a.js", "2"), ("b.js", "2")):
        for old in tmp_path.iterdir():
            old.unlink()
        (tmp_path / name).write_text(content)
        digests.append(Assets.load(tmp_path).digest)

    assert len(set(digests)) == 3


def test_files_of_unknown_types_are_not_served(tmp_path) -> None:
    """What has strayed into the folder stays there."""
    for name in ("a.js", "notes.md", "b.js.map", ".env"):
        (tmp_path / name).write_text("x")

    assert list(Assets.load(tmp_path).files) == ["a.js"]
