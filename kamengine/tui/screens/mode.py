"""What the places of the app share: the line of modes above, the line of keys below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.widget import Widget

from kamengine.tui.ground.keys import APP_KEYS, Key
from kamengine.tui.ground.speaking import SpeakingScreen
from kamengine.tui.widgets.key_line import KeyLine
from kamengine.tui.widgets.mode_line import ModeLine


class ModeScreen(SpeakingScreen[None]):
    """A place that a digit leads to; see `kamengine.tui.ground.modes`.

    Attributes:
        MODE: its id.
        KEYS: what can be done there.
    """

    MODE: ClassVar[str]
    KEYS: ClassVar[tuple[Key, ...]] = ()
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012  # as Textual declares it
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (104, "-wide")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        """The modes where there are any, what the place is made of, the keys."""
        self._fit()
        if self.home.office is not None:
            line = ModeLine(self.MODE)
            line.state, line.alert = self.home.about
            yield line
        yield from self.parts()
        yield KeyLine((*self.KEYS, *APP_KEYS))

    def _fit(self) -> None:
        """Have the classes of the terminal's size from the beginning, so that not all is styled again for them."""
        width, height = self.app.size
        across = max(each for each in self.HORIZONTAL_BREAKPOINTS if each[0] <= width)
        down = max(each for each in self.VERTICAL_BREAKPOINTS if each[0] <= height)
        self.add_class(across[1], down[1])

    def keys_now(self) -> tuple[Key, ...]:
        """What can be done there as things stand, what matters most first; for the last line."""
        return self.KEYS

    def tell_keys(self) -> None:
        """Show on the last line what can be done now."""
        self.query_one(KeyLine).show((*self.keys_now(), *APP_KEYS))

    def parts(self) -> Iterable[Widget]:
        """What the place is made of."""
        raise NotImplementedError

    def state(self, text: str) -> None:
        """Say on the right of the last line where one is, such as ``12 / 2,000``."""
        self.query_one(KeyLine).state = text
