"""What is read of the accounts in sight only, since reading it of all would take too long."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

_MOST = 5000  # accounts that are remembered

T = TypeVar("T")


class Beside(Generic[T]):
    """Something of accounts, such as their next task; those that are drawn and not known are wanted, and read together.

    Attributes:
        asks: called when something is wanted; None while nobody can read it.
    """

    def __init__(self) -> None:
        """Nothing is known yet."""
        self.asks: Callable[[], None] | None = None
        self._known: dict[str, T | None] = {}
        self._wanted: dict[str, None] = {}

    def has(self, account: str) -> bool:
        """Whether an account has been read."""
        return account in self._known

    def knows(self, account: str) -> bool:
        """Whether an account has been read; one that has not is wanted from now on."""
        if account in self._known:
            return True
        self._wanted[account] = None
        if self.asks is not None:
            self.asks()
        return False

    def of(self, account: str) -> T | None:
        """What is known of an account that has been read; None where there is nothing."""
        return self._known.get(account)

    def wanted(self) -> tuple[str, ...]:
        """The accounts to read, which are not wanted any more then."""
        accounts = tuple(account for account in self._wanted if account not in self._known)
        self._wanted.clear()
        return accounts

    def learn(self, asked: Sequence[str], found: Mapping[str, T | None]) -> None:
        """Take in what was found, also of others; those that were asked for and have nothing are known for it."""
        if len(self._known) > _MOST:
            self._known.clear()
        self._known |= {**dict.fromkeys(asked), **found}

    def forget(self) -> None:
        """Read everything again, since it may have changed."""
        self._known.clear()
