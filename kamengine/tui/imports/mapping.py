"""Files on their way in: each column and the field that it is, to be accepted or changed, and what would not be taken.

Everything is looked up anew after each change; nothing is kept before the files are imported.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from kamengine.api.facts.imports import bring_in
from kamengine.intake.headers.catalog import FieldCatalog
from kamengine.intake.imports.request import ImportRequest
from kamengine.intake.imports.result import ImportResult
from kamengine.locale.display import plain
from kamengine.problems import KamError, Message, say
from kamengine.tui.dialogs.choose import Choose, Option
from kamengine.tui.dialogs.confirm import Confirm
from kamengine.tui.dialogs.form import Asked, Form
from kamengine.tui.dialogs.frame import Words
from kamengine.tui.dialogs.working import Stoppable, Working, stoppable
from kamengine.tui.ground.keys import APP_KEYS, Key, bindings
from kamengine.tui.ground.speaking import SpeakingScreen
from kamengine.tui.ground.telling import told
from kamengine.tui.imports.columns import COLUMN, column_items
from kamengine.tui.imports.import_result import (
    change_lines,
    counts_text,
    finding_lines,
    how_text,
    quarantine_lines,
)
from kamengine.tui.imports.reading_form import asked_of_reading, request_so
from kamengine.tui.looks.lines import Line
from kamengine.tui.screens.going import LIST_KEYS, GoesThroughList
from kamengine.tui.widgets.item_list import Item, ItemList
from kamengine.tui.widgets.key_line import KeyLine
from kamengine.workspace import Workspace

KEYS = (
    Key("w", "w", "bring", say("Import the files so"), say("import")),
    Key("enter", "↵", "open", say("Say what the column is"), say("set the field")),
    Key("a", "a", "accept", say("Take the columns that are only similar, or no longer"), say("take similar")),
    Key("A", "A", "all", say("Take the columns that no field claims, too, or no longer")),
    Key(
        "o",
        "o",
        "options",
        say("Mode, ids, dates, numbers, encoding, sheet"),
        say("options"),
    ),
    Key("escape,backspace", "Esc", "back", say("Leave without importing"), say("back")),
    *LIST_KEYS,
)
_LEAVE_OUT, _KEY, _OWN = "", "account_id", ":own"


class MappingScreen(GoesThroughList, SpeakingScreen[ImportResult | KamError | None]):
    """What files would become; gives what they came to, or None when they were not imported."""

    KEYS: ClassVar[tuple[Key, ...]] = KEYS
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    AUTO_FOCUS = "ItemList"

    def __init__(self, named: Sequence[str], request: ImportRequest, catalog: FieldCatalog) -> None:
        """Look at files.

        Args:
            named: the files, as somebody typed them.
            request: how they are to be read to begin with.
            catalog: the fields that there are.
        """
        super().__init__()
        self._named, self._request, self._catalog = tuple(named), request, catalog
        self._result: ImportResult | None = None
        self._wish = self._shown = 0  # numbers of the newest look, and of the one that is shown

    def compose(self) -> ComposeResult:
        """What would become of the rows, the columns, the keys."""
        yield Words((say("Reading the files…"), "muted"), id="page-title")
        yield ItemList()
        yield KeyLine((*KEYS, *APP_KEYS))

    def on_mount(self) -> None:
        """Look at the files."""
        self._look()

    @property
    def ready(self) -> bool:
        """Whether what is shown is of the newest wish."""
        return self._shown == self._wish

    @property
    def items(self) -> ItemList:
        """The columns."""
        return self.query_one(ItemList)

    # ── looking ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _look(self) -> None:
        """Do everything but keep it, and show what came of it."""
        self._wish += 1
        self.query_one(KeyLine).state = self.messages.say("reading…")
        self.run_worker(self._looked(self._wish))

    async def _looked(self, wish: int) -> None:
        office, request = self.office, self._request
        how: dict[str, Any] = {"who": office.who, "today": office.today, "dry": True}
        try:
            found = await office.work(lambda work: bring_in(work, office.host, self._named, request, **how))
        except KamError as error:
            if wish == self._wish:
                self._show_refused(error)
                self._shown = wish
            return
        if wish == self._wish:
            self._result = found
            self._show(found)
            self._shown = wish

    def _show_refused(self, error: KamError) -> None:
        self.query_one("#page-title", Words).show(*((line, "open") for line in told(error, self.messages)))
        self.query_one(KeyLine).state = ""
        if self._result is None:
            self.items.show([])

    def _show(self, result: ImportResult) -> None:
        title, how = (
            self.query_one("#page-title", Words),
            how_text(result, self._named, self.messages, self._catalog.labels),
        )
        if result.header_problems:
            refused = told(KamError(result.header_problems), self.messages)
            title.show((how, "muted"), *((line, "open") for line in refused))
        elif result.unchanged:
            title.show((say("The same is there already; nothing would be changed."), "strong"))
        else:
            title.show((how, "muted"), (counts_text(result, self.messages), "strong"))
        self.query_one(KeyLine).state = ""
        self.items.show([*column_items(result.plan, self.messages), *self._below(result)])

    def _below(self, result: ImportResult) -> list[Item]:
        """The rows that would not be taken, and what else is worth knowing."""
        sections = (quarantine_lines, change_lines, finding_lines)
        return [Item(partial(_spaced, section, result, self.messages)) for section in sections]

    def say_again(self) -> None:
        """Show everything in the language that is spoken now."""
        if self._result is not None:
            self._show(self._result)

    # ── changing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _ask_for(self, request: ImportRequest) -> None:
        self._request = request
        self._look()

    def action_accept(self) -> None:
        """Take similar columns, or no longer."""
        self._ask_for(replace(self._request, accept=not self._request.accept))

    def action_all(self) -> None:
        """Take all columns, or no longer."""
        self._ask_for(replace(self._request, all_columns=not self._request.all_columns))

    def on_item_list_opened(self) -> None:
        """Change what a column is."""
        self.attempt(self._change())

    async def _change(self) -> None:
        key = self.items.current
        if not isinstance(key, tuple) or key[0] != COLUMN:
            return
        header = str(key[1])
        chosen = await self.home.push_screen_wait(
            Choose(say("What is {header}?", header=plain(header, 60)), self._fields())
        )
        if chosen == _OWN:
            chosen = await self._own_field(header)
        if not isinstance(chosen, str):
            return
        if chosen == _KEY:
            self._ask_for(replace(self._request, key=header))
        else:
            self._ask_for(replace(self._request, mapping={**self._request.mapping, header: chosen}))

    def _fields(self) -> list[Option]:
        table = self._catalog.table(self._request.kind)
        options = [Option(_KEY, _KEY, say("the account's id"))]
        options += [Option(each.name, each.name, self.messages.label(each.label)) for each in table.fields]
        options += [Option(_LEAVE_OUT, say("leave it out")), Option(_OWN, say("a field of our own…"))]
        return options

    async def _own_field(self, header: str) -> str | None:
        kinds = [(kind, kind) for kind in ("text", "number", "integer", "money", "ratio", "date", "bool")]
        asked = (
            Asked("name", say("Name of the field"), hint=say("letters, digits and _"), needed=True),
            Asked("kind", say("Kind"), "text", kinds, needed=True),
        )

        async def made(answers: Mapping[str, str]) -> str:
            return f"{answers['name']}:{answers['kind']}"

        found: str | None = await self.home.push_screen_wait(Form(say("A field of our own"), asked, made))
        return found

    def action_open(self) -> None:
        """Change what the column is."""
        self.items.open()

    def action_options(self) -> None:
        """Say how the files are to be read."""
        self.attempt(self._options())

    async def _options(self) -> None:
        asked = asked_of_reading(self._request, self._result)

        async def read_so(answers: Mapping[str, str]) -> ImportRequest:
            return request_so(self._request, answers)

        chosen = await self.home.push_screen_wait(Form(say("How the files are read"), asked, read_so))
        if isinstance(chosen, ImportRequest):
            self._ask_for(chosen)

    # ── importing and leaving ────────────────────────────────────────────────────────────────────────────────────────

    def action_bring(self) -> None:
        """Import the files as they are shown."""
        self.attempt(self._bring())

    async def _bring(self) -> None:
        if not await self._see_to_it():
            return
        office, request, pace = self.office, self._request, Stoppable()

        def bring(work: Workspace) -> ImportResult:
            how: dict[str, Any] = {"who": office.who, "today": office.today, "progress": pace}
            result: ImportResult = stoppable(pace, lambda: bring_in(work, office.host, self._named, request, **how))
            return result

        doing: Callable[[], Awaitable[ImportResult]] = lambda: office.work(bring)  # noqa: E731
        came = await self.home.push_screen_wait(Working(pace, doing))  # type: ignore[arg-type]
        if isinstance(came, KamError):
            self.home.tell(came)
        elif came is not None:
            self.dismiss(came)

    async def _see_to_it(self) -> bool:
        """Whether to go on; asked where no row would be taken."""
        result = self._result if self.ready else None
        if result is None or result.header_problems or result.unchanged or result.taken or not result.read:
            return True
        said: list[Message | str] = [
            counts_text(result, self.messages),
            say("Only the file of quarantined rows would come of it."),
        ]
        title = say("Import, although no row would be taken?")
        return await self.home.push_screen_wait(Confirm(title, said)) is True

    def action_back(self) -> None:
        """Leave; nothing was changed."""
        self.dismiss(None)


def _spaced(
    section: Callable[[ImportResult, Any, int], list[Line]], result: ImportResult, messages: Any, cells: int
) -> list[Line]:
    body = section(result, messages, cells)
    return [(), *body] if body else []
