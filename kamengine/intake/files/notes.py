"""What a user should know of a file that can be read all the same."""

from __future__ import annotations

from kamengine.intake.files.kinds import another_kind
from kamengine.intake.files.relation_file import RelationFile
from kamengine.intake.files.sheets import SheetFile
from kamengine.intake.rows import DataFile
from kamengine.problems import Message, say


def notes_on(file: DataFile, name: str | None = None) -> list[Message]:
    """What is odd about an opened file as a whole, though it keeps no row out.

    That is a file that is not what its name says, and formulas of a sheet whose cells are blank because nobody
    calculated them since a program wrote them.

    Args:
        file: the file.
        name: what the user calls it; None for its path.
    """
    if isinstance(file, RelationFile):
        return []
    name = name or str(file.path)
    odd = another_kind(file.path, name)
    notes = [odd] if odd else []
    if isinstance(file, SheetFile) and file.uncalculated:
        notes.append(
            say(
                "{file}: formulas that were never calculated, so that their cells are blank: {count:,}; "
                "open it in a spreadsheet program and save it there",
                file=name,
                count=file.uncalculated,
            )
        )
    return notes
