"""The runs: what each pack came to and when, what it was computed from, and whether the same comes out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import ClassVar

from textual.binding import BindingType

from kamengine.api import is_up_to_date, rerun
from kamengine.api.runs.words import kept_results, kept_title, origin_of, pack_of_run
from kamengine.locale import Messages
from kamengine.locale.clock import local_time
from kamengine.locale.display import number, plain
from kamengine.pack.model import Pack
from kamengine.problems import Message, say
from kamengine.tui.ground.keys import Key, bindings
from kamengine.tui.looks.lines import Line, fit, paragraph
from kamengine.tui.screens.going import LIST_KEYS
from kamengine.tui.screens.list_mode import ListModeScreen
from kamengine.tui.screens.page import PageScreen
from kamengine.tui.screens.searching import END_KEY, SEARCH_KEY
from kamengine.tui.widgets.item_list import Item
from kamengine.workspace import RunRecord, Workspace

_DIGITS = 8  # of the id of a run, as on the command line
_MOST = 500  # runs that are listed

KEYS = (
    Key("enter", "↵", "open", say("Open the run: what came out and what it was computed from"), say("look")),
    Key("a", "a", "again", say("Compute it again, and see whether the bytes agree"), say("again")),
    SEARCH_KEY,
    *LIST_KEYS,
    END_KEY,
)


@dataclass(frozen=True)
class _Listed:
    """A run, and whether it is of the facts and rules of now."""

    record: RunRecord
    current: bool


class RunsScreen(ListModeScreen):
    """Every run that the workspace keeps, newest first."""

    MODE = "runs"
    SOUGHT = say("pack, run, day or person")
    KEYS: ClassVar[tuple[Key, ...]] = KEYS
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self) -> None:
        """Nothing is listed yet."""
        super().__init__()
        self._runs: dict[str, _Listed] | None = None

    @property
    def ready(self) -> bool:
        """Whether the runs are listed."""
        return self._runs is not None

    def work_changed(self) -> None:
        """List the runs that there are now."""
        self.attempt(self._look())

    async def _look(self) -> None:
        def found(workspace: Workspace) -> list[_Listed]:
            newest = workspace.runs.list()[::-1][:_MOST]
            return [_Listed(record, is_up_to_date(workspace, record)) for record in newest]

        listed = await self.office.ask(found)
        self._runs = {each.record.id: each for each in listed}
        self.seek()

    def seek(self, *, ended: bool = False) -> None:
        """List the runs that are looked for."""
        if self._runs is not None:
            shown = [each for each in self._runs.values() if self._is_meant(each)]
            self.items.show(self.or_nothing(self._items(shown)))
            self._tell_state()

    def _is_meant(self, each: _Listed) -> bool:
        record = each.record
        return self.is_sought(record.pack, record.id, str(record.as_of), local_time(record.last), record.last_who)

    def say_again(self) -> None:
        """The count in the language that is spoken now."""
        self._tell_state()

    def _tell_state(self) -> None:
        count = len(self._runs or {})
        runs = self.messages.say("{n} runs", n=number(count, self.messages.language))
        current = any(each.current for each in (self._runs or {}).values())
        self.tell_count(f"{self.messages.say('* up to date')}   {runs}" if current else runs, count)

    def _items(self, listed: Sequence[_Listed]) -> list[Item]:
        if not listed and not self.sought:
            nothing = say("Nothing has been classified yet.")
            return [Item(lambda cells: paragraph(self.messages.text(nothing), cells, "muted"))]
        items: list[Item] = []
        by_pack = sorted(listed, key=lambda each: each.record.pack)
        for pack, runs in groupby(by_pack, key=lambda each: each.record.pack):
            gap: list[Line] = [()] if items else []
            items.append(Item(partial(_heading, pack, gap)))
            items += [Item(partial(self._set, each), each.record.id) for each in runs]
        return items

    def _set(self, each: _Listed, cells: int) -> list[Line]:
        record, language = each.record, self.messages.language
        accounts = self.messages.say("{n} accounts", n=number(record.rows, language))
        when = f"{local_time(record.last)}  {plain(record.last_who)}"
        line: Line = (
            ("* " if each.current else "  ", "best"),
            (record.id[:_DIGITS], ""),
            (f"  {record.as_of}  ", "muted"),
            (fit(accounts, 18, "right"), ""),
            ("  ", ""),
            (fit(when, max(0, cells - 2 - _DIGITS - 14 - 18 - 2)).rstrip(), "muted"),
        )
        return [line]

    def on_item_list_opened(self) -> None:
        """Show the run."""
        self.attempt(self._open())

    def action_again(self) -> None:
        """Compute the run again."""
        self.attempt(self._again())

    async def _open(self) -> None:
        each = self._here
        if each is None:
            return
        pack = await self.office.ask(lambda workspace: pack_of_run(workspace, each.record))
        self.app.push_screen(PageScreen(plain(each.record.pack), partial(_page, each, pack)))

    async def _again(self) -> None:
        each = self._here
        if each is None:
            return
        host, id = self.office.host, each.record.id[:_DIGITS]
        self.home.tell(say("Computing run {id} again…", id=id))
        done = await self.office.work(lambda workspace: rerun(workspace, each.record, host))
        self.home.tell(_compared(id, done.same_bytes, done.intact, done.differing))

    @property
    def _here(self) -> _Listed | None:
        return (self._runs or {}).get(str(self.items.current))


def _heading(pack: str, gap: list[Line], cells: int) -> list[Line]:
    return [*gap, ((fit(pack, cells).rstrip(), "heading"),)]


def _compared(id: str, same: bool, intact: bool, differing: int) -> Message:
    if same:
        return say("Run {id} computed again: the same bytes", id=id)
    if not intact:
        return say("Run {id} computed again: other bytes, and the kept file is gone or damaged", id=id)
    if not differing:
        return say("Run {id} computed again: other bytes, the same results for every account", id=id)
    return say("Run {id} computed again: other results; accounts that differ: {n}", id=id, n=differing)


def _page(each: _Listed, pack: Pack, messages: Messages, cells: int) -> list[Line]:
    lines = paragraph(kept_title(pack, each.record, messages), cells, "strong")
    lines.append(())
    for text, whole in kept_results(each.record, pack, messages):
        lines += [((fit(text, cells).rstrip(), ""),)] if whole else paragraph(text, cells)
    lines.append(())
    for text in origin_of(each.record, messages):
        lines += paragraph(plain(text, None), cells, "muted")
    if not each.current:
        changed = messages.say("The facts or the rules have changed since.")
        lines += [(), *paragraph(changed, cells, "open")]
    return lines
