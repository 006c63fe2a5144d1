"""What is asked of the workspace for the accounts in sight only, since asking for all would take too long."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamengine.work.listing import Listed

_MOST = 5000  # accounts that are remembered


class Beside:
    """The next tasks of accounts; those that are drawn and not known are wanted, and asked for together.

    Attributes:
        asks: called when something is wanted; None while nobody can ask.
    """

    def __init__(self) -> None:
        """Nothing is known yet."""
        self.asks: Callable[[], None] | None = None
        self._known: dict[str, Listed | None] = {}
        self._wanted: dict[str, None] = {}

    def knows(self, account: str) -> bool:
        """Whether an account has been asked for; one that has not is wanted from now on."""
        if account in self._known:
            return True
        self._wanted[account] = None
        if self.asks is not None:
            self.asks()
        return False

    def next_task(self, account: str) -> Listed | None:
        """The next task of an account that is known; None where there is nothing to do."""
        return self._known.get(account)

    def wanted(self) -> tuple[str, ...]:
        """The accounts to ask for, which are not wanted any more then."""
        accounts = tuple(self._wanted)
        self._wanted.clear()
        return accounts

    def learn(self, asked: Sequence[str], found: Mapping[str, Listed]) -> None:
        """Take in what was found; accounts that were asked for and have nothing are known to have nothing."""
        if len(self._known) > _MOST:
            self._known.clear()
        self._known |= {account: found.get(account) for account in asked}

    def forget(self) -> None:
        """Ask again for everything, since it may have changed."""
        self._known.clear()
