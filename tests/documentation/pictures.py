"""The pictures of the documentation, made by the app from the demo: ``python -m tests.documentation.pictures``."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from kamengine.api import classify_files, load_pack, plugins
from kamengine.demo import write_demo
from kamengine.locale import Language, Messages
from kamengine.tui import Portfolio
from kamengine.tui.picture import screenshot
from tests.conftest import REPOSITORY

FOLDER = REPOSITORY / "docs" / "pictures"
SIZE = (120, 32)
PICTURES: dict[str, tuple[Language, tuple[str, ...]]] = {
    "accounts.svg": ("en", ()),
    "why.svg": ("en", ("slash", *"T01693", "enter", "enter")),
    "why.zh.svg": ("zh", ("slash", *"T01693", "enter", "enter")),
}


def make(folder: Path) -> None:
    """Write every picture to a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        workspace = write_demo(Path(scratch) / "demo")
        host = plugins()
        portfolios = []
        for one in workspace.portfolios:
            run = classify_files(load_pack(one.pack, host), one.accounts, one.ledgers, as_of=one.as_of).run
            portfolios.append(Portfolio.of_run(run, partial(host.playbooks_for, run.checked.pack.id)))
        for name, (language, keys) in PICTURES.items():
            screenshot(portfolios, Messages.of(language), folder / name, SIZE, keys)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    make(FOLDER)
