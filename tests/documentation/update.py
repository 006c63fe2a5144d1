"""Renew the outputs that the README shows: ``python -m tests.documentation.update``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.conftest import REPOSITORY
from tests.documentation.console import renewed


def main() -> None:
    """Run every command that the README shows and write what it prints."""
    readme = REPOSITORY / "README.md"
    with tempfile.TemporaryDirectory() as folder:
        readme.write_text(renewed(readme.read_text(encoding="utf-8"), Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
