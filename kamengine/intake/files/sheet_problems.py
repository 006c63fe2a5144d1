"""Why a spreadsheet cannot be read, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kamengine.intake.rows import shown
from kamengine.problems import KamError, Message, Place, say
from kamengine.spreadsheets.limits import memory_allowed

_MOST_SHEETS_SHOWN = 12


def refusal(path: Path, result: Mapping[str, Any]) -> KamError:
    """The error for what `kamengine.spreadsheets.program` refused; its ``result`` names the reason."""
    detail = shown(str(result.get("detail", "")).split("\n")[0])
    match result["refused"]:
        case "system":
            return KamError.of(say("the file cannot be read: {reason}", reason=detail), place=Place(str(path)))
        case "password":
            what, remedy = say("the workbook has a password"), say("save it without one")
        case "bomb":
            what, remedy = _bomb(result), say("save it again, or save the sheet as CSV")
        case "large":
            what, remedy = say("the sheet is too large"), say("save it as CSV")
        case "empty":
            what, remedy = _empty(list(map(shown, result["hidden"])))
        case "several":
            what = say("several sheets hold data: {sheets}", sheets=_listed(map(_sized, result["sheets"])))
            remedy = say("name one with --sheet")
        case "no sheet":
            what = say("there is no such sheet; the sheets are {sheets}", sheets=_listed(map(shown, result["names"])))
            remedy = say("name one with --sheet, or give its number")
        case _:
            what = say("the workbook is damaged: {reason}", reason=detail)
            remedy = say("open it in a spreadsheet program and save it again")
    return KamError.of(what, remedy, place=Place(str(path)))


def too_large(path: Path) -> KamError:
    """The error for a spreadsheet that does not fit into memory."""
    what = say("the workbook takes more than {size} MB of memory to read", size=memory_allowed() >> 20)
    remedy = say("delete what stands far away from the table, or save the sheet as CSV")
    return KamError.of(what, remedy, place=Place(str(path)))


def too_long(path: Path, seconds: int) -> KamError:
    """The error for a spreadsheet that takes too much time."""
    what = say("the workbook takes longer than {seconds} seconds to read", seconds=seconds)
    return KamError.of(what, say("save the sheet as CSV"), place=Place(str(path)))


def too_wide(path: Path, columns: int, most: int) -> KamError:
    """The error for a sheet with more columns than any table has."""
    what = say("the sheet has {columns} columns; at most {most} are read", columns=columns, most=most)
    return KamError.of(what, say("delete what stands beside the table"), place=Place(str(path)))


def no_headers(path: Path, row: int | None) -> KamError:
    """The error for a sheet in which no headers were found, in the row that the user named or anywhere."""
    if row is None:
        return KamError.of(say("the sheet is empty"), place=Place(str(path)))
    what = say("row {row} holds no headers", row=row)
    return KamError.of(what, say("name another one with --header-row"), place=Place(str(path), row))


def _bomb(result: Mapping[str, Any]) -> Message:
    return say(
        "the file of {packed} KB would unpack to {unpacked} MB, which is more than any table does",
        packed=max(1, int(result["packed"]) >> 10),
        unpacked=int(result["unpacked"]) >> 20,
    )


def _empty(hidden: list[str]) -> tuple[Message, Message]:
    """What is wrong with a workbook whose visible sheets are empty, and what to do."""
    if not hidden:
        return say("no sheet holds anything"), say("check the file")
    what = say("no visible sheet holds anything; hidden are {sheets}", sheets=_listed(hidden))
    return what, say("name a sheet with --sheet, or check the file")


def _sized(sheet: Mapping[str, Any]) -> Message:
    name = shown(sheet["name"])
    return say("{name} ({rows} rows, {columns} columns)", name=name, rows=sheet["rows"], columns=sheet["columns"])


def _listed(sheets: Any) -> list[object]:
    """The first sheets, and how many more there are."""
    found: list[object] = list(sheets)
    more = len(found) - _MOST_SHEETS_SHOWN
    return [*found[:_MOST_SHEETS_SHOWN], say("and {count} more", count=more)] if more > 0 else found
