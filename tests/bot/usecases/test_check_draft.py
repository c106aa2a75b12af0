"""
A draft is checked by the rules in force, with what is known about its conversation.
"""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pytest

from bot.domain.draft import Draft, Module
from bot.errors import CheckerLoading
from bot.usecases.draft_context import context_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.container import Container
    from knowledge.models import Entry
    from knowledge.speech.checker import SpeechChecker


def silent(_stage: str, _done: int, _total: int) -> None:
    """
    Take progress and show nothing.
    """


EVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
BAD = "К сожалению, я этого не знаю."


async def test_before_the_rules_are_loaded(container: Container):
    """
    A draft that comes too early is told so, not passed as clean.
    """
    with pytest.raises(CheckerLoading):
        await container.check_draft(Draft(BAD), person=None, settled=False)


async def test_a_stop_phrase_is_found_and_reworded(container: Container, checker: SpeechChecker):
    """
    The term of the answer fills the rewording's slot.
    """
    container.speech.checker = checker
    report = await container.check_draft(Draft(BAD, sla="до 18:00"), person=None, settled=False)

    assert report.verdict == "blocked"
    assert report.rewrite is not None
    assert "до 18:00" in report.rewrite.text
    assert report.rewrite.open_slots == ()


async def test_the_clients_clock_is_heeded(container: Container, checker: SpeechChecker):
    """
    A greeting is held against the client's local time.
    """
    container.speech.checker = checker
    report = await container.check_draft(
        Draft("Доброе утро! Заказ привезут завтра с 10 до 14.", local_time=dt.time(20)),
        person=None,
        settled=False,
    )

    assert report.verdict == "needs_decision"


async def test_the_entry_in_use_fills_slots(
    container: Container, checker: SpeechChecker, content: Callable[..., Path]
):
    """
    A link that the rewording would ask for comes from the entry the operator has open.
    """
    container.speech.checker = checker
    await container.publishing.publish(
        content({"id": "track", "title": "Где заказ?", "text": "Смотрите https://shop.example/track."}),
        author="tests",
        note="",
        progress=silent,
    )
    seen = context_of(
        Draft("x", entry="track", order="№ 15"), shop_name=None, entry=entry_of(container, "track")
    )

    assert seen.facts == {"title": "Где заказ?", "link": "https://shop.example/track", "order": "№ 15"}


def entry_of(container: Container, entry_id: str) -> Entry:
    """
    Find a published entry.
    """
    assert container.library.base is not None
    found = container.library.base.get(entry_id)
    assert found is not None
    return found.entry


SAY = "Доставка стоит 299 рублей, от 3000 рублей – бесплатно."


@pytest.fixture
async def stocked(meaning: Container, checker: SpeechChecker, content: Callable[..., Path]) -> Container:
    """
    A container with one module of every kind of fitness about the same matter.
    """
    meaning.speech.checker = checker
    fields = {"title": "Сколько стоит доставка?", "text": SAY}
    await meaning.publishing.publish(
        content(
            {**fields, "id": "cost", "speakable": SAY},
            {**fields, "id": "unchecked", "speakable": SAY + " Да.", "status": "in_check"},
            {**fields, "id": "expired", "speakable": SAY + " Было.", "valid_until": "2020-01-01"},
            {**fields, "id": "silent"},
            {**fields, "id": "forbidden", "speakable": SAY + " Это ваши проблемы."},
            {
                "id": "return",
                "title": "Как вернуть товар?",
                "text": "За 14 дней.",
                "speakable": "За 14 дней.",
            },
        ),
        author="tests",
        note="",
        progress=silent,
    )
    return meaning


async def test_an_approved_module_is_offered(stocked: Container):
    """
    Approved, valid, with a text to say that the rules have nothing against; nothing else.
    """
    draft = Draft("Ну, доставка стоит 299 рублей, а от 3000 бесплатно будет.")
    checked = await stocked.check_draft(draft, person=None, settled=True)
    typing = await stocked.check_draft(draft, person=None, settled=False)

    (offered,) = checked.modules
    assert offered == Module(
        entry="cost", title="Сколько стоит доставка?", text=SAY, confidence=offered.confidence
    )
    assert offered.confidence >= stocked.settings.answer_threshold
    assert typing.modules == ()


@pytest.mark.parametrize("text", [SAY, f"  {SAY.upper()}\n", "Ваш промокод истёк вчера вечером.", "", "  "])
async def test_nothing_is_offered(stocked: Container, text: str):
    """
    Neither to a draft that is the module already, nor to one about something else, nor to an empty one.
    """
    checked = await stocked.check_draft(Draft(text), person=None, settled=True)

    assert checked.modules == ()


async def test_showings_are_noted_of_settled_drafts_with_an_id(container: Container, checker: SpeechChecker):
    """
    Typing leaves no trace, and neither does a draft without an id.
    """
    container.speech.checker = checker
    await container.check_draft(Draft(BAD, id="draft-0001"), person="anna", settled=False)
    await container.check_draft(Draft(BAD), person="anna", settled=True)
    await container.showings.flush()
    assert await container.showings.report(EVER) == ()

    checked = await container.check_draft(Draft(BAD, id="draft-0001"), person="anna", settled=True)
    await container.showings.flush()
    shown = {record.rule for record in await container.showings.report(EVER)}
    assert shown == {finding.rule for finding in checked.findings}


async def test_a_paraphrase_is_hinted_at_once_the_encoder_is_there(
    meaning: Container, checker: SpeechChecker, models_dir: Path
):
    """
    Settled drafts only, as a suggestion; and a second start takes the vectors from the cache.
    """
    kept = models_dir.parent / "test-embeddings.db"
    if kept.exists():  # another test leaves it; without it the exemplars are embedded here
        shutil.copy(kept, meaning.settings.embeddings_path)
    text = "Мне про это рассказать нечего."
    meaning.speech.checker = checker
    before = await meaning.check_draft(Draft(text), person=None, settled=True)
    await meaning.rules.learn()
    typing = await meaning.check_draft(Draft(text), person=None, settled=False)
    settled = await meaning.check_draft(Draft(text), person=None, settled=True)

    assert (before.meaning, typing.meaning, settled.meaning) == (False, False, True)
    assert (before.findings, typing.findings) == ((), ())
    assert [(one.by, one.severity.value) for one in settled.findings] == [("meaning", "suggestion")]
    assert settled.verdict == "hint"
