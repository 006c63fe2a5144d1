"""The terminal app: accounts with tier and score, and for each one why, and what to do. Only this room reaches Textual.

Textual itself is loaded when the app is opened, not when this is imported.
"""

from __future__ import annotations

from kamengine.tui.ground.office import Office
from kamengine.tui.picture import screenshot
from kamengine.tui.portfolio.portfolio import Portfolio, portfolios_in
from kamengine.tui.start import run_app

__all__ = ["Office", "Portfolio", "portfolios_in", "run_app", "screenshot"]
