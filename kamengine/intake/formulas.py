r"""Cells that a spreadsheet would run as a formula, made harmless in what is written and restored in what comes back.

After OWASP, CSV Injection (https://owasp.org/www-community/attacks/CSV_Injection): a cell that begins with ``=``,
``+``, ``-``, ``@``, a tab or a line break, also full-width, gets a ``'`` before it. Plain numbers such as ``-12.5``
stay.
"""

from __future__ import annotations

import re

from kamengine.intake.sql_text import literal

_RUNS = "^'*[=+\\-@\t\r\n＝＋－＠]"
_NUMBER = "^'*[+-]?[0-9][0-9.,]*%?$"
_runs, _number = re.compile(_RUNS), re.compile(_NUMBER)


def neutralised(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    return f"'{text}" if _dangerous(text) else text


def restored(text: str) -> str:
    """What `neutralised` made the text from; a text that it did not make comes back as it is."""
    return text[1:] if text.startswith("'") and _dangerous(text[1:]) else text


def neutralised_sql(text: str) -> str:
    """`neutralised` as SQL, for an expression that is text."""
    return f"CASE WHEN {_dangerous_sql(text)} THEN '''' || {text} ELSE {text} END"


def restored_sql(text: str) -> str:
    """`restored` as SQL, for an expression that is text."""
    return f"CASE WHEN {text}[1] = '''' AND {_dangerous_sql(f'{text}[2:]')} THEN {text}[2:] ELSE {text} END"


def _dangerous(text: str) -> bool:
    return _runs.match(text) is not None and _number.fullmatch(text) is None


def _dangerous_sql(text: str) -> str:
    return f"(regexp_matches({text}, {literal(_RUNS)}) AND NOT regexp_matches({text}, {literal(_NUMBER)}))"
