"""A column of a file on its way to a field, before it is known how to read it."""

from __future__ import annotations

from dataclasses import dataclass

from kamengine.declarations import Field
from kamengine.intake.files.families import Family, family_of
from kamengine.intake.values.decisions import DateOrder, DecimalSign

Which = tuple[str, str]
"""A column and the field that it is read as: ``c0`` and the field's name."""


@dataclass(frozen=True)
class ColumnToRead:
    """A column and what is to become of it.

    Attributes:
        field: the field; one that is named ``account_id`` is read as an id.
        column: the number of the column: ``c0`` is 0.
        header: its header.
        sql_type: DuckDB's type of its cells.
        required: a blank is a bad value.
        written: the cells are read as they would be written, not as the numbers that they are.
        currency: the ISO 4217 code of the currency that the field's amounts are kept in; None: any, or they are none.
        order_before: the order of day and month that was given for the column at an earlier import; it counts where the
            cells leave it open.
        sign_before: the decimal sign, likewise.
    """

    field: Field
    column: int
    header: str
    sql_type: str
    required: bool = False
    written: bool = False
    currency: str | None = None
    order_before: DateOrder | None = None
    sign_before: DecimalSign | None = None

    @property
    def which(self) -> Which:
        """The column and the field."""
        return f"c{self.column}", self.field.name

    @property
    def family(self) -> Family:
        """What the column holds."""
        return "text" if self.written else family_of(self.sql_type)

    @property
    def raw(self) -> str:
        """The cell in one of the types that the readings know."""
        name = f"c{self.column}"
        if self.sql_type == "FLOAT":
            # by way of text single precision is the decimal that was meant: 0.1, not 0.10000000149
            return f"CAST(CAST({name} AS VARCHAR) AS DOUBLE)"
        if self.family == "text" and self.sql_type != "VARCHAR":
            return f"CAST({name} AS VARCHAR)"
        return name
