"""What must change for an account to reach a better tier: exactly, fact by fact and two facts together."""

from kamengine.changes.find import what_must_change
from kamengine.changes.model import Change, Changes, Interval, Move

__all__ = ["Change", "Changes", "Interval", "Move", "what_must_change"]
