"""A stylesheet that is read once, and again only when a colour of the theme has changed."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet


class SteadyStylesheet(Stylesheet):
    """Textual's, except that asking for it anew with the same variables keeps what was read.

    Textual reads every rule of every widget again for each new place and each new screen that is shown.
    """

    def __init__(self, variables: dict[str, str]) -> None:
        """Begin with these variables, and without a rule."""
        super().__init__(variables=variables)
        self._read_with = variables

    def set_variables(self, variables: dict[str, str]) -> None:
        """Let variables have other values, if they have."""
        if variables != self._read_with:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Read the rules again, if variables have changed; sources that were added since are read when needed."""
        if self._variables != self._read_with:
            super().reparse()
            self._read_with = self._variables
