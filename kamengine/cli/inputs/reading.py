"""How files are to be read where they do not say it themselves: options that all commands over files share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.lines.help import option
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.intake.files.options import ReadOptions
    from kamengine.intake.values.options import ValueOptions


@dataclass(frozen=True)
class Reading:
    """What was typed about how files are to be read; the names are those of the options."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    dates: tuple[str, ...] = ()
    decimal: tuple[str, ...] = ()

    @classmethod
    def taken_from(cls, given: dict[str, Any]) -> Reading:
        """These options, removed from all that was typed."""
        return cls(**{name: given.pop(name) for name in NAMES})

    @property
    def files(self) -> ReadOptions:
        """How bytes become rows."""
        from kamengine.intake.files.options import ReadOptions

        return ReadOptions(self.encoding, self.delimiter, self.sheet, self.header_row)

    @property
    def values(self) -> ValueOptions:
        """How cells become values.

        Raises:
            KamError: a word is none of those that can be.
        """
        from kamengine.intake.values.options import value_options

        return value_options(self.dates, self.decimal)

    def words(self) -> Iterator[str]:
        """The options as they are typed."""
        for name in NAMES:
            given = getattr(self, name)
            for value in given if isinstance(given, tuple) else [given]:
                if value is not None:
                    yield from (_shown(name), str(value))


NAMES = tuple(field.name for field in fields(Reading))


def reading_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options; they arrive under the names of the fields of `Reading`."""
    for add in reversed(_OPTIONS):
        function = add(function)
    return function


def _shown(name: str) -> str:
    return f"--{name.replace('_', '-')}"


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    option("--dates", multiple=True, value=say("[COLUMN=]ORDER"), help=say("How 03/04/2026 is meant: dmy or mdy.")),
    option("--decimal", multiple=True, value=say("[COLUMN=]SIGN"), help=say("How 1.234 is meant: point or comma.")),
    option("--encoding", value=say("NAME"), help=say("The encoding of the files, such as gb18030; else found out.")),
    option("--delimiter", value=say("SIGN"), help=say("What separates cells; else found out.")),
    option("--sheet", value=say("SHEET"), help=say("The sheet, by name or number; else the only one with data.")),
    option(
        "--header-row", type=click.IntRange(min=1), value=say("N"), help=say("The row of the headers; else found out.")
    ),
)
OF_FILES = tuple((name, _shown(name)) for name in NAMES)
"""Each option by its name, and as it is typed."""
