"""What a column of a file holds, whatever its exact type."""

from __future__ import annotations

import re
from typing import Literal

Family = Literal[
    "text", "whole", "float", "decimal", "bool", "date", "moment", "moment with zone", "other", "no values"
]
"""``other``: has a clear text form and no other use here (a UUID, a time of day); ``no values``: cannot be a fact."""

_WHOLE = {
    *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"),
    *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"),
}
_BY_NAME: dict[str, Family] = {
    **dict.fromkeys(_WHOLE, "whole"),
    "VARCHAR": "text",
    "ENUM": "text",
    "JSON": "text",
    '"NULL"': "text",
    "FLOAT": "float",
    "DOUBLE": "float",
    "DECIMAL": "decimal",
    "BOOLEAN": "bool",
    "DATE": "date",
    "TIMESTAMP": "moment",
    "TIMESTAMP_S": "moment",
    "TIMESTAMP_MS": "moment",
    "TIMESTAMP_NS": "moment",
    "TIMESTAMP WITH TIME ZONE": "moment with zone",
    "UUID": "other",
    "TIME": "other",
    "TIME WITH TIME ZONE": "other",
    "INTERVAL": "other",
}


def family_of(sql_type: str) -> Family:
    """The family of a type as DuckDB describes it; lists, structures, maps and binary data have no values for us."""
    if sql_type.endswith("]"):
        return "no values"
    return _BY_NAME.get(re.sub(r"\(.*\)$", "", sql_type, flags=re.DOTALL), "no values")
