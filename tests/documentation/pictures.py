"""The pictures of the documentation, made by the app from the demo: ``python -m tests.documentation.pictures``."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from pathlib import Path

from kamengine.api import plugins
from kamengine.api.demo import begin_demo, demo_packs, import_demo, open_demo, run_demo
from kamengine.api.work.plans import plan_workspace
from kamengine.demo import write_demo
from kamengine.locale import Language, Messages
from kamengine.tui import Office, portfolios_in
from kamengine.tui.picture import screenshot, screenshots
from kamengine.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.documentation.tour import tour

FOLDER = REPOSITORY / "docs" / "pictures"
SIZE, TOUR_SIZE = (120, 32), (100, 28)
TODAY, WHO = dt.date(2026, 10, 12), "马建平"
FIND = ("right_square_bracket", "slash", *"T01693", "enter")
PICTURES: dict[str, tuple[Language, tuple[str, ...]]] = {
    "accounts.svg": ("en", ("right_square_bracket",)),
    "why.svg": ("en", (*FIND, "enter")),
    "why.zh.svg": ("zh", (*FIND, "enter")),
    "today.svg": ("en", ("1", "g")),
    "review.svg": ("en", ("5", "s")),
    "lines.svg": ("en", ("3", "j", "m", *["right"] * 4)),
}
TOUR = "tour.svg"
STEPS: tuple[tuple[str, ...], ...] = (
    (),
    ("5",),
    ("s",),
    ("enter",),
    ("t", *"Ask what happened", "enter", *"+7"),
    ("ctrl+s", "2"),
    ("escape", "3"),
    ("m",),
    ("right", "right"),
    ("escape", "2", "right_square_bracket"),
    ("l",),
)
"""The keys between the frames of the tour."""


def make(folder: Path) -> None:
    """Write every picture to a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        made = _workspace(Path(scratch) / "demo")
        for name, (language, keys) in PICTURES.items():
            copy = shutil.copytree(made, Path(scratch) / name)
            with Workspace.open(copy) as workspace:
                office = Office(copy, plugins(), WHO, TODAY)
                portfolios = portfolios_in(workspace, office.host, WHO)
                screenshot(portfolios, Messages.of(language), folder / name, SIZE, keys, office)
        with Workspace.open(made) as workspace:
            office = Office(made, plugins(), WHO, TODAY)
            portfolios = portfolios_in(workspace, office.host, WHO)
            frames = screenshots(portfolios, Messages.of("en"), TOUR_SIZE, STEPS, office)
        (folder / TOUR).write_text(tour(frames), encoding="utf-8")


def _workspace(folder: Path) -> Path:
    """The demo, with plans."""
    files, host = write_demo(folder), plugins()
    with open_demo(files, language="en") as workspace:
        packs, chinese = demo_packs(workspace, files, host), Messages.of("zh")
        begin_demo(workspace, files, packs, host, who=WHO, chinese=chinese)
        import_demo(workspace, files, packs, host, who=WHO, chinese=chinese)
        for portfolio in files.portfolios:
            run_demo(workspace, portfolio, packs[portfolio.pack], who=WHO)
        plan_workspace(workspace, host, WHO, today=TODAY)
    return folder


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    make(FOLDER)
