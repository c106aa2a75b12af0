"""
The HTML pages: templates and the files they name, read once at start.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from bot.web.assets import Assets
from bot.web.texts import TRANSLATORS

if TYPE_CHECKING:
    from bot.domain.person import Person

HERE = Path(__file__).parent


class Pages:
    """
    Renders the templates of a folder; `load` must have run before.
    """

    def __init__(
        self,
        *,
        language: str,
        version: str,
        zone: dt.tzinfo = dt.UTC,
        templates: Path = HERE / "templates",
        static: Path = HERE / "static",
    ) -> None:
        self._language = language
        self._version = version
        self._zone = str(zone)
        self._static = static
        self.assets = Assets(digest="", files={})
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(templates),
            autoescape=True,
            auto_reload=False,  # a template is read and compiled once, never on the event loop
            undefined=jinja2.StrictUndefined,
        )
        # ISO order: the one that reads the same in both languages, and sorts.
        self._environment.filters["moment"] = lambda at: at.astimezone(zone).strftime("%Y-%m-%d %H:%M")

    def load(self) -> None:
        """
        Read every file and compile every template.
        """
        self.assets = Assets.load(self._static)
        for name in self._environment.list_templates():
            self._environment.get_template(name)

    def render(
        self, template: str, *, person: Person | None, language: str | None = None, **values: object
    ) -> str:
        """
        Render a template with what every page has, and `values`; in another `language` if one is given.
        """
        language = language or self._language
        return self._environment.get_template(template).render(
            language=language,
            t=TRANSLATORS[language],
            static=self.assets.url,
            person=person,
            version=self._version,
            zone=self._zone,
            **values,
        )
