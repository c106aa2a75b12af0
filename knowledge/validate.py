"""
Checks over the whole set of entries, all at once.
"""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches
from typing import TYPE_CHECKING

from knowledge.collector import paused_collector
from knowledge.contradictions import contradictions, overlap, question_key
from knowledge.models import Audience, Location, Script, Status
from knowledge.problems import Problem

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from knowledge.models import Sourced

# A file with more entries without an owner gets one warning for all of them.
_NAMED_ONE_BY_ONE = 5
# Of thousands of entries with one title each is compared with the latest before it.
_NEIGHBOURS = 50


def validate(
    entries: Sequence[Sourced], *, today: dt.date, changed: frozenset[str] | None = None
) -> tuple[Problem, ...]:
    """
    Check `entries` as a whole and return everything that is wrong, in the order of the places.

    Args:
        entries: all entries that are to be published together.
        today: the day by which dates are judged.
        changed: ids of the entries that differ from a set already checked: pairs of two others are then not
            compared again. None: everything is compared.
    """
    if not entries:
        return (Problem.at(Location(file="."), "empty_kit"),)
    with paused_collector():
        return tuple(sorted(_problems(entries, today, changed), key=_place))


def _problems(entries: Sequence[Sourced], today: dt.date, changed: frozenset[str] | None) -> list[Problem]:
    by_id: dict[str, Sourced] = {}
    problems: list[Problem] = []
    for sourced in entries:
        first = by_id.setdefault(sourced.entry.id, sourced)
        if first is not sourced:
            problems.append(
                Problem.at(sourced.source, "duplicate_id", id=sourced.entry.id, other=first.source)
            )
    problems.extend(_same_questions(entries, changed))
    problems.extend(_links(entries, by_id))
    problems.extend(contradictions(entries, changed))
    problems.extend(_owners(entries))
    for sourced in entries:
        problems.extend(_dates_and_status(sourced, today))
    return problems


def _same_questions(entries: Sequence[Sourced], changed: frozenset[str] | None) -> Iterator[Problem]:
    """
    Yield a problem for every two entries of a kind that share a title or variant.

    On different rungs of the ladder the same question may well stand twice: a script answers it first.
    """
    askers: defaultdict[tuple[str, str, str], list[tuple[Sourced, str]]] = defaultdict(list)
    for sourced in entries:
        entry = sourced.entry
        if entry.status is Status.ARCHIVED:
            continue
        wordings = {question_key(text): text for text in (*reversed(entry.variants), entry.title)}
        for key, text in wordings.items():
            if key:
                askers[entry.kind, entry.language, key].append((sourced, text))
    told: set[tuple[str, str]] = set()
    for group in askers.values():
        for index, (sourced, text) in enumerate(group[1:], 1):
            mine = sourced.entry
            for other, _ in group[max(0, index - _NEIGHBOURS) : index]:
                pair = other.entry.id, mine.id
                is_old = changed is not None and changed.isdisjoint(pair)
                if is_old or pair in told or pair[0] == pair[1] or not overlap(mine, other.entry):
                    continue
                told.add(pair)
                yield Problem.at(
                    sourced.source, "duplicate_question", text=text, id=other.entry.id, other=other.source
                )
                # One partner is enough to find the others.
                break


def _links(entries: Sequence[Sourced], by_id: Mapping[str, Sourced]) -> Iterator[Problem]:
    for sourced in entries:
        entry = sourced.entry
        if not isinstance(entry, Script):
            continue
        for link in entry.follow_ups:
            target = by_id.get(link)
            if target is None:
                suggestion = next(iter(get_close_matches(link, by_id, 1, 0.8)), "")
                yield Problem.at(sourced.source, "dangling_link", id=link, suggestion=suggestion)
            elif entry.audience is Audience.CUSTOMER and target.entry.audience is Audience.OPERATOR:
                yield Problem.at(sourced.source, "internal_link", id=link)


def _owners(entries: Sequence[Sourced]) -> Iterator[Problem]:
    by_file: defaultdict[str, list[Sourced]] = defaultdict(list)
    for sourced in entries:
        if sourced.entry.owner is None and sourced.entry.status is not Status.ARCHIVED:
            by_file[sourced.source.file].append(sourced)
    for ownerless in by_file.values():
        first = ownerless[0]
        if len(ownerless) > _NAMED_ONE_BY_ONE:
            yield Problem.at(first.source, "no_owner_many", count=len(ownerless), id=first.entry.id)
        else:
            for sourced in ownerless:
                yield Problem.at(sourced.source, "no_owner", id=sourced.entry.id)


def _dates_and_status(sourced: Sourced, today: dt.date) -> Iterator[Problem]:
    entry = sourced.entry
    if entry.status is Status.ARCHIVED:
        return
    if entry.valid_until is not None and entry.valid_until < today:
        yield Problem.at(sourced.source, "expired", id=entry.id, date=entry.valid_until)
    if entry.valid_from is not None and entry.valid_from > today:
        yield Problem.at(sourced.source, "not_yet_valid", id=entry.id, date=entry.valid_from)
    if entry.audience is Audience.CUSTOMER and entry.status is not Status.APPROVED:
        yield Problem.at(sourced.source, "customer_draft", id=entry.id, status=entry.status)


def _place(problem: Problem) -> tuple[str, int, int]:
    return problem.location.file, problem.location.line, problem.location.column
