"""What one plugin gives to the packs that use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from kamengine.declarations import Field, Ledger
from kamengine.language.functions import Function


class Industry(Protocol):
    """The vocabulary of a plugin: fields, ledgers and functions by name (the plugin host makes these)."""

    @property
    def plugin(self) -> str:
        """The plugin's name."""
        ...

    @property
    def fields(self) -> Mapping[str, Field]:
        """Facts about an account."""
        ...

    @property
    def ledgers(self) -> Mapping[str, Ledger]:
        """Dated rows about accounts."""
        ...

    @property
    def functions(self) -> Mapping[str, Function]:
        """Functions for conditions."""
        ...
