"""The list of accounts: sorted, searched, opened from here."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from kamengine.engine.pages import Arrangement, Order
from kamengine.locale.display import number, plain
from kamengine.problems import KamError, code_of, say
from kamengine.tui.accounts.arranging import Arranger
from kamengine.tui.accounts.asking import NextTasks, Trends
from kamengine.tui.accounts.bulk_work import BULK_KEYS, BulkWork
from kamengine.tui.accounts.marking import MARK_KEYS
from kamengine.tui.accounts.narrowing import NARROWING_KEYS
from kamengine.tui.accounts.overview import Overview
from kamengine.tui.accounts.table import AccountTable
from kamengine.tui.accounts.viewing import VIEW_KEYS, Viewing
from kamengine.tui.actions.run_work import RunWork
from kamengine.tui.ground.keys import Key, bindings
from kamengine.tui.ground.modes import MODES
from kamengine.tui.ground.telling import told
from kamengine.tui.ground.trail import DeskTrail
from kamengine.tui.portfolio.columns import DIFFERS, Column
from kamengine.tui.portfolio.desk import Desk, desks_of
from kamengine.tui.portfolio.remembering import portfolio_in_front, remember

KEYS = (
    Key("enter", "↵", "open", say("Open the account: why, and what to do"), say("why")),
    *NARROWING_KEYS,
    Key("s", "s", "sort", say("Sort by the next column"), say("sort")),
    Key("right", "→", "aside(1)", say("Further columns, where there is no room for all")),
    Key("left", "←", "aside(-1)", say("Back to the columns before")),
    Key("S", "S", "reverse", say("Sort the other way round")),
    Key("right_square_bracket,tab,right_black_lenticular_bracket", "]", "turn(1)", say("Next portfolio")),
    Key("left_square_bracket,shift+tab,left_black_lenticular_bracket", "[", "turn(-1)", say("Previous portfolio")),
    Key("r", "r", "renew", say("Look again; run the rules again where facts or rules have changed")),
    Key("j,down", "j ↓", "move(1)", say("Next account")),
    Key("k,up", "k ↑", "move(-1)", say("Previous account")),
    Key("pagedown,ctrl+d,ctrl+f", "PgDn", "page(1)", say("Next page")),
    Key("pageup,ctrl+u,ctrl+b", "PgUp", "page(-1)", say("Previous page")),
    Key("g,home", "g Home", "first", say("First account")),
    Key("G,end", "G End", "last", say("Last account")),
    *VIEW_KEYS,
    *MARK_KEYS,
    *BULK_KEYS,
    Key("escape", "Esc", "back", say("End the range, the search, the condition, then the marks")),
)
_NO_MARKS = replace(KEYS[-1], brief=say("unmark"))
_VIEW = 24  # cells of the name of a view in the last line


class AccountsScreen(Viewing, BulkWork, RunWork):
    """The accounts of one portfolio at a time."""

    MODE = "accounts"
    KEYS: ClassVar[tuple[Key, ...]] = KEYS
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    AUTO_FOCUS = "AccountTable"

    def __init__(self) -> None:
        """Begin with the first portfolio."""
        super().__init__()
        self._here = 0
        self._seen: dict[int, int] = {}  # how many changes a portfolio has caught up with, by its place
        self._arranger = Arranger(self._show, self._refuse)
        self._refused: Arrangement | None = None
        self._tasks: NextTasks | None = None
        self._trends: Trends | None = None

    def parts(self) -> Iterable[Widget]:
        """The head, the list, the search when it is used."""
        yield Overview(self._desks)
        yield AccountTable()
        yield from self.narrowing_parts()

    def on_mount(self) -> None:
        """Read the portfolio that was in front when the workspace was open last, else the first one."""
        self._here = portfolio_in_front(self.home.memory, [desk.portfolio for desk in self._desks])
        self.watch(self.table, "cursor", self.on_account_table_moved, init=False)  # told in the frame of the key
        if self.home.office is not None:
            self._tasks = NextTasks(self, self.home.office, self._desks)
        self._trends = Trends(self, self._desks)
        self.put_in_order()

    def on_unmount(self) -> None:
        """Let nothing go on that nobody waits for, and remember how the lists are looked at."""
        self._arranger.give_up()
        remember(self.home.memory, self._desks, self.desk)

    def say_again(self) -> None:
        """The state in the language that is spoken now."""
        if self._tasks is not None:
            self._tasks.forget()
        self.tell_met()
        self.tell_state()

    @property
    def copied(self) -> str:
        """The id of the account that is looked at."""
        return self.table.account_id or ""

    @property
    def ready(self) -> bool:
        """Whether the list is in the order and narrowed as was asked for, or that was refused."""
        desk = self.desk
        if self.looking or self.filter_bar.checking:
            return False
        if any(each is not None and each.asking for each in (self._tasks, self._trends)):
            return False
        if self._refused == desk.arrangement:
            return True
        return desk.is_arranged and self.table.view is desk.view

    # ── the parts ────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _desks(self) -> tuple[Desk, ...]:
        return desks_of(self)

    @property
    def desk(self) -> Desk:
        """The portfolio that is shown."""
        return self._desks[self._here]

    # ── making a view ────────────────────────────────────────────────────────────────────────────────────────────────

    def put_in_order(self, *, stay: bool = False) -> None:
        """Show the portfolio in the order and narrowed as its desk says; on the same account, or from the top."""
        desk = self.desk
        if desk.view is None:
            self.table.clear(self._reading(desk))
        self.state(self.messages.say("sorting…"))
        account = self.table.account_id if stay else None
        self._refused = None
        self.run_worker(self._arranger.arrange(desk, account))

    def _reading(self, desk: Desk) -> str:
        if desk.portfolio.kept:
            return self.messages.say("Reading the accounts…")
        return self.messages.say("Classifying the accounts for the first time…")

    def _show(self, desk: Desk) -> None:
        """Show what a desk has now."""
        self.query_one(Overview).show(self._here)
        self.recall(desk)
        if desk.view is not None and self.table.view is not desk.view:
            self.table.show(desk.view, desk.columns, desk.cursor)
            self.follow_marks()
            self.look_elsewhere(self._desks)
        self.tell_met()
        self.tell_state()

    def _refuse(self, desk: Desk, error: KamError) -> None:
        """Say why a list cannot be shown; one that is shown stays."""
        self._refused = desk.arrangement
        if desk.view is None:
            self.table.clear(*told(error, self.messages), *self._way_out(error))
            self.state("")
        else:
            self.home.tell(error)
            self.tell_state()

    def _way_out(self, error: KamError) -> Iterable[str]:
        """What helps here where there are no accounts yet."""
        empty = any(code_of(problem.what) == "the-workspace-holds-no-accounts-yet" for problem in error.problems)
        for mode in MODES if empty else ():
            if mode.id == "import":
                yield self.messages.say("Press {digit} to bring a file in.", digit=mode.digit)

    def tell_state(self) -> None:
        """Say where the cursor is, and whether the run is old."""
        desk, language = self.desk, self.messages.language
        here = number(min(desk.cursor + 1, desk.view.count), language) if desk.view else ""
        where = f"{here} / {number(desk.view.count, language)}" if desk.view else ""
        stale = "" if desk.state.current else self.messages.say("facts or rules changed, press r")
        told = (stale, self.marks_told(), self._view_told, self._in_effect_told, where)
        self.state("   ".join(part for part in told if part))

    @property
    def _in_effect_told(self) -> str:
        """What the mark at the tier of the account under the cursor means; empty where it has none."""
        account = self.table.account_id
        tier = self.desk.in_effect(account) if account is not None else None
        told = self.messages.say("in effect: {tier}", tier=tier) if tier is not None else ""
        return plain(f"{DIFFERS} {told}", None) if told else ""

    @property
    def _view_told(self) -> str:
        """The name of the kept view that is shown; empty for none."""
        return plain(self.desk.view_in_use, _VIEW)

    # ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_open(self) -> None:
        """Open the account under the cursor."""
        self.table.open()

    def action_back(self) -> None:
        """End what was begun last: a range, the search, the condition, the marks."""
        if not (self.range_begun and self.end_marking()) and not self.end_narrowing():
            self.end_marking()

    def action_sort(self) -> None:
        """Sort by the next column in sight."""
        columns = [column for column in self.table.columns_shown if column.sortable]
        names = [column.name for column in columns]
        if names:
            now = names.index(self.desk.order.column) if self.desk.order.column in names else -1
            self._sort_by(columns[(now + 1) % len(columns)])

    def action_reverse(self) -> None:
        """Sort the other way round."""
        self.desk.order = Order(self.desk.order.column, not self.desk.order.descending)
        self.put_in_order()

    def action_renew(self) -> None:
        """Look again at everything; where facts or rules have changed, run them again."""
        if self.home.office is not None:
            self.attempt(self._renewed(self.desk))

    async def _renewed(self, desk: Desk) -> None:
        reference = desk.portfolio.reference
        with self.under_way():
            if reference is not None and not desk.state.current:
                self.state(self.messages.say("running the rules…"))
                try:
                    await self.run_pack(reference)
                finally:
                    self.tell_state()
            await self.home.run_action("app.refresh")

    def work_changed(self) -> None:
        """Look again at the portfolio that is shown."""
        if self._tasks is not None:
            self._tasks.forget()
        if self.desk.is_arranged:
            self.attempt(self._catches_up(self.desk))
        else:
            self.put_in_order()

    async def _catches_up(self, desk: Desk) -> None:
        self._seen[self._desks.index(desk)] = self.home.changes
        with self.under_way():
            changed = await asyncio.to_thread(desk.catch_up)
        if desk is not self.desk:
            desk.view = None  # it is read when it is turned to
        elif changed:
            self.query_one(Overview).show(self._here)
            self.put_in_order(stay=True)
        self.tell_state()

    def action_turn(self, steps: int) -> None:
        """Show another portfolio."""
        self._turn_to((self._here + steps) % len(self._desks))

    def action_move(self, rows: int) -> None:
        """Move the cursor by rows."""
        self.table.move(rows)

    def action_aside(self, steps: int) -> None:
        """Go to further columns, or back."""
        self.table.go_aside(steps)

    def action_page(self, pages: int) -> None:
        """Move the cursor by screens."""
        self.table.move_pages(pages)

    def action_first(self) -> None:
        """Go to the first account."""
        self.table.move_to(0)

    def action_last(self) -> None:
        """Go to the last account."""
        if self.desk.view is not None:
            self.table.move_to(self.desk.view.count - 1)

    def _sort_by(self, column: Column) -> None:
        self.desk.order = Order(column.name, column.descending)
        self.put_in_order()

    def _turn_to(self, index: int) -> None:
        if index == self._here:
            return
        self.take_search_to(self._desks[index])
        self._here = index
        self.show_narrowing()
        self.table.focus()
        self._arranger.give_up()
        self.query_one(Overview).show(index)
        if self.desk.is_arranged:
            self._show(self.desk)
            if self._seen.get(index, 0) != self.home.changes:  # what was changed while another one was in front
                self.attempt(self._catches_up(self.desk))
        else:
            self.put_in_order()

    # ── what the parts tell ──────────────────────────────────────────────────────────────────────────────────────────

    def on_account_table_moved(self) -> None:
        """Remember where the cursor is, and say so."""
        if self.table.view is self.desk.view:
            self.desk.cursor = self.table.cursor
            self.tell_state()

    def on_account_table_laid_out(self) -> None:
        """Show how to reach the columns that there is no room for."""
        self.tell_keys()

    def keys_now(self) -> tuple[Key, ...]:
        """While accounts are marked what can be done with them, else also how to reach further columns."""
        n = self.table.columns_further
        further = say("+{n} columns", n=n) if n > 1 else say("+1 column")
        back = say("back") if self.table.columns_passed else None
        brief = {"aside(1)": further if n else None, "aside(-1)": back}
        keys = tuple(replace(key, brief=brief.get(key.action, key.brief)) for key in self.KEYS)
        return (*BULK_KEYS, *keys[:1], _NO_MARKS) if self.marks.count else keys

    def on_account_table_opened(self) -> None:
        """Open the dossier; when it closes, the cursor is where the reader has got to."""
        follow = partial(self._follow, self.desk)
        self.home.open_account(DeskTrail(self.desk), desk=self.desk, then=follow)

    def _follow(self, desk: Desk) -> None:
        """Look at the account that the reader of a dossier got to."""
        if desk is self.desk:
            self.table.move_to(desk.cursor)

    def on_account_table_heading_chosen(self, event: AccountTable.HeadingChosen) -> None:
        """Sort by the column, or the other way round when it is sorted by it already."""
        if event.column.name == self.desk.order.column:
            self.action_reverse()
        elif event.column.sortable:
            self._sort_by(event.column)

    def on_overview_portfolio_chosen(self, event: Overview.PortfolioChosen) -> None:
        """Show the portfolio whose tab was clicked."""
        self._turn_to(event.index)
