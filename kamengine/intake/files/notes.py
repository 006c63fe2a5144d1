"""What a user should know of a file that can be read all the same."""

from __future__ import annotations

from kamengine.intake.files.kinds import another_kind
from kamengine.intake.files.relation_file import RelationFile
from kamengine.intake.files.sheets import SheetFile
from kamengine.intake.rows import DataFile
from kamengine.problems import Place, Problem, say


def notes_on(file: DataFile) -> list[Problem]:
    """What is odd about an opened file as a whole, each with a remedy where there is one; none of it keeps rows out.

    A file that is not what its name says, and formulas of a sheet whose cells are blank because nobody calculated them
    since a program wrote them.
    """
    place, notes = Place(str(file.path)), []
    if not isinstance(file, RelationFile) and (what := another_kind(file.path)):
        notes.append(Problem(place, what))
    if isinstance(file, SheetFile) and file.uncalculated:
        what = say("formulas without a value, whose cells are blank: {count:,}", count=file.uncalculated)
        remedy = say("open the file in a spreadsheet program, save it there and import it again")
        notes.append(Problem(place, what, remedy))
    return notes
