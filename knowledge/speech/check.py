"""
Try rule files from the command line: `python -m knowledge.speech.check FILE…`; see docs/speech-rules.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.speech.context import NOTHING_KNOWN
from knowledge.speech.detect import Detector
from knowledge.speech.edits import apply
from knowledge.speech.errors import RuleFileError
from knowledge.speech.examples import check_examples, check_guards, check_together, lexicon_of, objections
from knowledge.speech.load import read_all
from knowledge.speech.models import RuleFile
from knowledge.speech.policy import shipped_files
from knowledge.speech.segment import read
from knowledge.speech.verify import Mending

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.speech.load import LoadedRule


def trial(paths: Sequence[Path], *, together: bool) -> list[LoadedRule]:
    """
    Load rule files, run their examples and drop each guard in turn.

    With `together`, every fixed text is also looked at with all the rules.

    Raises:
        RuleFileError: with every mistake that was found.
    """
    loaded = read_all(paths)
    lexicon = lexicon_of(rule.compiled for rule in loaded)
    mistakes = [*check_examples(loaded, lexicon), *check_guards(loaded, lexicon)]
    if together:
        mistakes += check_together(loaded)
    if mistakes:
        raise RuleFileError(mistakes)
    return loaded


def explain(loaded: Sequence[LoadedRule], text: str) -> Iterator[str]:
    """
    What the rules see in `text`: findings with their fixes, and what was forgiven, and why.
    """
    detector = Detector([rule.compiled for rule in loaded])
    detection = detector.detect(text)
    mending = Mending(detector, detection, NOTHING_KNOWN)
    for hit in detection.hits:
        yield f"{hit.rule.id} {hit.rule.severity}: «{text[hit.start : hit.end]}»"
        accepted = mending.accepted(hit)
        for proposal in accepted:
            yield f"    {proposal.kind}: {apply(text, proposal.edits)}"
        if not accepted:
            yield f"    {objections(mending, hit)}"
    for hit in detection.suppressed:
        yield f"{hit.rule.id} подавлено ({hit.by}): «{text[hit.start : hit.end]}»"
    if not detection.hits and not detection.suppressed:
        yield "ничего не найдено"


def describe(text: str) -> Iterator[str]:
    """
    How the checker reads each word of `text`.
    """
    for sentence in read(text).sentences:
        for token, light in zip(sentence.tokens, sentence.light, strict=True):
            ways = "; ".join(
                f"{reading.lemma}.{'.'.join(sorted(reading.grammemes))}" for reading in token.word.readings
            )
            yield f"{token.raw}\t{token.kind}{' (лёгкое)' if light else ''}\t{ways}"


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command line; returns the exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m knowledge.speech.check", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--all", action="store_true", help="every shipped file together")
    parser.add_argument("--explain", metavar="TEXT")
    parser.add_argument("--words", metavar="TEXT")
    parser.add_argument("--schema", action="store_true")
    options = parser.parse_args(arguments)
    if options.schema:
        _print([json.dumps(RuleFile.model_json_schema(), ensure_ascii=False, indent=2)])
        return 0
    if options.words is not None:
        _print(describe(options.words))
        return 0
    paths = shipped_files() if options.all else options.files
    if not paths:
        parser.error("назовите файл правил или --all")
    try:
        if options.explain is not None:
            _print(explain(read_all(paths), options.explain))
            return 0
        loaded = trial(paths, together=options.all)
    except RuleFileError as error:
        _print([*map(str, error.mistakes), f"ошибок: {len(error.mistakes)}"])
        return 1
    _print([f"правил: {len(loaded)}, все примеры верны, каждая проверка нужна"])
    return 0


def _print(lines: Iterator[str] | Sequence[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
