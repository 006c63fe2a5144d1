"""What the pages of a rule pack share: the head, the digits that lead from page to page, the editor."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import ClassVar

from textual.app import ComposeResult
from textual.widget import Widget

from kamengine.problems import say
from kamengine.tui.ground.keys import APP_KEYS, Key
from kamengine.tui.ground.speaking import SpeakingScreen
from kamengine.tui.rules.pack_head import PackHead
from kamengine.tui.rules.pack_shelf import PackStand
from kamengine.tui.widgets.key_line import KeyLine

RULES, LINES, CURVES = "1", "2", "3"
PAGES = ((RULES, say("Rules")), (LINES, say("Lines")), (CURVES, say("Curves")))
_SCREENS = {
    RULES: "kamengine.tui.rules.pack_rules:PackRulesScreen",
    LINES: "kamengine.tui.rules.pack_lines:PackLinesScreen",
    CURVES: "kamengine.tui.rules.pack_curves:PackCurvesScreen",
}

PACK_KEYS = (
    Key("escape,backspace", "Esc", "back", say("Back to the rule packs"), say("back")),
    Key("1", "1", "page_of('1')", say("Rules: criteria, score and tiers in words")),
    Key("2,m", "2 m", "page_of('2')", say("Lines: move them, and see who moves")),
    Key("e", "e", "edit", say("Open the file in your editor, and check it after that")),
    Key("3", "3", "page_of('3')", say("Curves: how the values of an indicator are spread")),
)
"""The keys that every page of a pack has."""


class PackScreen(SpeakingScreen[None]):
    """A page of a rule pack; the other pages are a digit away.

    Attributes:
        PAGE: its digit.
        KEYS: what can be done there.
    """

    PAGE: ClassVar[str]
    KEYS: ClassVar[tuple[Key, ...]] = PACK_KEYS
    CSS_PATH = "pack.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012  # as Textual declares it
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (104, "-wide")]  # noqa: RUF012

    def __init__(self, stand: PackStand) -> None:
        """Show a page of a pack."""
        super().__init__()
        self.stand = stand

    def compose(self) -> ComposeResult:
        """The head, what the page is made of, the keys."""
        yield PackHead(self.stand, PAGES, self.PAGE)
        yield from self.parts()
        yield KeyLine((*self.KEYS, *APP_KEYS))

    def parts(self) -> Iterable[Widget]:
        """What the page is made of."""
        raise NotImplementedError

    @property
    def is_there(self) -> bool:
        """Whether its parts are still there; they go before what is waited for comes to an end."""
        return bool(self.query(PackHead))

    def action_back(self) -> None:
        """Back to the list of packs."""
        self.dismiss()

    def action_edit(self) -> None:
        """Open the file in the reader's editor, on the page that shows what came of it."""
        self.app.switch_screen(page_of(self.stand, RULES, then="edit"))

    def action_page_of(self, digit: str) -> None:
        """Show another page of the same pack in place of this one."""
        if digit != self.PAGE:
            self.app.switch_screen(page_of(self.stand, digit))


def page_of(stand: PackStand, digit: str, then: str | None = None) -> PackScreen:
    """The page of a pack that a digit leads to.

    Args:
        stand: of the pack.
        digit: of the page.
        then: an action that the page does as soon as it is there.
    """
    module, name = _SCREENS[digit].split(":")
    screen: PackScreen = getattr(import_module(module), name)(stand)
    if then is not None:
        screen.call_later(screen.run_action, then)
    return screen
