"""
New content becomes what everybody is answered from: checked, indexed aside, committed, swapped in.
"""

from __future__ import annotations

import asyncio
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.domain.version import DiffCounts, Version
from bot.errors import NothingPublished, VersionConflict, VersionDamaged
from bot.usecases.content import CheckedContent, check_folder
from faq.answering import Request, answer
from faq.examples import failed_examples
from index.errors import StorageFailure
from knowledge.errors import ContentRejected
from knowledge.models import Audience

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from bot.clock import Clock
    from bot.library import Library
    from faq.knowledge_base import KnowledgeBase
    from faq.learned import Learned
    from faq.models import Answer
    from faq.shelf import Shelf
    from index.arrays import Progress
    from index.encoder import TokenEncoder
    from knowledge.models import Sourced


_log = structlog.get_logger(__name__)


class Versions(Protocol):
    """
    Where versions of the knowledge base are kept.
    """

    async def current(self) -> Version | None:
        """
        Return the current version, None before the first.
        """
        ...

    async def get(self, number: int) -> Version:
        """
        Return a version by its number.
        """
        ...

    async def load(self, number: int) -> tuple[Sourced, ...]:
        """
        Return the entries of a version.
        """
        ...

    async def learned(self, version: Version) -> Learned | None:
        """
        Return what a version is ranked by, None for the shipped ranking.
        """
        ...

    async def publish(  # noqa: PLR0913 -- a version has this many sides
        self,
        entries: Sequence[Sourced],
        *,
        author: str,
        note: str,
        diff_counts: DiffCounts,
        now: dt.datetime,
        expected_parent: int | None,
        learned: Learned | None = None,
    ) -> Version:
        """
        Make `entries` current in one transaction; refuse if another version came between.
        """
        ...

    async def rollback(self, to: int, *, author: str, now: dt.datetime, note: str = "") -> Version:
        """
        Make the content of an earlier version current again, as a new version.
        """
        ...


@dataclass(frozen=True, slots=True)
class Published:
    """
    What came of a publish; `version` is None where the content says what is published already.
    """

    version: Version | None
    content: CheckedContent


