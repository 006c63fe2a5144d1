"""The line that says how long an import will still take."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from kamengine.cli.pages.progress import ProgressLine
from kamengine.locale import Messages
from kamengine.problems import say


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("lang", "left"), [("en", r"([\d.]+) s left"), ("zh", r"([\d.]+) 秒")])
def test_in_a_stage_that_is_slower_than_those_before_the_time_left_falls(lang, left):
    clock = Clock()
    line = ProgressLine(Messages.of(lang), clock)
    line.stage(say("understanding the values"), 0.0, 0.75)
    line._greatest = 0.75  # all of it is done
    clock.now = 15.0
    line.stage(say("looking for what is odd"), 0.75, 0.85)

    told = []
    for tenth in range(2, 10):
        clock.now = 15.0 + tenth
        found = re.search(left, line.text(0.75 + 0.01 * tenth, Messages.of(lang)))
        assert found is not None
        told.append(float(found[1]))
    settled = told[1:]  # by then the stage has run long enough to say how fast it is
    assert all(after < before for before, after in pairwise(settled))
    assert settled[0] == pytest.approx(
        7 + 0.15 * 18 / 0.78, abs=0.6
    )  # 7 more seconds of it, the rest at the pace of all


def test_at_the_beginning_nobody_can_say(capsys):
    assert ProgressLine(Messages.of("en"), Clock()).text(0.01, Messages.of("en")) == "opening the files …"
