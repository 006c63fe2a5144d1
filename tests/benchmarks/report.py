"""Figures of interleaved rounds → the table that is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.child import Figures, Subject

HEADERS = ("ratio", "processor", "seconds", "µs/account", "peak MB")
"""`processor` is the ratio of processor time, all threads together: it moves less when others use the machine."""


@dataclass(frozen=True)
class Line:
    """A subject under its label; its ratio is of seconds per account to those of `base`, if any."""

    label: str
    subject: Subject
    base: Subject | None


@dataclass(frozen=True)
class Measured:
    """The figures of each round of a subject, and how many accounts one run takes."""

    rounds: Sequence[Figures]
    accounts: int

    def seconds(self) -> float:
        """The median of all runs, on the clock."""
        return median(second for figures in self.rounds for second in figures.seconds)

    def peak(self) -> float:
        """The median of the peaks, in bytes."""
        return median(figures.peak for figures in self.rounds)

    def ratios(self, base: Measured) -> tuple[float, float]:
        """Time per account to that of another, on the clock and of the processor: medians over the rounds."""
        pairs = list(zip(self.rounds, base.rounds, strict=True))
        clock = median(median(own.seconds) / median(other.seconds) for own, other in pairs)
        processor = median(median(own.busy) / median(other.busy) for own, other in pairs)
        return clock * base.accounts / self.accounts, processor * base.accounts / self.accounts


def table(sections: Mapping[str, Sequence[Line]], found: Mapping[Subject, Measured]) -> str:
    """The table: sections with their lines, numbers to the right; a dash for what was not measured."""
    rows: list[tuple[str, ...]] = [("", *HEADERS)]
    for title, lines in sections.items():
        rows.append((title,))
        rows += [(f"  {line.label}", *_cells(line, found)) for line in lines]
    width = max(len(row[0]) for row in rows)
    return "\n".join("  ".join([row[0].ljust(width), *(cell.rjust(10) for cell in row[1:])]).rstrip() for row in rows)


def _cells(line: Line, found: Mapping[Subject, Measured]) -> Sequence[str]:
    if line.subject not in found:
        return ["–"] * len(HEADERS)
    own = found[line.subject]
    seconds, peak = f"{own.seconds():.3f}", f"{own.peak() / 1e6:.0f}"
    if line.base is None:
        return ["", "", seconds, "", peak]
    clock, processor = own.ratios(found[line.base])
    return [f"{clock:.2f}", f"{processor:.2f}", seconds, f"{own.seconds() / own.accounts * 1e6:.2f}", peak]
