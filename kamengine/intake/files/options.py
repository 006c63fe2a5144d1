"""What a user may say about a file that is to be read; what is not said is found out from the file itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ReadOptions:
    """How a file is to be read.

    Attributes:
        encoding: the encoding of a text file, under any of its names (``gbk``, ``utf-16``); None to find it out.
        delimiter: what separates cells of a text file, one character or ``tab``; None to find it out.
        sheet: the sheet of a spreadsheet, by its name or its number from 1; None for the only one with data.
        header_row: the line or row of the headers, from 1; None to find it out.
        folder: where temporary files go; None for the folder that the system has for them.
    """

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    folder: Path | None = None
