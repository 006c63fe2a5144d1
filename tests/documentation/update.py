"""Renew the outputs that the README and the pages in docs/ show: ``python -m tests.documentation.update``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.conftest import REPOSITORY
from tests.documentation import book, keys
from tests.documentation.console import renewed, without_days, without_ids, without_times

PAGES = (
    REPOSITORY / "README.md",
    book.FILE,
    REPOSITORY / "docs" / "diff.md",
    REPOSITORY / "docs" / "whatif.md",
    REPOSITORY / "docs" / "check.md",
    REPOSITORY / "docs" / "corrections.md",
    REPOSITORY / "docs" / "playbooks.md",
    REPOSITORY / "docs" / "team.md",
    REPOSITORY / "docs" / "accounts.md",
    REPOSITORY / "docs" / "plans.md",
    REPOSITORY / "docs" / "review.md",
    REPOSITORY / "docs" / "dossier.md",
    REPOSITORY / "docs" / "goals.md",
    REPOSITORY / "docs" / "today.md",
)
_OF_TODAY = ("corrections.md", "playbooks.md", "team.md", "accounts.md", "plans.md")
OF_TODAY = tuple(REPOSITORY / "docs" / name for name in _OF_TODAY)
"""Pages on which something is done today."""
OF_NOW = REPOSITORY / "docs" / "journal.md"
"""The page that tells at which times something was done."""


def main() -> None:
    """Run every command that the pages show and write what it prints."""
    for page in PAGES:
        renew(page)
    keys.renew()


def renew(page: Path) -> None:
    """Run the commands of a page in a folder that holds the files it shows."""
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        book.write_files(text, Path(folder))
        lasting = without_times if page == OF_NOW else without_days if page in OF_TODAY else without_ids
        page.write_text(renewed(text, Path(folder), lasting), encoding="utf-8")


if __name__ == "__main__":
    main()
