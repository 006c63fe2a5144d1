"""The two packs of a difference, for whoever speaks of it."""

from __future__ import annotations

from dataclasses import dataclass

from kamengine.pack.checked import CheckedPack


@dataclass(frozen=True)
class Packs:
    """The packs of the old and of the new run."""

    old: CheckedPack
    new: CheckedPack

    def knowing(self, name: str) -> CheckedPack:
        """The one that knows a name best: the new one where it has it."""
        known = (checked for checked in (self.new, self.old) if name in checked.symbols or name in checked.criteria)
        return next(known, self.new)
