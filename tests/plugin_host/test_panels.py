"""Panels of plugins: what they say, and that whatever goes wrong in one stays there."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable
from decimal import Decimal

import pytest

from kamengine import AccountView, Label, Panel, PanelLine, hookimpl
from kamengine.api.accounts.panels import panel_json, panels_told
from kamengine.locale import Messages
from kamengine.plugin_host import load_plugins
from kamengine.plugin_host.panels import MOST_LINES
from kamengine.problems import KamError
from tests.plugin_host import credit_desk

TODAY = dt.date(2026, 7, 1)
TITLE = Label("Credit", "信用")
ACCOUNT = AccountView("A1", "Ada", {"credit_limit": Decimal(200), "receivable": Decimal(50)}, {"spend": "key"}, TODAY)


class Desk:
    """A plugin with one panel."""

    def __init__(self, tell: Callable[[AccountView], object], name: str = "credit", title: Label = TITLE) -> None:
        self._panel = Panel(name, title, tell)  # type: ignore[arg-type]

    @hookimpl
    def kam_panels(self) -> list[Panel]:
        return [self._panel]


def told(tell: Callable[[AccountView], object]) -> tuple[PanelLine, ...]:
    host = load_plugins(extra={"desk": Desk(tell)})
    ((plugin, panel),) = host.panels()
    return host.tell_panel(plugin, panel, ACCOUNT)


def test_the_example_says_how_much_credit_is_used():
    host = load_plugins(extra={"desk": credit_desk})
    (panel,) = panels_told(host, ACCOUNT)
    assert panel.failure is None and (panel.id, panel.title) == ("desk.credit", TITLE)
    shown = panel_json(panel, Messages.of("zh"))
    assert (shown["id"], shown["title"], shown["error"]) == ("desk.credit", "信用", None)
    assert [line["label"] for line in shown["lines"]] == ["信用额度", "已用", None]
    assert shown["lines"][1] == {"label": "已用", "text": "50", "style": None, "share": 0.25}


def test_a_panel_cannot_change_what_others_see():
    def greedy(account: AccountView) -> list[PanelLine]:
        account.facts.clear()  # type: ignore[attr-defined]
        return []

    assert told(greedy) == () and ACCOUNT.facts


def fails(account: AccountView) -> list[PanelLine]:
    raise RuntimeError("no \x1b[2J connection")


def leaves(account: AccountView) -> list[PanelLine]:
    sys.exit(3)


def late(account: AccountView) -> object:
    yield PanelLine("first")
    raise KeyError("second")


@pytest.mark.parametrize(
    ("tell", "why"),
    [
        (fails, r"RuntimeError: no \\x1b\[2J connection"),
        (leaves, "SystemExit: 3"),
        (late, "KeyError: 'second'"),
        (lambda account: None, "gives no list of lines"),
        (lambda account: "text", "gives no list of lines"),
        (lambda account: {PanelLine("a")}, "gives no list of lines"),
        (lambda account: ["text"], "line 1: it is no PanelLine"),
        (lambda account: [PanelLine("a"), PanelLine(7)], "line 2: text and label"),  # type: ignore[arg-type]
        (lambda account: [PanelLine("a", style="red")], "the style must be one of"),  # type: ignore[arg-type]
        (lambda account: [PanelLine("a", share=1.5)], "from 0 to 1"),
        (lambda account: [PanelLine("a", share=float("nan"))], "from 0 to 1"),
        (lambda account: [PanelLine("a")] * (MOST_LINES + 1), "more than 500 lines"),
    ],
)
def test_what_goes_wrong_is_told_and_stays_there(tell, why):
    with pytest.raises(KamError, match=why) as error:
        told(tell)
    assert error.value.problems[0].place is not None and error.value.problems[0].place.key == "desk"


def test_as_many_lines_as_a_screen_can_bear():
    assert len(told(lambda account: [PanelLine("a")] * MOST_LINES)) == MOST_LINES


def test_what_it_prints_goes_to_standard_error(capsys):
    assert told(lambda account: print("noise") or []) == ()
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "noise\n")


@pytest.mark.parametrize(
    ("plugin", "why"),
    [
        (Desk(credit_desk.credit, title=Label()), "has no title"),
        (Desk(credit_desk.credit, name="my panel"), "not a name"),
        (Desk(7), r"Panel credit\.tell is 7; it must be Callable"),  # type: ignore[arg-type]
    ],
)
def test_a_panel_that_is_not_declared_rightly_fails_the_plugin(plugin, why):
    host = load_plugins(extra={"desk": plugin})
    (status,) = [status for status in host.statuses if status.name == "desk"]
    assert status.status == "failed" and host.panels() == ()
    assert re.search(why, str(status.error))
