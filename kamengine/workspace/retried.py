"""Which quarantined rows of an import were mended and taken since, as the imports that brought them say."""

from __future__ import annotations

from collections.abc import Iterable

from kamengine.workspace.records import ImportRecord

Origin = tuple[str, int | None]
"""The file and the line where a row stood at first."""


def taken_since(counting: Iterable[ImportRecord], record: ImportRecord) -> dict[Origin, ImportRecord]:
    """Where the rows stood that were quarantined by an import and taken since, each with the import that took it.

    Args:
        counting: the imports that count, oldest first.
        record: the import that left the rows out.
    """
    return {
        (file, line): later
        for later in counting
        if (retried := later.details.get("retried")) and retried["import"] == record.id
        for file, lines in retried["lines"].items()
        for line in lines
    }


def still_open(counting: Iterable[ImportRecord], record: ImportRecord) -> int:
    """How many of the rows that an import quarantined were not taken since.

    Rows of a quarantine file that came back and are still bad are those of the first import: counted there only.

    Args:
        counting: the imports that count, oldest first.
        record: the import.
    """
    if record.details.get("retried"):
        return 0
    return max(0, record.counts.quarantined - len(taken_since(counting, record)))
