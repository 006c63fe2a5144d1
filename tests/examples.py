"""Laws that are tested on drawn examples: a few of them in every run, many more in the slow one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy

Law = Callable[..., None]


def holds_for(
    *strategies: SearchStrategy[Any], few: int, many: int, like: settings | None = None
) -> Callable[[Law], Callable[[int], None]]:
    """Make a test of a law: with `few` examples, the same in every run, and as a slow test with `many`, drawn anew.

    Args:
        strategies: what the arguments of the law are drawn from.
        few: how many examples of them the default run tries; examples written out are tried besides.
        many: how many the slow run tries.
        like: further settings; those of the profile if left out.
    """

    def test_of(law: Law) -> Callable[[int], None]:
        sizes = [pytest.param(few, id="few"), pytest.param(many, id="many", marks=pytest.mark.slow)]

        @pytest.mark.parametrize("examples", sizes)
        def test(examples: int) -> None:
            chosen = settings(like, max_examples=examples, derandomize=examples == few)
            chosen(given(*strategies)(law))()

        test.__doc__ = law.__doc__
        return test

    return test_of
