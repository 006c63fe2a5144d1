"""What if a line moved: who goes where, the counts along the line, and the line that gives a wanted count."""

from kamengine.whatif.fit import Fit, fit
from kamengine.whatif.knobs import Knob, knob_of, knobs_of
from kamengine.whatif.settings import combined, parse_goal, parse_search, parse_sweep, parse_weights
from kamengine.whatif.step import Moved, WhatIf, what_if, write_movers
from kamengine.whatif.sweep import SweepStep, sweep

__all__ = [
    "Fit",
    "Knob",
    "Moved",
    "SweepStep",
    "WhatIf",
    "combined",
    "fit",
    "knob_of",
    "knobs_of",
    "parse_goal",
    "parse_search",
    "parse_sweep",
    "parse_weights",
    "sweep",
    "what_if",
    "write_movers",
]
