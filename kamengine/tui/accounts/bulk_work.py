"""Working on the marked accounts of a list, as the commands do it; ``u`` takes back what was done to all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamengine.engine.selection import Question
from kamengine.problems import KamError, Message, say
from kamengine.tui.accounts.marking import Marking
from kamengine.tui.ground.keys import Key
from kamengine.workspace import Workspace

if TYPE_CHECKING:
    from kamengine.tui.dialogs.form import Answers

BULK_KEYS = (
    Key("o", "o", "assign", say("Give the accounts to somebody"), say("owner")),
    Key("t", "t", "task_add", say("Add a task for the accounts"), say("task")),
    Key("T", "T", "tag", say("Give tags to the accounts, or take them away"), say("tags")),
    Key("x", "x", "override", say("Let another tier hold for the accounts, with a reason"), say("tier")),
    Key("w", "w", "export", say("Write the marked accounts, else the list, to a CSV file"), say("write")),
)
_TAGS_NAMED = 8
_SHOWN, _ALL = "shown", "all"
Doing = Callable[[Workspace, Sequence[str]], Any]


class BulkWork(Marking):
    """A list on whose accounts can be worked."""

    def action_assign(self) -> None:
        """Give the accounts to somebody."""
        self._begin(self._assign)

    def action_task_add(self) -> None:
        """Add a task for each of the accounts."""
        self._begin(self._add_task)

    def action_tag(self) -> None:
        """Give tags to the accounts, or take them away."""
        self._begin(self._tag)

    def action_override(self) -> None:
        """Let another tier hold for the accounts."""
        self._begin(self._override)

    def action_export(self) -> None:
        """Write accounts to a file."""
        self._begin(self._export, anywhere=True)

    def _begin(self, doing: Callable[[], Coroutine[Any, Any, None]], *, anywhere: bool = False) -> None:
        if self.home.office is None and not anywhere:
            self.home.tell(say("These accounts are of files; in a workspace they can be worked on: kam init"))
        elif self.count_meant and self.desk.book is not None:
            self.looking += 1
            self.attempt(self._counted(doing()))

    async def _counted(self, doing: Coroutine[Any, Any, None]) -> None:
        try:
            await doing
        finally:
            self.looking -= 1

    # ── what they ask for ────────────────────────────────────────────────────────────────────────────────────────────

    async def _assign(self) -> None:
        from kamengine.api.work.many import give_accounts
        from kamengine.api.work.task_work import tell_plugins
        from kamengine.tui.actions.people import choose_person

        name = await choose_person(self, self.titled(say("Owner")))
        if not name or not await self._sure(say("Owner: {name}", name=name)):
            return
        who, today, host = self.office.who, self.office.today, self.office.host
        messages = self.messages

        def do(workspace: Workspace, accounts: Sequence[str]) -> Sequence[Message]:
            given = give_accounts(workspace, accounts, name, who=who)
            return tell_plugins(workspace, host, given.tasks, "assign", messages, who=who, today=today)

        notes = await self._do(do)
        self._done(say("accounts now {name}'s: {n:,}; u takes it back", name=name, n=self.count_meant), notes)

    async def _add_task(self) -> None:
        from kamengine.api.work.task_work import add_tasks, drafted, tell_plugins
        from kamengine.tui.actions.new_task import asked_of_task, is_late, said_of_task, task_told
        from kamengine.tui.actions.people import people_of, settled
        from kamengine.tui.dialogs.form import Form
        from kamengine.work.people.people import Team

        who, today, host, messages = self.office.who, self.office.today, self.office.host, self.messages

        people = await people_of(self)

        async def do(given: Answers) -> None:
            given = {**given, "responsible": await settled(self, given["responsible"])}
            said = said_of_task(given, today)
            draft = await self.office.ask(lambda workspace: drafted(Team.of(workspace), "", given["title"], said))
            await self._see_sure(*task_told(draft, given, today), always=is_late(draft.due, today))

            def add(workspace: Workspace, accounts: Sequence[str]) -> Sequence[Message]:
                keys = [task.key for task in add_tasks(workspace, accounts, given["title"], said, who=who)]
                return tell_plugins(workspace, host, keys, "add", messages, who=who, today=today)

            notes = await self._do(add)
            self._done(say("tasks added: {n:,}; u takes it back", n=self.count_meant), notes)

        await self.home.push_screen_wait(Form(self.titled(say("A task")), asked_of_task(today, people), do))

    async def _tag(self) -> None:
        from kamengine.api.accounts.tags import tag_accounts
        from kamengine.tui.dialogs.form import Asked, Form
        from kamengine.work.accounts.tags import tag_counts

        known = list(await self.office.ask(tag_counts))[:_TAGS_NAMED]
        hint = say("known: {names}", names=known) if known else say("such as: vip, at risk")
        asked = [
            Asked("add", say("Tags to add, with commas"), hint=hint),
            Asked("remove", say("Tags to take away, with commas"), hint=say("known: {names}", names=known or "–")),
        ]
        who = self.office.who

        async def do(given: Answers) -> None:
            add, remove = _listed(given["add"]), _listed(given["remove"])
            if not add and not remove:
                raise KamError.of(say("no tag is named"), say("type something, or leave with Esc"))
            said = [*(f"+{name}" for name in add), *(f"-{name}" for name in remove)]
            await self._see_sure(say("Tags: {names}", names=said))
            done = await self._do(lambda workspace, accounts: tag_accounts(workspace, accounts, add, remove, who=who))
            told = say(
                "tags added: {added:,}, taken away: {removed:,}; u takes it back",
                added=done.added,
                removed=done.removed,
            )
            self._done(told)

        await self.home.push_screen_wait(Form(self.titled(say("Tags")), asked, do))

    async def _override(self) -> None:
        from kamengine.api.work.many import override_tiers
        from kamengine.tui.actions.overriding import asked_of_override, overriding_of, tiers_of
        from kamengine.tui.dialogs.form import Form

        book = self.desk.book
        record = book.record if book is not None else None
        if book is None or record is None:
            self.home.tell(say("Only the tiers of a run that is kept can be overridden"))
            return
        checked, who, today = book.results.checked, self.office.who, self.office.today
        tiers = tiers_of(checked, self.messages)

        async def do(given: Answers) -> None:
            said = overriding_of(given, record.as_of, today)
            tier, until = dict(tiers)[said.tier], said.until
            await self._see_sure(say("Tier: {tier}, until {day}", tier=tier, day=until.isoformat()))
            await self._do(
                lambda workspace, accounts: override_tiers(workspace, record, accounts, said, who=who, today=today)
            )
            self._done(say("another tier holds for accounts: {n:,}; u takes it back", n=self.count_meant))

        await self.home.push_screen_wait(Form(self.titled(say("Another tier")), asked_of_override(tiers, today), do))

    async def _export(self) -> None:
        from kamengine.api.accounts.export import export_accounts
        from kamengine.tui.dialogs.form import Asked, Form

        columns = [(_SHOWN, say("those of the list")), (_ALL, say("all that the run says"))]
        asked = [
            Asked("file", say("File"), f"{self.desk.portfolio.pack or 'accounts'}.csv", needed=True),
            Asked("columns", say("Columns"), _SHOWN, choices=columns, needed=True),
        ]
        view = self.desk.view
        n = self.marks.count or (view.count if view is not None else 0)

        async def do(given: Answers) -> None:
            path = Path(given["file"]).expanduser().absolute()
            question, accounts = self._question(given["columns"] == _ALL), self.meant if self.marks.count else None
            book = self.desk.book
            assert book is not None, "only what is shown is written"
            written = await asyncio.to_thread(
                lambda: export_accounts(book.results, question, path, accounts() if accounts else None)
            )
            self.home.tell(say("accounts written: {n:,}, to {file}", n=written, file=str(path)))

        title = say("Write {n:,} of {all:,} accounts", n=n, all=self.accounts_in_all)
        await self.home.push_screen_wait(Form(title, asked, do))

    def _question(self, everything: bool) -> Question:
        """What the list shows, as a question; marked accounts are meant wherever they are."""
        from kamengine.api.accounts.export import every_column

        desk, book = self.desk, self.desk.book
        assert book is not None, "only what is shown is written"
        known = book.results.columns()
        columns = tuple(name for name in book.listing.columns if name in known)
        if everything:
            columns = every_column(book.results, facts=desk.portfolio.pack is None)
        sort = (f"{'-' if desk.order.descending else ''}{desk.order.column}",) if desk.order.column in known else ()
        if self.marks.count:
            return Question(None, sort, columns)
        return Question(desk.where, sort, columns, desk.search)

    # ── doing it ─────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _sure(self, what: Message) -> bool:
        """Whether somebody wants it, who has seen the exact number; for a single account nobody is asked."""
        from kamengine.tui.dialogs.confirm import Confirm

        if self.count_meant <= 1:
            return True
        sure: bool | None = await self.home.push_screen_wait(Confirm(self.titled(say("Change them")), [what]))
        return sure is True

    async def _see_sure(self, *what: Message, always: bool = False) -> None:
        """Ask whether it is wanted; for a single account only where it is to be asked `always`.

        Raises:
            KamError: it is not; nothing was changed.
        """
        from kamengine.tui.actions.new_task import see_sure

        if always or self.count_meant > 1:
            await see_sure(self.home, self.titled(say("Change them")), what)

    async def _do(self, doing: Doing) -> Any:
        """Do something for the accounts that are meant, in one change."""
        meant = self.meant
        accounts = await asyncio.to_thread(meant)
        return await self.office.change(lambda workspace: doing(workspace, accounts))

    def _done(self, said: Message, notes: Sequence[Message] = ()) -> None:
        self.home.note_change()
        self.home.tell(said)
        for note in notes:
            self.home.tell(note)


def _listed(text: str) -> list[str]:
    """The words of a list with commas, also those of a Chinese keyboard."""
    return [word.strip() for word in text.replace("，", ",").replace("、", ",").split(",") if word.strip()]
