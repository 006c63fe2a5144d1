"""Which quarantined rows of an import are settled since, and where the others wait, as the retries of them say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kamengine.workspace.records import ImportRecord

Origin = tuple[str, int | None]
"""The file and the line where a row stood at first."""


def taken_since(counting: Iterable[ImportRecord], record: ImportRecord) -> dict[Origin, ImportRecord]:
    """Where the rows stood that were quarantined by an import and are settled since: taken, or left out when mended.

    Args:
        counting: the imports that count, oldest first.
        record: the import that left the rows out.

    Returns:
        each with the import that settled it.
    """
    return {
        origin: later for later, retried in _retries(counting, record) for origin in _origins(retried.get("lines", {}))
    }


def still_open(counting: Iterable[ImportRecord], record: ImportRecord) -> int:
    """How many of the rows that an import quarantined were neither taken nor left out since.

    Rows of a quarantine file that came back and are still bad are those of the first import: counted there only.

    Args:
        counting: the imports that count, oldest first.
        record: the import.
    """
    return sum(open_files(counting, record).values())


def open_files(counting: Iterable[ImportRecord], record: ImportRecord) -> dict[str, int]:
    """The files in which rows that an import quarantined wait to be mended: of each row the newest.

    Args:
        counting: the imports that count, oldest first.
        record: the import.

    Returns:
        how many wait in each, by its path from the folder of the workspace; the import's own first.
    """
    if record.details.get("retried") or record.quarantine is None:
        return {}
    held = list(counting)
    settled = taken_since(held, record)
    newest: dict[Origin, str] = {}
    for later, retried in _retries(held, record):
        if later.quarantine is not None:
            newest |= dict.fromkeys(_origins(retried.get("left", {})), later.quarantine)
    moved = Counter(file for origin, file in newest.items() if origin not in settled)
    own = max(0, record.counts.quarantined - len(settled) - moved.total())
    return {record.quarantine: own, **moved} if own else dict(moved)


def _retries(counting: Iterable[ImportRecord], record: ImportRecord) -> Iterator[tuple[ImportRecord, dict[str, Any]]]:
    """The imports of rows that an import had quarantined, and what they say of these."""
    for later in counting:
        retried = later.details.get("retried")
        if retried and retried["import"] == record.id:
            yield later, retried


def _origins(lines: Mapping[str, Sequence[int]]) -> Iterator[Origin]:
    return ((file, line) for file, of_file in lines.items() for line in of_file)
