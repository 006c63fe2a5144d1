"""What can stand where one answers: the candidates that fit what is typed, and which of them the answer would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kamengine.problems import KamError, Place, say

_MOST_NAMED = 12
_LONGEST_SHOWN = 80


@dataclass(frozen=True)
class Candidate:
    """One of the things that can stand there.

    Attributes:
        value: the answer.
        label: what people call it, which is typed.
        about: what is said of it besides; it is searched, too.
    """

    value: str
    label: str
    about: str = ""

    def is_called(self, folded: str) -> bool:
        """Whether this is its name."""
        return folded in (self.label.casefold(), self.value.casefold())

    def begins(self, folded: str) -> bool:
        """Whether its name begins so."""
        return self.label.casefold().startswith(folded) or self.value.casefold().startswith(folded)

    def has(self, folded: str) -> bool:
        """Whether this stands anywhere in what is said of it."""
        return folded in self.label.casefold() or folded in self.about.casefold()


@dataclass(frozen=True)
class Candidates:
    """The candidates for one answer, and what was typed of it.

    Attributes:
        known: all of them.
        typed: by hand, with the blanks around it.
        offer: what is said of what is typed when it is taken as it is; empty when only the known count.
        place: which of `fitting` was chosen with a key; None when none was.
    """

    known: tuple[Candidate, ...]
    typed: str = ""
    offer: str = ""
    place: int | None = None

    @property
    def fitting(self) -> tuple[Candidate, ...]:
        """Those to choose from: all while nothing or a whole name is typed, else those that begin so or have it.

        What is typed itself comes last where it can be taken as it is.
        """
        if not self._sought or self._called is not None:
            return self.known
        own = (Candidate(self.typed.strip(), self.typed.strip(), self.offer),) if self.offer else ()
        return (*self._beginning, *self._having, *own)

    @property
    def taken(self) -> int | None:
        """Which of `fitting` the answer is; None when nothing is typed, or when it means none or several of them."""
        if self.place is not None or not self._sought:
            return self.place
        if self._called is not None:
            return self.known.index(self._called)
        alone = self._beginning or self._having or self.fitting
        return 0 if len(alone) == 1 else None

    def choose(self, steps: int) -> Candidates:
        """The same, with a candidate chosen so many steps further down, round the ends; the first or last at first."""
        if not self.fitting:
            return self
        here = self.taken if self.place is not None or self._called is not None else None
        place = here + steps if here is not None else 0 if steps > 0 else -1
        return self.choose_at(place % len(self.fitting))

    def choose_at(self, place: int) -> Candidates:
        """The same, with one of `fitting` chosen."""
        return replace(self, place=place)

    def answer(self, place: Place) -> str:
        """The value that is meant; what was typed itself when it may be anything.

        Args:
            place: where problems are.

        Raises:
            KamError: what is typed means none of the known, or several.
        """
        if self.taken is not None:
            return self.fitting[self.taken].value
        value, several = self.typed.strip()[:_LONGEST_SHOWN], self._beginning or self._having
        what = (
            say("{value} can mean several", value=value)
            if several
            else say("{value} is none of the choices", value=value)
        )
        names = [each.label for each in several or self.known][:_MOST_NAMED]
        raise KamError.of(what, say("one of: {names}", names=names), place=place)

    @property
    def _sought(self) -> str:
        return self.typed.strip().casefold()

    @cached_property
    def _called(self) -> Candidate | None:
        """The one whose whole name is typed."""
        return next((each for each in self.known if self._sought and each.is_called(self._sought)), None)

    @cached_property
    def _beginning(self) -> Sequence[Candidate]:
        return [each for each in self.known if each.begins(self._sought)]

    @cached_property
    def _having(self) -> Sequence[Candidate]:
        """Those that have it further in."""
        return [each for each in self.known if each.has(self._sought) and not each.begins(self._sought)]
