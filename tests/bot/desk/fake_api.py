"""
A fake of the wire: serves the desk's real pages and a scripted `/api/v1` that can be slow, wrong or gone.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.domain.person import Person, Role
from knowledge.speech.context import CheckContext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.web.pages import Pages
    from knowledge.speech.checker import SpeechChecker

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def entry(
    id_: str, title: str, *, kind: str = "script", speakable: str | None = None, **fields: Any
) -> dict[str, Any]:
    """
    An entry as `/api/v1/entries/{id}` returns it, with the fields that a test does not care about.
    """
    return {
        "id": id_,
        "kind": kind,
        "title": title,
        "html": f"<p>{speakable or title}</p>",
        "speakable": speakable,
        "variants": [],
        "ask_first": [],
        "follow_ups": [],
        "legal_basis": [],
        "audience": "customer",
        "status": "approved",
        "language": "ru",
        "valid_from": None,
        "valid_until": None,
        "owner": "Отдел продаж",
        "tags": [],
        "source": "scripts/delivery.yaml:14:5",
        "sample": False,
        **fields,
    }


def candidate(of: Mapping[str, Any], confidence: float = 0.5, marked: str = "") -> dict[str, Any]:
    """
    The candidate that shows an entry, with the words that begin with `marked` marked.
    """
    text = of["speakable"] or of["title"]
    marks = (
        [list(found.span()) for found in re.finditer(rf"{marked}\w*", text, re.IGNORECASE)] if marked else []
    )
    return {
        "entry": of["id"],
        "kind": of["kind"],
        "title": of["title"],
        "excerpt": {"text": text, "marks": marks},
        "speakable": of["speakable"],
        "source": of["source"],
        "audience": of["audience"],
        "confidence": confidence,
    }


def answer(
    candidates: Sequence[Mapping[str, Any]], *, answered: bool = True, **fields: Any
) -> dict[str, Any]:
    """
    An Answer around the given candidates.
    """
    best = candidates[0] if candidates else None
    return {
        "kb_version": 12,
        "answered": answered and best is not None,
        "confidence": best["confidence"] if best else 0.0,
        "rung": best["kind"] if best else None,
        "answer": None,
        "candidates": list(candidates),
        "ask_first": [],
        "words_only": False,
        **fields,
    }


@dataclass
class FakeApi:
    """
    The scripted server.

    `answers` maps (mode, question) or mode alone to the Answer to give; `delays` likewise to seconds;
    `failures` maps "ask", "entry", "health", "pick", "check" or "decide" to the status to fail with, and
    `codes` likewise to the code that the problem names. Drafts are checked by `checker`, unless `reports`
    has a report for the text.
    """

    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[Any, dict[str, Any]] = field(default_factory=dict)
    delays: dict[Any, float] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    checker: SpeechChecker | None = None
    reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    modules: list[dict[str, Any]] = field(default_factory=list)
    checked: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    encoder: str = "ready"
    asked: list[tuple[str, str]] = field(default_factory=list)
    picks: list[tuple[str, str | None, str]] = field(default_factory=list)
    url: str = ""
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def application(self, pages: Pages) -> web.Application:
        """
        The aiohttp application to serve.
        """
        app = web.Application()
        person = Person(id="p1", name="Анна Смирнова", role=Role.OPERATOR)
        app.add_routes(
            [
                web.get("/desk", self._page(pages, "desk.html", person)),
                web.get("/login", self._page(pages, "login.html", None)),
                web.get(
                    "/error",
                    self._page(
                        pages,
                        "error.html",
                        person,
                        heading=None,
                        message="Нет такой страницы.",
                        reference="r1",
                    ),
                ),
                web.get("/favicon.ico", _nothing),
                web.post("/api/v1/ask", self._ask),
                web.get("/api/v1/entries/{id}", self._entry),
                web.get("/api/v1/health", self._health),
                web.post("/api/v1/questions/{id}/pick", self._pick),
                web.post("/api/v1/drafts/check", self._check),
                web.post("/api/v1/drafts/{id}/decisions", self._decide),
                web.post("/logout", _logged_out),
                web.get(pages.assets.url("{name}"), self._asset(pages)),
            ]
        )
        app.on_response_prepare.append(_secure)
        return app

    def _page(self, pages: Pages, name: str, person: Any, **values: object) -> Any:
        async def handler(_: web.Request) -> web.Response:
            text = pages.render(name, person=person, **values)
            return web.Response(text=text, content_type="text/html")

        return handler

    def _asset(self, pages: Pages) -> Any:
        async def handler(request: web.Request) -> web.Response:
            asset = pages.assets.files[request.match_info["name"]]
            return web.Response(body=asset.body, headers={"Content-Type": asset.content_type})

        return handler

    async def _ask(self, request: web.Request) -> web.Response:
        body = await request.json()
        mode, question = body["mode"], body["question"]
        self.asked.append((mode, question))
        await asyncio.sleep(self.delays.get((mode, question), self.delays.get(mode, 0.0)))
        self._fail("ask")
        found = self.answers.get((mode, question), self.answers.get(mode, answer([], answered=False)))
        number = f"q{next(self._numbers)}" if mode == "full" else None
        return web.json_response({"question": question, "question_id": number, **found})

    async def _entry(self, request: web.Request) -> web.Response:
        await asyncio.sleep(self.delays.get("entry", 0.0))
        self._fail("entry")
        found = self.entries.get(request.match_info["id"])
        if found is None:
            raise web.HTTPNotFound
        return web.json_response(found)

    async def _health(self, _: web.Request) -> web.Response:
        self._fail("health")
        return web.json_response({"status": "ok", "encoder": self.encoder, "kb_version": 12})

    async def _pick(self, request: web.Request) -> web.Response:
        self._fail("pick")
        body = await request.json()
        self.picks.append((request.match_info["id"], body["entry"], body["how"]))
        return web.Response(status=204)

    async def _check(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.checked.append(body)
        text = body["text"]
        await asyncio.sleep(self.delays.get(("check", text), self.delays.get("check", 0.0)))
        self._fail("check")
        report = self.reports.get(text)
        if report is None:
            assert self.checker is not None
            context = CheckContext(
                sla=body.get("sla"),
                client_name=body.get("client_name"),
                customer_texts=tuple(body.get("customer_texts", ())),
            )
            checked = await asyncio.to_thread(self.checker.check, text, context)
            report = checked.model_dump(mode="json")
        modules = self.modules if body["settled"] else []
        return web.json_response({**report, "modules": modules, "meaning": body["settled"]})

    async def _decide(self, request: web.Request) -> web.Response:
        self._fail("decide")
        self.decisions.append((request.match_info["id"], await request.json()))
        return web.Response(status=204)

    def _fail(self, name: str) -> None:
        status = self.failures.get(name)
        if status is not None:
            raise _Failure(status, self.codes.get(name, ""))


class _Failure(web.HTTPException):
    """
    A failure with the status that the test asked for.
    """

    def __init__(self, status: int, code: str) -> None:
        self.status_code = status
        super().__init__(
            headers={"Retry-After": "1"} if status == 429 else None,
            text=json.dumps({"status": status, "code": code}),
            content_type="application/problem+json",
        )


async def _logged_out(_: web.Request) -> web.Response:
    raise web.HTTPSeeOther("/login")


async def _nothing(_: web.Request) -> web.Response:
    return web.Response(status=204)


async def _secure(_: web.Request, response: web.StreamResponse) -> None:
    response.headers["Content-Security-Policy"] = CSP
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-cache"
