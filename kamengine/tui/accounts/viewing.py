"""What the list of accounts shows of them: columns chosen, and lists that are kept under a name."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kamengine.api.accounts.portfolios import usual_columns, usual_order
from kamengine.engine.headings import HEADINGS
from kamengine.engine.pages import Arrangement, Order, View
from kamengine.engine.results import ID, NAME
from kamengine.language.sql import SCORE_HIGH, SCORE_LOW
from kamengine.problems import KamError, Message, Place, Problem, say
from kamengine.tui.accounts.narrowing import Narrowing
from kamengine.tui.ground.keys import Key
from kamengine.tui.portfolio.columns import WIDEST, Column
from kamengine.tui.portfolio.desk import Desk
from kamengine.tui.portfolio.next_task_cell import NEXT_TASK
from kamengine.tui.portfolio.remembering import PLACE

if TYPE_CHECKING:
    from kamengine.tui.accounts.column_choice import ColumnChoice
    from kamengine.tui.dialogs.form import Answers
    from kamengine.work.ground.lists import View as KeptView
    from kamengine.workspace import Workspace

VIEW_KEYS = (
    Key("V", "V", "views", say("Show a list that is kept under a name, or keep this one"), say("views")),
    Key("C", "C", "columns", say("Choose columns, their order and how wide they are")),
)
_USE, _SAVE, _DROP = "use", "save", "drop"


class Viewing(Narrowing):
    """A list whose columns can be chosen, and that can be kept."""

    def __init__(self) -> None:
        """Columns are as usual."""
        super().__init__()
        self._made_wide: dict[Desk, Mapping[str, int]] = {}
        self._opened: set[Desk] = set()
        self._recalled: set[Desk] = set()

    # ── columns ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_columns(self) -> None:
        """Choose columns, their order and their widths."""
        if isinstance(self.desk.view, View):
            self.attempt(self._choose_columns(self.desk))

    async def _choose_columns(self, desk: Desk) -> None:
        from kamengine.tui.accounts.column_choice import ChooseColumns

        chosen = await self.home.push_screen_wait(ChooseColumns(say("Columns"), self._choices(desk)))
        if chosen is not None:
            columns = [(choice.name, choice.cells) for choice in chosen]
            await self._show_columns(desk, columns)
            desk.use_view("")
            self.tell_state()
            self.home.memory.put(PLACE, f"columns {desk.portfolio.pack or ''}", [list(each) for each in columns])

    def _choices(self, desk: Desk) -> list[ColumnChoice]:
        """Everything that can be a column: what is shown, then what is usually, then all others."""
        from kamengine.tui.accounts.column_choice import ColumnChoice

        assert desk.book is not None, "columns are chosen of a list that is shown"
        results, widths = desk.book.results, self._made_wide.get(desk, {})
        shown = [column.name for column in desk.columns[2:]]
        in_sight = [NEXT_TASK] if desk.today is not None and desk.book.has_tasks else []
        names = dict.fromkeys([*shown, *usual_columns(results), *in_sight, *results.columns(), *results.further])
        left_out = (ID, NAME, SCORE_HIGH) if results.checked.parts else (ID, NAME, SCORE_LOW, SCORE_HIGH)
        return [
            ColumnChoice(name, self._title(desk, name), name in shown, widths.get(name, 0))
            for name in names
            if name not in left_out
        ]

    def _title(self, desk: Desk, name: str) -> str:
        assert desk.book is not None
        if name == SCORE_LOW:
            return self.messages.label(HEADINGS["score"])
        if name in HEADINGS:
            return self.messages.label(HEADINGS[name])
        return self.messages.label(desk.book.results.checked.label(name)) or name

    async def _show_columns(self, desk: Desk, columns: Sequence[tuple[str, int]]) -> None:
        """Show other columns; what is not held yet is read first."""
        names = tuple(end for name, _ in columns for end in _ends(name))
        with self.under_way():
            await asyncio.to_thread(desk.hold, names)
            desk.show(names)
            widths = {name: cells for name, cells in columns if cells}
            desk.columns, self._made_wide[desk] = _widened(desk.columns, widths), widths
        before = desk.view
        if isinstance(before, View):
            desk.view = before.again()
            if desk is self.desk and self.table.view is before:
                self.table.show(desk.view, desk.columns, desk.cursor)

    def recall(self, desk: Desk) -> None:
        """Show what was shown when the workspace was open last: the condition at once, the rest when the list is."""
        if desk not in self._opened:
            self._opened.add(desk)
            self.show_narrowing()
            if desk.unsound is not None:
                self.home.tell(desk.unsound)
        if isinstance(desk.view, View) and desk not in self._recalled:
            self._recalled.add(desk)
            if self.home.memory.get(PLACE, f"columns {desk.portfolio.pack or ''}", []):
                self.attempt(self._recall(desk))
            if desk.view_in_use and self.home.office is not None:
                self.attempt(self._recall_view(desk, desk.view_in_use))

    async def _recall(self, desk: Desk) -> None:
        kept = self.home.memory.get(PLACE, f"columns {desk.portfolio.pack or ''}", [])
        columns = [(name, cells) for name, cells in filter(_is_column, kept) if self._is_known(desk, name)]
        if columns:
            await self._show_columns(desk, columns)

    async def _recall_view(self, desk: Desk, name: str) -> None:
        """See whether the view that was in use is still there, and as it was."""
        from kamengine.work.accounts.views import views_of

        kept = await self.office.ask(lambda workspace: views_of(workspace, desk.portfolio.pack or ""))
        if desk.arrangement not in [_arrangement_of(view, desk) for view in kept if view.name == name]:
            desk.use_view("")
        self.tell_state()

    def _is_known(self, desk: Desk, name: str) -> bool:
        return name in {choice.name for choice in self._choices(desk)}

    # ── views ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_views(self) -> None:
        """Show a list that is kept, keep this one, or remove one."""
        if self.home.office is None:
            self.home.tell(say("These accounts are of files; in a workspace lists can be kept: kam init"))
        elif isinstance(self.desk.view, View):
            self.attempt(self._views(self.desk))

    async def _views(self, desk: Desk) -> None:
        from kamengine.tui.dialogs.choose import Choose, Option
        from kamengine.work.accounts.views import views_of

        with self.under_way():
            kept = await self.office.ask(lambda workspace: views_of(workspace, desk.portfolio.pack or ""))
        options = [Option((_USE, view.key), self._named(view, desk), _about(view)) for view in kept]
        options.append(Option((_SAVE, ""), say("Keep this list under a name…")))
        options += [Option((_DROP, view.key), say("Remove {name}", name=view.name)) for view in kept]
        chosen: Any = await self.home.push_screen_wait(Choose(say("Views"), options))
        what, key = chosen or ("", "")
        view = next((each for each in kept if each.key == key), None)
        if what == _SAVE:
            await self._save(desk)
        elif what == _USE and view is not None:
            await self._use(desk, view)
        elif what == _DROP and view is not None:
            await self._drop(view)

    def _named(self, view: KeptView, desk: Desk) -> Message | str:
        """What a view is called, and whether the list is shown as it."""
        return say("{name} (shown now)", name=view.name) if view.name == desk.view_in_use else view.name

    async def _use(self, desk: Desk, view: KeptView) -> None:
        """Show a view; one whose condition is not sound any more is told, and changes nothing."""
        from kamengine.api.accounts.conditions import ConditionDesk

        assert desk.book is not None
        wrong = await asyncio.to_thread(ConditionDesk(desk.book.results).wrong, view.where)
        if wrong:
            raise KamError([Problem(Place(key=view.name), each.what, each.remedy) for each in wrong])
        columns = zip(view.columns, view.widths or (0,) * len(view.columns), strict=False)
        known = [(name, cells) for name, cells in _with_score(columns) if self._is_known(desk, name)]
        if known:
            await self._show_columns(desk, known)
        wanted = _arrangement_of(view, desk)
        desk.order, desk.where, desk.search = wanted.order, wanted.where, wanted.search
        desk.use_view(view.name)
        self.show_narrowing()
        self.put_in_order()

    async def _save(self, desk: Desk) -> None:
        from kamengine.tui.dialogs.form import Asked, Form
        from kamengine.work.accounts.views import save_view
        from kamengine.work.ground.lists import View as KeptView

        order = f"{'-' if desk.order.descending else ''}{desk.order.column}"
        shown, widths = [column.name for column in desk.columns[2:]], self._made_wide.get(desk, {})
        view = KeptView(
            key="",
            name="",
            pack=desk.portfolio.pack or "",
            where=desk.where or "",
            search=desk.search,
            sort=order,
            columns=(ID, NAME, *shown),
            widths=(0, 0, *(widths.get(name, 0) for name in shown)) if widths else (),
        )
        who = self.office.who

        async def do(given: Answers) -> None:
            def keep(workspace: Workspace) -> str:
                with workspace.transaction(who) as change:
                    return save_view(workspace, change, view.with_(name=given["name"])).name

            name = await self.office.change(keep)
            desk.use_view(name)
            self.home.note_change()
            self.tell_state()
            self.home.tell(say("{name}: kept; u takes it back", name=name))

        asked = [Asked("name", say("Name"), needed=True, hint=say("a view of the same name is replaced"))]
        await self.home.push_screen_wait(Form(say("Keep this list under a name"), asked, do))

    async def _drop(self, view: KeptView) -> None:
        from kamengine.work.accounts.views import drop_view

        who = self.office.who

        def drop(workspace: Workspace) -> None:
            with workspace.transaction(who) as change:
                drop_view(workspace, change, view.name)

        await self.office.change(drop)
        if self.desk.view_in_use == view.name:
            self.desk.use_view("")
            self.tell_state()
        self.home.note_change()
        self.home.tell(say("{name}: removed; u takes it back", name=view.name))


def _arrangement_of(view: KeptView, desk: Desk) -> Arrangement:
    """How a view arranges the list; one that sorts by a column that is gone sorts as usual."""
    assert desk.book is not None, "views are those of a list that is shown"
    results, first = desk.book.results, view.sort.split(",")[0]
    name = {"score": SCORE_LOW}.get(first.removeprefix("-"), first.removeprefix("-"))
    order = Order(name, descending=first.startswith("-")) if name in results.columns() else usual_order(results)
    return Arrangement(order, view.search, view.where or None)


def _ends(name: str) -> tuple[str, ...]:
    """The columns of a name: the score has two ends."""
    return (SCORE_LOW, SCORE_HIGH) if name == SCORE_LOW else (name,)


def _with_score(columns: Any) -> list[tuple[str, int]]:
    """Columns as they are called here: the score, and its two ends side by side, are one."""
    named = [(SCORE_LOW if name == "score" else name, cells) for name, cells in columns]
    return list({name: (name, cells) for name, cells in named if name != SCORE_HIGH}.values())


def _widened(columns: Sequence[Column], cells: Mapping[str, int]) -> tuple[Column, ...]:
    """Columns as wide as somebody wants them; 0 and none is as wide as usual."""

    def made(column: Column) -> Column:
        wanted = min(WIDEST, cells.get(column.name, 0))
        return replace(column, least=wanted, most=wanted) if wanted else column

    return tuple(made(column) for column in columns)


def _is_column(each: object) -> bool:
    """Whether what is remembered is a column and its width."""
    return (
        isinstance(each, list)
        and len(each) == 2
        and isinstance(each[0], str)
        and type(each[1]) is int
        and 0 <= each[1] <= WIDEST
    )


def _about(view: KeptView) -> str:
    return "  ".join(part for part in (view.where, f"/{view.search}" if view.search else "") if part)
