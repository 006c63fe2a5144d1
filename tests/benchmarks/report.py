"""Figures of interleaved rounds → the table that is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.child import Figures, Subject

HEADERS = ("ratio", "seconds", "processor", "µs/account", "peak MB")


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
        """The median of all runs."""
        return median(second for figures in self.rounds for second in figures.seconds)

    def busy(self) -> float:
        """The median of the processor time of all runs."""
        return median(second for figures in self.rounds for second in figures.busy)

    def peak(self) -> float:
        """The median of the peaks, in bytes."""
        return median(figures.peak for figures in self.rounds)

    def ratio(self, base: Measured) -> float:
        """The median, over the rounds, of seconds per account to those of another in the same round."""
        return median(
            (median(own.seconds) / self.accounts) / (median(other.seconds) / base.accounts)
            for own, other in zip(self.rounds, base.rounds, strict=True)
        )


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
    return [
        f"{own.ratio(found[line.base]):.2f}" if line.base else "",
        f"{own.seconds():.3f}",
        f"{own.busy():.3f}",
        f"{own.seconds() / own.accounts * 1e6:.2f}" if line.base else "",
        f"{own.peak() / 1e6:.0f}",
    ]
