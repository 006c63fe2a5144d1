"""One account: why it has its tier, what to do, what is known."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from kamengine.explain import Explanation
from kamengine.locale.display import number
from kamengine.problems import say
from kamengine.tui.desk import Desk, desks_of
from kamengine.tui.keys import APP_KEYS, Key, bindings
from kamengine.tui.lines import Line
from kamengine.tui.opening import Opening
from kamengine.tui.sections.dossier import dossier
from kamengine.tui.speaking import SpeakingScreen
from kamengine.tui.trail import Trail
from kamengine.tui.widgets.account_head import AccountHead
from kamengine.tui.widgets.document import Document
from kamengine.tui.widgets.key_line import KeyLine

KEYS = (
    Key("escape,backspace", "Esc", "back", say("Back to the list"), say("back")),
    Key("n,right", "n", "turn(1)", say("Next account"), say("next")),
    Key("p,left", "p", "turn(-1)", say("Previous account")),
    Key("1", "1", "section('why')", say("Why"), say("why")),
    Key("2", "2", "section('plan')", say("Plan: what the tier calls for"), say("plan")),
    Key("3", "3", "section('facts')", say("Facts: what is known"), say("facts")),
    Key("j,down", "j ↓", "scroll(1)", say("Further down")),
    Key("k,up", "k ↑", "scroll(-1)", say("Further up")),
    Key("pagedown,ctrl+d,ctrl+f,space", "PgDn", "page(1)", say("Next page")),
    Key("pageup,ctrl+u,ctrl+b", "PgUp", "page(-1)", say("Previous page")),
    Key("g,home", "g Home", "top", say("To the top")),
    Key("G,end", "G End", "bottom", say("To the bottom")),
)


class DossierScreen(SpeakingScreen[None]):
    """All about one account; the next one is a key away."""

    KEYS: ClassVar[tuple[Key, ...]] = KEYS
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    AUTO_FOCUS = "Document"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012  # as Textual declares it

    def __init__(self, trail: Trail, how: Opening) -> None:
        """The account at the position of a trail."""
        super().__init__()
        self._trail = trail
        self._given_desk = how.get("desk")
        self._explanation: Explanation | None = None
        self._account: str | None = None  # the one that is wanted now

    def compose(self) -> ComposeResult:
        """Who it is, the text, the keys."""
        yield AccountHead()
        yield Document()
        yield KeyLine((*KEYS, *APP_KEYS))

    def on_mount(self) -> None:
        """Look the account up."""
        self._look_up()

    def say_again(self) -> None:
        """The state in the language that is spoken now."""
        self._tell_state()

    @property
    def ready(self) -> bool:
        """Whether the account is shown that was asked for."""
        return self._explanation is not None and self._explanation.account_id == self._account

    # ── the account ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _look_up(self) -> None:
        self._tell_state()
        self._account = self._trail.account_at(self._trail.position)
        if self._account is not None:
            self.run_worker(self._explain(self._account))

    async def _explain(self, account: str) -> None:
        explanation = await asyncio.to_thread(self._desk.explain, account, lambda: account == self._account)
        if explanation is not None and account == self._account:
            self._explanation = explanation
            self.query_one(AccountHead).show(explanation)
            self.query_one(Document).show(self._set)

    def _set(self, cells: int) -> tuple[list[Line], dict[str, int]]:
        it = self._explanation
        assert it is not None
        playbooks = self._desk.portfolio.playbooks(it.tier) if it.tier is not None else ()
        return dossier(it, playbooks, self.messages, cells)

    def _tell_state(self) -> None:
        language = self.messages.language
        here, of = number(self._trail.position + 1, language), number(self._trail.count, language)
        self.query_one(KeyLine).state = f"{here} / {of}"

    @property
    def _desk(self) -> Desk:
        return self._given_desk or desks_of(self)[0]

    # ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_back(self) -> None:
        """Back to the list."""
        self.dismiss()

    def action_turn(self, accounts: int) -> None:
        """Another account of the list, in its order."""
        there = self._trail.position + accounts
        if 0 <= there < self._trail.count:
            self._trail.position = there
            self._look_up()

    def action_section(self, section: str) -> None:
        """Bring a section to the top."""
        self.query_one(Document).go_to(section)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one(Document).scroll_lines(lines)

    def action_page(self, pages: int) -> None:
        """Scroll by screens."""
        self.query_one(Document).scroll_pages(pages)

    def action_top(self) -> None:
        """Scroll to the beginning."""
        self.query_one(Document).scroll_lines(-self.query_one(Document).virtual_size.height)

    def action_bottom(self) -> None:
        """Scroll to the end."""
        self.query_one(Document).scroll_lines(self.query_one(Document).virtual_size.height)
