"""The sections of a dossier as lines of text, for any width, with texts that mean harm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest

from kamengine.api.accounts.panels import PanelTold
from kamengine.api.accounts.timeline import Event
from kamengine.api.work.whys import Whys
from kamengine.declarations import Label, PanelLine
from kamengine.explain import explain
from kamengine.locale import Messages
from kamengine.problems import KamError, say
from kamengine.tui.dossier.contacts import People, contact_items
from kamengine.tui.dossier.facts import explained_items
from kamengine.tui.dossier.panel import panel_items
from kamengine.tui.dossier.plan import Work, plan_items, playbook_items
from kamengine.tui.dossier.timeline import timeline_items
from kamengine.tui.dossier.why import aside_lines, why_items
from kamengine.tui.dossier.why_shelf import Explained, InEffect
from kamengine.tui.looks.lines import width
from kamengine.tui.widgets.item_list import Item
from kamengine.work.accounts.coverage import coverage_of
from kamengine.work.model import Contact, Task
from kamengine.work.tasks.listing import Listed
from tests.tui.portfolios import HOSTILE, portfolio

TODAY = dt.date(2026, 7, 1)
WIDTHS = pytest.mark.parametrize(
    "cells", [6, *(pytest.param(cells, marks=pytest.mark.slow) for cells in (20, 40, 118)), 78]
)
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])
TEXTS = [text for text in HOSTILE if text.strip()]


def text_of(items: Iterable[Item], cells: int) -> str:
    """All lines; none can disturb a terminal, and each fits where there is room for a bar."""
    shown = []
    for item in items:
        for line in item.lines(cells):
            text = "".join(piece for piece, _ in line)
            assert text.isprintable(), repr(text)
            assert width(line) <= cells or cells < 40, text
            shown.append(text)
    return "\n".join(shown)


@WIDTHS
@LANGUAGES
def test_why_fits_any_width(telecom, language, cells):
    messages = Messages.of(language)
    for account in ("T0000", "T0007", "T0013"):
        explanation = explain(telecom.open().run(), account)
        assert explanation is not None
        explained = Explained(
            explanation, in_effect=InEffect(say("{tier}", tier=TEXTS[0]), say("{why}", why=TEXTS[0])), current=False
        )
        text = text_of(why_items(explained, None, messages, aside=False), cells)
        assert "[/]" in text or cells < 20
        for line in aside_lines(explanation, None, messages, max(cells, 20)):
            assert "".join(piece for piece, _ in line).isprintable()


@WIDTHS
@LANGUAGES
def test_tasks_are_shown_whatever_is_written_in_them(language, cells):
    tasks = tuple(
        Listed(
            Task(key=f"t{at}", account="A", title=text, responsible=text, blocked_by=text, why=text, result=text), True
        )
        for at, text in enumerate(TEXTS)
    )
    work = Work((), tasks, Whys({}, {"t0": TEXTS[1]}))
    items = plan_items(work, Messages.of(language), TODAY)
    assert "x[/]y" in text_of(items, cells) or cells < 20
    assert [item.key for item in items if item.key is not None] == [("task", task.task.key) for task in tasks]


@pytest.mark.parametrize(
    ("status", "due", "mark", "word"),
    [
        ("open", dt.date(2026, 6, 30), "! ", "late"),
        ("open", dt.date(2026, 7, 1), "· ", "due"),
        ("open", None, "· ", "nobody yet"),
        ("started", None, "▶ ", "started"),
        ("blocked", None, "■ ", "blocked"),
        ("done", dt.date(2026, 6, 30), "✓ ", "done"),
        ("dropped", None, "✗ ", "dropped"),
    ],
)
def test_what_stands_before_a_task_and_below_it(status, due, mark, word):
    task = Task(key="t1", account="A", title="Call", status=status, due=due)
    text = text_of(plan_items(Work((), (Listed(task, True),), Whys({}, {})), Messages.of("en"), TODAY), 60)
    assert f"{mark}Call" in text and word in text
    assert ("Done and dropped" in text) == (status in ("done", "dropped"))


@WIDTHS
def test_events_are_shown_whatever_is_written_in_them(cells):
    events = [
        Event("2026-05-01", "note", text, say("“{text}”", text=text), (say("{text}", text=text),), f"o{at}")
        for at, text in enumerate(TEXTS)
    ]
    items = timeline_items(events, Messages.of("zh"))
    text = text_of(items, cells)
    assert (text.startswith("2026年5月1日"[: cells // 2]) and "{0}" in text.replace("\n", "")) or cells < 20
    assert len({item.key for item in items if item.key is not None}) == len(events)


@WIDTHS
@LANGUAGES
def test_contacts_are_shown_whatever_is_written_in_them(language, cells):
    contacts = [
        Contact(key=f"c{at}", account="A", name=text, title=text, note=text, mail=text, roles=("decider",), influence=5)
        for at, text in enumerate(TEXTS)
    ]
    people = People(coverage_of("A", contacts, bool), {"c0": TODAY})
    text = text_of(contact_items(people, Messages.of(language)), cells)
    assert ("decider" in text or "决策者" in text) or cells < 20


@WIDTHS
@LANGUAGES
def test_panels_are_shown_whatever_plugins_write(language, cells):
    lines = tuple(PanelLine(text, Label(text, text), share=0.5) for text in TEXTS)
    told = PanelTold("desk.credit", Label("Credit", "信用"), (*lines, PanelLine("plain", style="heading")))
    items = panel_items(told, Messages.of(language))
    assert "plain" in text_of(items, cells) and len(items) == len(lines) + 1
    failure = KamError.of(say("it broke: {error}", error=TEXTS[4]))
    assert "it" in text_of(
        panel_items(PanelTold("desk.credit", Label("x", "x"), failure=failure), Messages.of("en")), cells
    )


@pytest.mark.parametrize("cells", [40, pytest.param(80, marks=pytest.mark.slow)])
def test_facts_of_files_are_shown_whatever_stands_in_them(cells):
    accounts = [{"account_id": f"{at}", "name": text, "city": text} for at, text in enumerate(TEXTS)]
    run = portfolio(accounts).open().run()
    for at in range(len(accounts)):
        explanation = explain(run, f"{at}")
        assert explanation is not None
        assert "City" in text_of(explained_items(explanation, Messages.of("en")), cells)


def test_a_tier_that_no_plugin_speaks_of(english):
    assert "No plugin says what this tier calls for." in text_of(playbook_items((), english), 80)
