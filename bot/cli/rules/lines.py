"""
What `copilot rules` found, as lines for a terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.check import SEVERITIES
from bot.cli.language import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.speech.coverage import Coverage
    from knowledge.speech.explain import ExplainedMatch, Explanation, ReadWord, TriedFix


def explained(explanation: Explanation) -> Iterator[str]:
    """
    The lines of `copilot rules explain`.
    """
    yield say("Слова", "Words")
    yield from (f"  {line}" for line in read_lines(explanation.words))
    yield ""
    yield say("Совпадения", "Matches")
    if not explanation.matches:
        yield say("  ничего не найдено", "  nothing was found")
    for match in explanation.matches:
        yield from _match(match)
    if explanation.unmatched:
        yield ""
        yield say("Не совпало", "Not matched")
    for one in explanation.unmatched:
        yield f"  {one.pattern}"
        yield f"      {one.reason}"


def read_lines(words: Iterable[ReadWord]) -> Iterator[str]:
    """
    A line for each word: as it stands, what it was taken for, how it may be read.
    """
    for word in words:
        notes = [word.kind]
        if word.light:
            notes.append(say("лёгкое", "light"))
        if word.known_as:
            notes.append(say(f"опечатка: «{word.known_as}»", f"misspelt: {word.known_as!r}"))
        yield f"{word.text}\t{', '.join(notes)}\t{'; '.join(word.readings)}".rstrip()


def _match(match: ExplainedMatch) -> Iterator[str]:
    yield (
        f"  {match.start}–{match.end} {SEVERITIES[match.severity]}: «{match.text}»"
        f"  [{match.rule}, {match.category}]"
    )
    yield say(f"      шаблон: {match.pattern}", f"      pattern: {match.pattern}")
    for name, text in match.captures.items():
        yield f"      {name} = «{text}»"
    if match.guard is not None:
        yield say(f"      подавлено: {match.guard}", f"      silenced by: {match.guard}")
    for fix in match.fixes:
        yield from _fix(fix)


def _fix(fix: TriedFix) -> Iterator[str]:
    yield f"      {fix.fix}"
    if fix.text is not None:
        yield f"          → {fix.text}"
    if fix.objection is not None:
        yield say(f"          не предложено: {fix.objection}", f"          not proposed: {fix.objection}")
    elif fix.text is not None:
        yield say("          прошло проверку", "          passed the gate")


def coverage_table(found: Coverage) -> Iterator[str]:
    """
    Rules by language and category, with the share that mends and what is untried.
    """
    heads = say(
        "категория|правил|ошибка|предупр.|подсказка|правит|без примера|вариантов",
        "category|rules|error|warning|suggestion|mends|no example|alternatives",
    )
    yield _row("", heads.split("|"))
    for count in found.counts:
        cells = (
            count.category,
            count.rules,
            count.errors,
            count.warnings,
            count.suggestions,
            f"{count.share_mending:.0%}",
            count.untried_patterns,
            count.untried_alternatives,
        )
        yield _row(count.lang, [str(cell) for cell in cells])
    yield say(
        "«без примера» – шаблоны, которых не касается ни один пример bad; "
        "«вариантов» – ветви (a|b) остальных, по которым не прошёл ни один",
        "«no example»: patterns that no bad example touches; "
        "«alternatives»: branches (a|b) of the others that none takes",
    )


def _row(lang: str, cells: list[str]) -> str:
    return f"{lang:<3} {cells[0]:<24}" + "".join(f"{cell:>13}" for cell in cells[1:])


def coverage_details(found: Coverage, *, full: bool) -> Iterator[str]:
    """
    What is untried; words and alternatives, which are many, only when `full`.
    """
    yield from _section(
        say("Правила, которых не показывает ни один их пример", "Rules that none of their examples shows"),
        [
            f"{one.rule}: {say('заслонено', 'hidden by')} {', '.join(one.hidden_by) or '–'}"
            for one in found.untried_rules
        ],
    )
    yield from _section(
        say("Проверки, которых не касается ни один пример", "Guards that no example touches"),
        [f"{one.rule}: {one.guard}" for one in found.untried_guards],
    )
    yield from _section(
        say("Проверки, которых нет ни у одного правила", "Guards that no rule lists"), found.unused_guards
    )
    words = []
    for one in found.untried_words:
        words.append(f"{one.rule}: {one.pattern}")
        words += [f"    {way}" for way in one.alternatives]
    entries = [f"{one.file} @{one.name}: {', '.join(one.entries)}" for one in found.untried_entries]
    lonely = [f"{one.rule}: {', '.join(one.words)}" for one in found.lonely_words]
    for title, lines in (
        (say("Шаблоны и варианты без примера bad", "Patterns and alternatives without a bad example"), words),
        (say("Слова списков без примера bad", "Entries of lists without a bad example"), entries),
        (
            say(
                "Опорные слова правил, которых нет в примерах других правил",
                "Words a rule is looked up by that stand in no example of another rule",
            ),
            lonely,
        ),
    ):
        if full:
            yield from _section(title, lines)
        else:
            yield f"{title}: {len(lines)} ({say('подробно: --full', 'in full: --full')})"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    listed = list(lines)
    yield f"{title}: {len(listed)}"
    yield from (f"  {line}" for line in listed)
