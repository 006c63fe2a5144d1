"""The workspace that the app works in: asked and changed in threads of its own, so that keys are never kept waiting."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from kamengine.plugin_host import PluginHost
from kamengine.tui.ground.rules_written import RulesWritten
from kamengine.workspace import Workspace

Answer = TypeVar("Answer")
Question = Callable[[Workspace], Answer]
"""Asks or changes a workspace; it runs in a thread of the office, and must touch nothing that is on the screen."""


class Office:
    """A workspace with two threads of work: a clerk for what takes a moment, and one for long jobs.

    Each thread opens the workspace for itself; what is asked of one thread is done in the order in which it was asked.

    Attributes:
        folder: of the workspace.
        host: the plugins that the workspace uses.
        with_plugins: whether any may be loaded.
        who: the name that the journal notes for what is changed here.
        today: the day to work from.
        seen: the number of the newest journal entry that the screens know of.
        made: the numbers of the changes that were made here.
        changing: how many things are being done that may change something; what they note is known when they end.
        rules_written: what was written into rule packs here; the clerk alone touches it.
    """

    def __init__(self, folder: Path, host: PluginHost, who: str, today: dt.date, *, with_plugins: bool = True) -> None:
        """Nothing is opened before something is asked."""
        self.folder, self.host, self.who, self.today = folder, host, who, today
        self.with_plugins = with_plugins
        self.seen = self.changing = 0
        self.made: set[int] = set()
        self.rules_written = RulesWritten()
        self._clerk = ThreadPoolExecutor(1, "kam-clerk")
        self._jobs = ThreadPoolExecutor(1, "kam-job")
        self._here = threading.local()
        self._closed = False

    async def ask(self, question: Question[Answer]) -> Answer:
        """What a question that takes a moment comes to.

        Raises:
            KamError: as the question does.
        """
        return await self._in(self._clerk, question)

    async def change(self, change: Question[Answer]) -> Answer:
        """The same for something that changes human work; what it notes in the journal is known here from then on.

        Raises:
            KamError: as the change does; nothing has happened then.
        """
        return await self._changing(self._clerk, change)

    async def work(self, job: Question[Answer]) -> Answer:
        """What a long job comes to; the clerk can be asked meanwhile. What it notes in the journal is known here.

        Raises:
            KamError: as the job does.
        """
        return await self._changing(self._jobs, job)

    def close(self) -> None:
        """Give everything back; what is under way is waited for. Whatever is asked for later is cancelled."""
        if self._closed:
            return
        self._closed = True
        for thread in (self._clerk, self._jobs):
            thread.submit(self._leave)
            thread.shutdown()

    async def _changing(self, thread: ThreadPoolExecutor, change: Question[Answer]) -> Answer:
        self.changing += 1
        try:
            return await self._in(thread, self._noticed(change))
        finally:
            self.changing -= 1

    def _noticed(self, change: Question[Answer]) -> Question[Answer]:
        """The same, after which the screens know of what it noted in the journal."""

        def changed(workspace: Workspace) -> Answer:
            before = workspace.journal.last()
            answer = change(workspace)
            if before == self.seen:  # else others changed something, too, which nobody has looked at
                self.seen = workspace.journal.last()
            return answer

        return changed

    async def _in(self, thread: ThreadPoolExecutor, question: Question[Answer]) -> Answer:
        if self._closed:
            raise asyncio.CancelledError
        return await asyncio.get_running_loop().run_in_executor(thread, self._asked, question)

    def _asked(self, question: Question[Answer]) -> Answer:
        workspace: Workspace | None = getattr(self._here, "workspace", None)
        if workspace is None:
            workspace = self._here.workspace = Workspace.open(self.folder)
        try:
            return question(workspace)
        finally:
            self.made.update(workspace.journal.made)

    def _leave(self) -> None:
        workspace: Workspace | None = getattr(self._here, "workspace", None)
        if workspace is not None:
            workspace.close()
