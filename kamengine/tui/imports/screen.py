"""The imports: what was brought in, what became of it, and bringing in more."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType

from kamengine.api.facts.imports import ACCOUNTS_LABEL, Brought, bring_mended, field_catalog, imports_of, sound_packs
from kamengine.declarations import Label
from kamengine.intake.files.sources import refuse_absent
from kamengine.intake.imports.request import ImportRequest
from kamengine.intake.imports.result import ImportResult
from kamengine.locale import Messages
from kamengine.locale.clock import local_time
from kamengine.locale.display import number, plain
from kamengine.problems import KamError, Message, say
from kamengine.tui.dialogs.confirm import Confirm
from kamengine.tui.dialogs.form import Asked, Form
from kamengine.tui.dialogs.working import Stoppable, Working, stoppable
from kamengine.tui.ground.keys import Key, bindings
from kamengine.tui.imports.import_result import kind_called, result_lines
from kamengine.tui.imports.mapping import MappingScreen
from kamengine.tui.looks.lines import Line, fit, paragraph
from kamengine.tui.screens.going import LIST_KEYS
from kamengine.tui.screens.list_mode import ListModeScreen
from kamengine.tui.screens.page import PageScreen, Told
from kamengine.tui.screens.searching import END_KEY, SEARCH_KEY
from kamengine.tui.widgets.item_list import Item
from kamengine.workspace import Workspace

if TYPE_CHECKING:
    from kamengine.plugin_host import PluginHost

KEYS = (
    Key("i", "i", "bring", say("Bring in files: accounts or rows of a ledger"), say("import")),
    Key("enter", "↵", "open", say("Open the import: what became of its rows"), say("look")),
    Key("m", "m", "mended", say("Bring in the rows that were mended in a quarantine file"), say("mended rows")),
    Key("minus,delete", "-", "take_back", say("Take the newest import back"), say("take back")),
    SEARCH_KEY,
    *LIST_KEYS,
    END_KEY,
)
_ACCOUNTS = "accounts"


class ImportsScreen(ListModeScreen):
    """Every import of the workspace, newest first."""

    MODE = "import"
    SOUGHT = say("file, kind, day or person")
    KEYS: ClassVar[tuple[Key, ...]] = KEYS
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self) -> None:
        """Nothing is listed yet."""
        super().__init__()
        self._brought: dict[str, Brought] | None = None
        self._labels: Mapping[str, Label] | None = None  # of ledgers

    @property
    def ready(self) -> bool:
        """Whether the imports are listed."""
        return self._brought is not None

    def work_changed(self) -> None:
        """List the imports that there are now."""
        self.attempt(self._look())

    async def _look(self) -> None:
        brought = (await self.office.ask(imports_of))[::-1]
        self._brought = {each.record.id: each for each in brought}
        self.seek()
        if self._labels is None:
            host = self.office.host
            self._labels = await self.office.ask(lambda work: ledger_labels(work, host))
            self.seek(ended=True)

    def seek(self, *, ended: bool = False) -> None:
        """List the imports that are looked for."""
        if self._brought is None:
            return
        nothing = say("Nothing has been imported yet: press i, and name a file.")
        empty = [] if self.sought else [Item(lambda cells: paragraph(self.messages.text(nothing), cells, "muted"))]
        shown = [each for each in self._brought.values() if self._is_meant(each)]
        self.items.show(self.or_nothing([Item(partial(self._set, each), each.record.id) for each in shown] or empty))
        self._tell_state()

    def _is_meant(self, each: Brought) -> bool:
        record = each.record
        kind = f"{record.ledger or ''} {kind_called(record.ledger, self._labels, self.messages)}"
        files = (source.name for source in record.sources)
        return self.is_sought(*files, *each.waiting, kind, record.id, local_time(record.when), record.who)

    def say_again(self) -> None:
        """The count in the language that is spoken now."""
        self._tell_state()

    def _tell_state(self) -> None:
        count = len(self._brought or {})
        imports = self.messages.say("{n} imports", n=number(count, self.messages.language))
        counts = any(each.counts for each in (self._brought or {}).values())
        self.tell_count(f"{self.messages.say('* in use')}   {imports}" if counts else imports, count)

    def _set(self, each: Brought, cells: int) -> list[Line]:
        return brought_lines(each, self.messages, cells, self._labels)

    # ── what is done here ────────────────────────────────────────────────────────────────────────────────────────────

    def on_item_list_opened(self) -> None:
        """Show what became of the import."""
        each = (self._brought or {}).get(str(self.items.current))
        if each is not None:
            self.app.push_screen(PageScreen(_names(each), partial(_page, each, self._labels)))

    def action_bring(self) -> None:
        """Ask which files, then show what their columns would be."""
        self.attempt(self._bring())

    def action_mended(self) -> None:
        """Bring in the rows of a quarantine file that somebody mended."""
        self.attempt(self._mended())

    def action_take_back(self) -> None:
        """Take back the newest import that counts."""
        self.attempt(self._take_back())

    async def _bring(self) -> None:
        host = self.office.host
        catalog = await self.office.ask(lambda work: field_catalog(work, host, sound_packs(work, host)[0]))
        kinds: list[tuple[str, Message | str]] = [(_ACCOUNTS, self.messages.label(ACCOUNTS_LABEL))]
        kinds += [(name, self.messages.label(catalog.labels[name]) or name) for name in catalog.ledgers]
        asked = (
            Asked("files", say("Files"), hint=say("a path, a pattern such as bills-*.csv, or a zip"), needed=True),
            Asked("kind", say("What their rows are"), _ACCOUNTS, kinds, needed=True),
        )

        async def begin(answers: Mapping[str, str]) -> tuple[list[str], ImportRequest]:
            named, kind = _split(answers["files"]), answers["kind"]
            await asyncio.to_thread(refuse_absent, named)
            return named, ImportRequest(ledger=None if kind == _ACCOUNTS else kind)

        chosen = await self.home.push_screen_wait(Form(say("Bring in files"), asked, begin))
        if chosen is None:
            return
        named, request = chosen
        self._show(await self.home.push_screen_wait(MappingScreen(named, request, catalog)))

    async def _mended(self) -> None:
        each = (self._brought or {}).get(str(self.items.current))
        waiting = next(iter(each.waiting), "") if each is not None else ""
        asked = (Asked("file", say("Quarantine file, mended"), waiting, needed=True),)

        async def name(answers: Mapping[str, str]) -> str:
            return answers["file"]

        file = await self.home.push_screen_wait(Form(say("Bring in mended rows"), asked, name))
        if file is None:
            return
        office, pace = self.office, Stoppable()

        def bring(work: Workspace) -> ImportResult:
            request = ImportRequest()
            how: dict[str, Any] = {"who": office.who, "today": office.today, "progress": pace}
            result: ImportResult = stoppable(pace, lambda: bring_mended(work, office.host, file, request, **how))
            return result

        self._show(await self.home.push_screen_wait(Working(pace, lambda: office.work(bring))))

    def _show(self, result: ImportResult | KamError | None) -> None:
        """What became of an import that was just made."""
        if isinstance(result, KamError):
            self.home.tell(result)
        elif result is not None:
            self.home.note_change()
            told: Told = lambda messages, cells: result_lines(result, messages, cells)  # noqa: E731
            self.app.push_screen(PageScreen(say("What became of the import"), told))

    async def _take_back(self) -> None:
        counting = [each for each in (self._brought or {}).values() if not each.record.undone]
        if not counting:
            self.home.tell(say("There is no import to take back."))
            return
        newest = counting[0]
        said = say("{files}: {n} rows", files=_names(newest), n=newest.record.counts.taken)
        if await self.home.push_screen_wait(Confirm(say("Take the newest import back?"), [said])):
            record = await self.office.change(lambda work: work.undo_import(self.office.who))
            self.home.note_change()
            self.home.tell(say("Taken back: import {id}", id=record.id[:8]))


def ledger_labels(workspace: Workspace, host: PluginHost) -> Mapping[str, Label]:
    """What people call the ledgers that can be brought into a workspace, by id."""
    return field_catalog(workspace, host, sound_packs(workspace, host)[0]).labels


def brought_lines(
    each: Brought, messages: Messages, cells: int, labels: Mapping[str, Label] | None = None
) -> list[Line]:
    """An import in two lines: its files and rows; when and by whom.

    Args:
        each: the import.
        messages: the language.
        cells: how wide they may be.
        labels: what people call ledgers, by id.
    """
    record, language = each.record, messages.language
    mark, ink = ("x ", "faint") if record.undone else ("* ", "best") if each.counts else ("  ", "")
    kind = kind_called(record.ledger, labels, messages)
    taken = messages.say("{n} rows", n=number(record.counts.taken, language))
    head: Line = ((mark, ink), (fit(plain(kind), 16), "strong"), (" ", ""), (fit(taken, 16, "right"), ""), ("  ", ""))
    room = max(0, cells - 37)
    lines: list[Line] = [(*head, (fit(_names(each), room).rstrip(), "faint" if record.undone else ""))]
    about = f"{local_time(record.when)}  {plain(record.who)}"
    parts: Line = ((" " * 2, ""), (fit(about, max(0, cells - 2)).rstrip(), "muted"))
    lines.append(parts)
    waiting = sum(each.waiting.values())
    if waiting:
        n = number(waiting, language)
        text = messages.say(
            "{n} rows wait to be mended in {files}", n=n, files=[PurePath(f).name for f in each.waiting]
        )
        lines += paragraph(plain(text, None), cells, "open", first=(("  ", ""),))
    return lines


def _names(each: Brought) -> str:
    names = [PurePath(source.name).name for source in each.record.sources]
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    return plain("".join(names[:1])) + more


def _split(typed: str) -> list[str]:
    """Several files have blanks between them where each is there; else it is one name with blanks in it."""
    import shlex

    try:
        return shlex.split(typed) if '"' in typed or "'" in typed else [typed]
    except ValueError:
        return [typed]


def _page(each: Brought, labels: Mapping[str, Label] | None, messages: Messages, cells: int) -> list[Line]:
    record, language = each.record, messages.language
    lines = brought_lines(each, messages, cells, labels)
    counts: Sequence[tuple[Message, int]] = (
        (say("rows read"), record.counts.read),
        (say("taken"), record.counts.taken),
        (say("quarantined"), record.counts.quarantined),
        (say("skipped"), record.counts.skipped),
    )
    lines.append(())
    for what, count in counts:
        lines.append(((fit(messages.text(what), 20), "muted"), (fit(number(count, language), 14, "right"), "")))
    lines += [(), ((messages.say("Columns"), "heading"),)]
    for column in record.columns:
        header = f"{plain(column.header)} → " if column.header and column.header != column.field else ""
        lines += paragraph(f"{header}{plain(column.field)}", cells, first=(("  ", ""),))
    lines += [(), ((messages.say("Files"), "heading"),)]
    for source in record.sources:
        lines += paragraph(plain(source.name, None), cells, first=(("  ", ""),))
    lines += [(), *paragraph(messages.say("Snapshot {id}", id=record.snapshot), cells, "muted")]
    return lines
