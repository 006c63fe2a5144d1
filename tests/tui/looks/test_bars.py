"""Bars of characters, and what tells their parts from each other."""

from __future__ import annotations

from rich.cells import cell_len

from kamengine.tui.looks.bars import tier_fill
from kamengine.tui.looks.inks import RANKS


def test_without_colours_every_tier_that_has_a_colour_of_its_own_has_a_fill_of_its_own():
    fills = [tier_fill(rank, colours=False) for rank in (*range(RANKS), None)]
    assert len(set(fills)) == len(fills) and not {"?", "▒"} & {fills[-1]}
    assert all(cell_len(fill) == 1 for fill in fills)
    assert tier_fill(RANKS + 3, colours=False) == fills[RANKS - 1]
    assert {tier_fill(rank, colours=True) for rank in (0, 4, None)} == {"█"}
