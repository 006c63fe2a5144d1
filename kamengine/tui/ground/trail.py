"""The accounts that a dossier leads through: which one is looked at, and which come before and after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from kamengine.tui.portfolio.desk import Desk


@runtime_checkable
class Trail(Protocol):
    """Accounts in an order; a dossier moves the position as its reader goes on."""

    @property
    def count(self) -> int:
        """How many accounts there are."""

    @property
    def position(self) -> int:
        """Which one is looked at, from 0."""

    @position.setter
    def position(self, place: int) -> None: ...

    def account_at(self, position: int) -> str | None:
        """The id of the account at a position; None beyond the ends. As quick as reading a page of a list."""


class AccountTrail:
    """A few accounts, by their ids.

    Attributes:
        position: which one is looked at, from 0.
    """

    def __init__(self, accounts: Sequence[str], position: int = 0) -> None:
        """Lead through accounts, beginning with the one at a position."""
        self._accounts = tuple(accounts)
        self.position = position

    @property
    def count(self) -> int:
        """How many accounts there are."""
        return len(self._accounts)

    def account_at(self, position: int) -> str | None:
        """The id at a position; None beyond the ends."""
        return self._accounts[position] if 0 <= position < len(self._accounts) else None


class DeskTrail:
    """The accounts of a list as it is arranged; its cursor goes along."""

    def __init__(self, desk: Desk) -> None:
        """Lead through the view of a desk, beginning at its cursor."""
        self._desk = desk

    @property
    def count(self) -> int:
        """How many accounts the view has."""
        return self._desk.view.count if self._desk.view is not None else 0

    @property
    def position(self) -> int:
        """Where the cursor is."""
        return self._desk.cursor

    @position.setter
    def position(self, place: int) -> None:
        self._desk.cursor = place

    def account_at(self, position: int) -> str | None:
        """The id at a position of the view; None beyond its ends."""
        return self._desk.account_at(position)
