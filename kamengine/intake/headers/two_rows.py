"""Headers that were joined from two rows, ``合同 签约日期``: what stood in the lower row alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import takewhile

from kamengine.intake.headers.columns import name_headers


def lower_parts(headers: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """What may have stood in the lower row, of the columns that share their first words with a neighbour.

    Args:
        headers: joined from two rows, in the order of the columns. Where one ends and the other begins is no longer
            known; columns under one cell of the upper row begin with the same words.

    Returns:
        by column the texts that are possible, the longest first.
    """
    words = [header.split() for header in headers]
    parts = {}
    for column, own in enumerate(words):
        beside = words[max(column - 1, 0) : column] + words[column + 1 : column + 2]
        shared = min(max((_shared(own, other) for other in beside), default=0), len(own) - 1)
        if shared > 0:
            parts[column] = tuple(" ".join(own[cut:]) for cut in range(1, shared + 1))
    return parts


def are_headers(upper: Sequence[str], lower: Sequence[str], headers: Sequence[str]) -> bool:
    """Whether two rows are those from which headers were joined.

    Args:
        upper: the cells of the upper row; an empty one may belong to the cell before it, as merged cells do.
        lower: those of the lower row.
        headers: of the columns, as `kamengine.intake.files.header_rows` joined them.
    """
    over = ""
    for column, (high, low, header) in enumerate(zip(upper, lower, headers, strict=True)):
        over = high or over
        joined = {high if high == low else f"{high} {low}".strip(), over if over == low else f"{over} {low}".strip()}
        if header not in joined and (high or low or header != name_headers([""] * (column + 1))[-1]):
            return False
    return any(upper) and any(lower)


def meant_below(
    headers: Sequence[str], meant: Callable[[str], Sequence[str]], free: Collection[int], taken: Collection[str]
) -> Mapping[int, str]:
    """The field of each column that only its lower header names, and no other column claims.

    Args:
        headers: joined from two rows.
        meant: the fields that a header names.
        free: the columns whose whole header names none.
        taken: the fields that have a column.
    """
    found: dict[int, str] = {}
    for column, parts in lower_parts(headers).items():
        names = next((names for part in parts if (names := meant(part))), ()) if column in free else ()
        if len(names) == 1 and names[0] not in taken:
            found[column] = names[0]
    claimed = list(found.values())
    return {column: name for column, name in found.items() if claimed.count(name) == 1}


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """With how many of the same words two headers begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
