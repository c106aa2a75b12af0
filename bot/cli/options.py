"""
Options that several commands share.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.language import say

Json = Annotated[bool, typer.Option("--json", help=say("Вывести JSON", "Print JSON"))]
Content = Annotated[
    Path,
    typer.Argument(
        help=say("Папка или файл с материалами", "Folder or file with content"), show_default=False
    ),
]
Author = Annotated[
    str | None, typer.Option(help=say("Имя автора изменения", "Name of the author of the change"))
]
Note = Annotated[str, typer.Option(help=say("Что и зачем изменено", "What was changed and why"))]