class PublishKnowledge:
    """
    Publishes content folders and goes back to earlier versions.

    Whatever happens before the commit, the version of before is served, by this process and by the next;
    after it, the new one. CPU work runs in threads; questions are answered meanwhile from the base of before.

    Args:
        versions: Where versions are kept.
        library: What answers are given from; its base is swapped, its encoder makes vectors.
        shelf: Where indexes are built and kept.
        clock: Now.
        zone: Where the day begins on which entries become valid.

    """

    def __init__(
        self, versions: Versions, library: Library, shelf: Shelf, *, clock: Clock, zone: ZoneInfo
    ) -> None:
        self._versions = versions
        self._library = library
        self._shelf = shelf
        self._clock = clock
        self._zone = zone
        self._one_at_a_time = asyncio.Lock()
        self._keeping: asyncio.Task[None] | None = None

    async def settle(self) -> None:
        """
        Wait until the index of what is served has reached the disk.
        """
        if self._keeping is not None:
            await self._keeping

    async def check(self, folder: Path) -> CheckedContent:
        """
        Look at a folder without publishing it.
        """
        current = await self._versions.current()
        return await asyncio.to_thread(
            check_folder, folder, await self._published(current), today=self._today()
        )

    async def publish(self, folder: Path, *, author: str, note: str = "", progress: Progress) -> Published:
        """
        Publish the content of `folder`.

        Args:
            folder: A content folder or file.
            author: Id of the person who publishes.
            note: What the author says about the change.
            progress: Told about each stage; called from threads.

        Raises:
            ContentRejected: the content has errors, or an entry's example questions do not bring it.
            VersionConflict: another version was published in the meantime.
            StorageError: the version could not be written; the one of before stands.
            IndexFailure: the encoder failed.
        """
        async with self._one_at_a_time:
            current = await self._versions.current()
            progress("read", 0, 1)
            content = await asyncio.to_thread(
                check_folder, folder, await self._published(current), today=self._today()
            )
            content.accepted()
            progress("read", 1, 1)
            if current is not None and content.diff.is_empty:
                return Published(None, content)
            learned = await self._kept(current, content.entries)
            base = await self._index(content.entries, learned, progress)
            progress("examples", 0, 1)
            await asyncio.to_thread(_check_examples, base, self._library.encoder, self._today())
            progress("examples", 1, 1)
            counts = content.diff.counts
            progress("commit", 0, 1)
            version = await self._versions.publish(
                content.entries,
                author=author,
                note=note,
                diff_counts=DiffCounts(
                    added=counts["added"], changed=counts["changed"], removed=counts["removed"]
                ),
                now=self._clock(),
                expected_parent=current.number if current else None,
                learned=learned,
            )
            self._serve(base, version)
            progress("commit", 1, 1)
            return Published(version, content)

    async def teach(self, learned: Learned, taught: int, *, author: str, note: str = "") -> Version:
        """
        Publish the content of version `taught`, ranked by what was learnt over it, as a new version.

        Raises:
            VersionConflict: another version was published in the meantime.
            ContentRejected: an entry's example questions do not bring it any more.
            StorageError: the version could not be written; the one of before stands.
        """
        async with self._one_at_a_time:
            base = self._library.base
            if base is None or base.version != taught:
                raise VersionConflict(expected=taught, actual=base.version if base else None)
            base = await asyncio.to_thread(base.taught, learned)
            await asyncio.to_thread(_check_examples, base, self._library.encoder, self._today())
            version = await self._versions.publish(
                base.entries,
                author=author,
                note=note,
                diff_counts=DiffCounts(0, 0, 0),
                now=self._clock(),
                expected_parent=taught,
                learned=learned,
            )
            self._serve(base, version)
            return version

    async def rollback(self, to: int, *, author: str, note: str = "", progress: Progress) -> Version:
        """
        Publish the content of version `to` again, as a new version.

        Raises:
            VersionUnknown: there is no such version.
            IndexFailure: the encoder failed.
        """
        async with self._one_at_a_time:
            old = await self._versions.get(to)
            learned = await self._learned(old)
            base = await self._index(await self._versions.load(to), learned, progress)
            version = await self._versions.rollback(to, author=author, now=self._clock(), note=note)
            self._serve(base, version)
            return version

    async def catch_up(self, progress: Progress) -> None:
        """
        Serve the current version with everything the library can do by now.

        Called at start, when the encoder is ready, and when another process may have published. Cheap when
        there is nothing to do.

        Raises:
            NothingPublished: there is no version yet.
        """
        async with self._one_at_a_time:
            current = await self._versions.current()
            if current is None:
                raise NothingPublished
            base, encoder = self._library.base, self._library.encoder
            if base and base.version == current.number and base.has_vectors == (encoder is not None):
                return
            entries, learned = await self._versions.load(current.number), await self._learned(current)
            self._serve(await self._index(entries, learned, progress), current)

    async def _learned(self, version: Version) -> Learned | None:
        try:
            return await self._versions.learned(version)
        except VersionDamaged as error:
            # Its entries are sound: the shipped ranking answers from them meanwhile.
            _log.error("learned_damaged", version=version.number, reason=str(error))
            return None

    async def _kept(self, current: Version | None, entries: Sequence[Sourced]) -> Learned | None:
        """
        Return what new content can keep of what was learnt over the current one.
        """
        learned = await self._learned(current) if current else None
        if learned is None:
            return None
        return learned.kept_for({item.entry.id for item in entries})

    async def _index(
        self, entries: Sequence[Sourced], learned: Learned | None, progress: Progress
    ) -> KnowledgeBase:
        base = await asyncio.to_thread(
            functools.partial(
                self._shelf.open,
                entries,
                self._library.encoder,
                previous=self._library.base,
                progress=progress,
            )
        )
        return await asyncio.to_thread(base.taught, learned)

    def _serve(self, base: KnowledgeBase, version: Version) -> None:
        self._library.base = base.numbered(version.number)
        # The index on disk spares the next start some work; the version itself is safe by now.
        self._keeping = asyncio.create_task(self._keep(base, self._keeping))

    async def _keep(self, base: KnowledgeBase, earlier: asyncio.Task[None] | None) -> None:
        if earlier is not None:
            await earlier
        try:
            await asyncio.to_thread(self._shelf.keep, base)
        except StorageFailure as error:
            _log.warning("index_not_kept", reason=str(error))

    async def _published(self, current: Version | None) -> tuple[Sourced, ...]:
        if current is None:
            return ()
        base = self._library.base
        if base is not None and base.version == current.number:
            return base.entries
        return await self._versions.load(current.number)

    def _today(self) -> dt.date:
        return self._clock().astimezone(self._zone).date()


def _check_examples(base: KnowledgeBase, encoder: TokenEncoder | None, today: dt.date) -> None:
    # Words alone may miss what meaning finds: the examples are a promise about the whole search.
    if encoder is None:
        return

    def ask(question: str) -> Answer:
        request = Request(question, Audience.OPERATOR, today, threshold=0)
        return answer(base, request, encoder)

    failed = tuple(failed_examples(base.entries, ask))
    if failed:
        raise ContentRejected(failed)
