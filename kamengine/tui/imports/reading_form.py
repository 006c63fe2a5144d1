"""How files are read, as a form asks for it: what was answered stands there; what holds without an answer is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from kamengine.intake.imports.request import ImportRequest
from kamengine.intake.imports.result import ImportResult
from kamengine.intake.values.decisions import DateOrder, DecimalSign
from kamengine.intake.values.options import ValueOptions, value_options
from kamengine.locale.display import plain
from kamengine.problems import Message, say
from kamengine.tui.dialogs.form import Asked

_ALL = ""  # under which options of all columns stand
_KEYED = {True: say("a header, or # for the row numbers; else found out"), False: say("a header; else found out")}
_FOUND = say("else found out")
_CELLS = say("else found out from the cells")


def asked_of_reading(request: ImportRequest, result: ImportResult | None) -> list[Asked]:
    """What is asked, with what holds now.

    Args:
        request: what was answered before.
        result: what came of it; None where nothing could be looked at.
    """
    values, reading = request.values, request.reading
    modes = ("replace", "merge") if request.of_accounts else ("append", "replace-period")
    used = say("else {mode}", mode=result.mode) if result is not None and request.mode is None else None
    before = result.plan[0].before if result is not None and result.plan else ValueOptions()
    return [
        Asked("mode", say("Mode"), request.mode or "", _same(modes), used),
        Asked("key", say("Column of the account's id"), request.key or "", hint=_KEYED[request.of_accounts]),
        *_of_same_ids(request),
        Asked(
            "dates", say("Order of day and month"), values.dates.get(_ALL, ""), _same(get_args(DateOrder)),
            _as_before(before.dates.get(_ALL)),
        ),
        Asked(
            "decimal", say("Decimal sign"), values.decimals.get(_ALL, ""), _same(get_args(DecimalSign)),
            _as_before(before.decimals.get(_ALL)),
        ),
        Asked("encoding", say("Encoding"), reading.encoding or "", hint=_encoding(result)),
        Asked("delimiter", say("Delimiter"), reading.delimiter or "", hint=_FOUND),
        Asked("sheet", say("Sheet"), reading.sheet or "", hint=say("by name or number")),
    ]  # fmt: skip


def request_so(request: ImportRequest, answers: Mapping[str, str]) -> ImportRequest:
    """The request with what was answered; what was said of single columns stays.

    Raises:
        KamError: there is no such order or sign.
    """
    reading = replace(
        request.reading,
        **{name: answers[name] or None for name in ("encoding", "delimiter", "sheet")},  # type: ignore[arg-type]
    )
    some = {name: [answers[name]] if answers[name] else [] for name in ("dates", "decimal")}
    answered, before = value_options(some["dates"], some["decimal"]), request.values
    values = replace(
        before,
        dates={**_of_columns(before.dates), **answered.dates},
        decimals={**_of_columns(before.decimals), **answered.decimals},
    )
    mode: Any = answers["mode"] or None
    same: Any = answers.get("duplicate_ids") or request.duplicate_ids
    key = answers["key"] or None
    return replace(request, mode=mode, reading=reading, values=values, key=key, duplicate_ids=same)


def _of_columns(options: Mapping[str, Any]) -> dict[str, Any]:
    return {header: option for header, option in options.items() if header != _ALL}


def _same(words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Choices that are called as they are written."""
    return [(word, word) for word in words]


def _as_before(word: str | None) -> Message:
    """What holds where nothing is answered."""
    return _CELLS if word is None else say("else found out from the cells, or {word} as the last time", word=word)


def _encoding(result: ImportResult | None) -> Message:
    found = dict.fromkeys(plain(file.encoding, 40) for file in result.files if file.encoding) if result else {}
    return say("found out: {names}", names=list(found)) if found else say("such as gb18030; else found out")


def _of_same_ids(request: ImportRequest) -> list[Asked]:
    """Which of the rows of accounts that have one id is taken; rows of ledgers have no id of their own."""
    which = [("quarantine", say("none of them")), ("first", say("the first one")), ("last", say("the last one"))]
    asked = Asked("duplicate_ids", say("Of rows with the same id, take"), request.duplicate_ids, which)
    return [asked] if request.of_accounts else []
