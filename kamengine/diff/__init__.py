"""What differs between two runs, of packs, files or both: who moved, and the causes that undo each move."""

from kamengine.diff.changes import RuleChange
from kamengine.diff.difference import Cause, CauseCount, Difference, Mover, difference
from kamengine.diff.files import Compared, SideFiles, compare_files
from kamengine.diff.sides import Side

__all__ = [
    "Cause",
    "CauseCount",
    "Compared",
    "Difference",
    "Mover",
    "RuleChange",
    "Side",
    "SideFiles",
    "compare_files",
    "difference",
]
