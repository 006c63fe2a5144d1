"""Workspaces for the tests of the app: the demo, with both packs run and plans made."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kamengine import Workspace
from kamengine.api import plugins
from kamengine.api.demo import demo_packs, import_demo, open_demo, run_demo
from kamengine.api.work.plans import plan_workspace
from kamengine.demo import write_demo
from kamengine.locale import Messages
from kamengine.work.accounts.remarks import add_remark
from kamengine.work.model import Note

TODAY = dt.date(2026, 7, 1)
WHO = "Mei"


def made_demo(folder: Path) -> Path:
    """The demo in a folder, imported, classified and planned for; the folder."""
    files, host = write_demo(folder), plugins()
    with open_demo(files, language="en") as workspace:
        packs = demo_packs(workspace, files, host)
        import_demo(workspace, files, packs, host, who=WHO, chinese=Messages.of("zh"))
        for portfolio in files.portfolios:
            run_demo(workspace, portfolio, packs[portfolio.pack], who=WHO)
        plan_workspace(workspace, host, WHO, today=TODAY)
    return folder


def note(workspace: Workspace, who: str) -> None:
    """Somebody notes something of an account of the demo."""
    with workspace.transaction(who) as change:
        add_remark(workspace, change, Note(key="", account="T0001", text="called"))
