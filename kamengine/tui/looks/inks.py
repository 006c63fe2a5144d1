"""The inks that pieces of lines name; what each looks like is in ``app.tcss``, for every theme."""

from __future__ import annotations

RANKS = 6
"""Inks for the shares of a bar, ``rank0`` for the best tier; more tiers than that share the last."""

INKS = (
    *("muted", "faint", "strong", "heading", "open", "best", "bar", "rest", "track", "cap", "tab", "tab-here"),
    *("head", "head-sorted", "cursor", "cursor-blurred"),
    *(f"rank{rank}" for rank in range(RANKS)),
)


def style_class(ink: str) -> str:
    """The class by which the styles speak of an ink."""
    return f"ink--{ink}"


def rank_ink(rank: int) -> str:
    """The ink of a tier's share of a bar, by its place in the pack."""
    return f"rank{min(rank, RANKS - 1)}"


def tier_ink(rank: int, tiers: int) -> str:
    """The ink of a tier's name: the best stands out, the last stands back."""
    return "best" if rank == 0 else "muted" if rank == tiers - 1 else ""
