"""A workspace in which everything that was ever typed or imported means harm."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli_w

from kamengine.api.packs.packs import packs_of
from kamengine.plugin_host import PluginHost, load_plugins
from kamengine.work.ground.things import Thing, keep
from kamengine.work.model import Comment, Contact, Goal, Need, Note, Override, Person, Task, Visit
from kamengine.workspace import Workspace
from tests.api.made import bring_in
from tests.tui.portfolios import HOSTILE

TODAY = dt.date(2026, 8, 5)
WHO = "[x/]\x1b]0;title\x07"
TEXTS = tuple(text.replace("\0", "") for text in HOSTILE if text.strip())  # a zero byte is refused wherever it is typed


def text(number: int) -> str:
    """A hostile text."""
    return TEXTS[number % len(TEXTS)]


def named(number: int) -> dict[str, str]:
    """A hostile label in both languages, without what a pack may not hold."""
    return {"en": _printable(text(number)), "zh": _printable(text(number + 1))}


def _printable(said: str) -> str:
    return "".join(sign for sign in said if sign.isprintable())[:60]


PACK = {
    "pack": {"id": "shop", "version": "1", "title": named(0), "currency": "EUR", "value": "spend"},
    "fields": {
        "spend": {"type": "money", "unit": "EUR/year", "label": named(2)},
        "note": {"type": "text", "label": named(3)},
        "loyal": {"type": "bool", "label": named(4)},
        "account_manager": {"type": "text"},
    },
    "ledgers": {"bills": {"fields": {"date": {"type": "date"}}}},
    "indicators": {"bills": {"from": "bills", "value": "count(*)", "label": named(5)}},
    "params": {"line": {"value": 1000, "unit": "EUR/year", "label": named(6), "source": _printable(text(7))}},
    "criteria": {"faithful": {"label": named(8), "when": "loyal and note != 'x'", "risk": True}},
    "tiers": [
        {"id": "key", "label": named(1), "when": "spend >= line"},
        {"id": "other", "label": named(2)},
    ],
    "visits": {"every": {"key": "1 month"}},
    "playbooks": [
        {"id": "care", "tier": "key", "goal": named(3), "steps": [{"id": "call", "what": named(9), "due": "2 days"}]}
    ],
}


def hostile_host() -> PluginHost:
    """Plugins of which one fails, with a hostile name."""
    return load_plugins(extra={"broken [/x]": "no_such_module"})


def hostile_workspace(folder: Path) -> Path:
    """The workspace in a folder; its accounts were run twice, so that some have moved."""
    from kamengine.api.runs.runs import run_workspace
    from kamengine.api.work.plans import plan_workspace

    host = hostile_host()
    with Workspace.init(folder, name="x[/]y [A]", language="en", packs={"shop.toml": _pack()}) as workspace:
        (pack,) = packs_of(workspace, host)
        assert not pack.candidate.problems, [each.text() for each in pack.candidate.problems]
        columns = {"name": "text", "spend": "money", "note": "text", "loyal": "bool", "account_manager": "text"}
        for day, rise in (("2026-06-30", 0), ("2026-07-31", 700)):
            rows = [
                (account(n), text(n), (n * 300 + rise) % 2100, text(n + 3), (True, None)[n % 2], text(n + 5))
                for n in range(len(TEXTS))
            ]
            bring_in(workspace, "accounts", columns, rows)  # type: ignore[arg-type]
            bring_in(workspace, "bills", {"date": "date"}, [(account(0), day)])
            run_workspace(workspace, pack, WHO)
        plan_workspace(workspace, host, WHO, today=TODAY)
        with workspace.transaction(WHO) as change:
            for thing in things():
                keep(workspace, change, thing, "add")
    return folder


def account(number: int) -> str:
    """The id of an account."""
    return f"{number}{text(number)}"[:300]


def _pack() -> bytes:
    return tomli_w.dumps(PACK).encode()


def things() -> Iterator[Thing]:
    """Work of every kind on the accounts, every text of it hostile."""
    for n in range(len(TEXTS)):
        here: dict[str, Any] = {"account": account(n)}
        yield Task(key=f"t{n}", due=TODAY, **here, **_texts(Task, n))
        yield Comment(key=f"k{n}", task=f"t{n}", text=text(n), **here)
        yield Contact(key=f"c{n}", **here, **_texts(Contact, n))
        yield Need(key=f"n{n}", severity=5, day=TODAY, **here, **_texts(Need, n))
        yield Note(key=f"o{n}", text=text(n), day=TODAY, attachments=(text(n + 1),), **here)
        yield Visit(key=f"v{n}", day=TODAY, owner=text(n), **here, **_texts(Visit, n))
        yield Person(key=text(n), aliases=(f"{n} {text(n + 1)}"[:100],), hours=Decimal(10))
        yield Goal(
            key=f"g{n}", title=text(n), pack="shop", indicator="bills", baseline=Decimal(1), target=Decimal(5),
            owner=text(n), since=TODAY, due=TODAY + dt.timedelta(days=30), **here,
        )  # fmt: skip
        if n % 3 == 0:
            dates: dict[str, Any] = {"since": dt.date(2026, 1, 1), "until": dt.date(2027, 1, 1)}
            said: dict[str, Any] = {"reason": text(n), "approver": text(n + 1)}
            key = f'["shop",{_json(account(n))}]'
            yield Override(key=key, pack="shop", tier="key", **here, **said, **dates)


_FREE = {
    "title", "why", "acceptance", "evidence", "result", "blocked_by", "name", "phone", "mail", "note", "text",
    "source", "solution", "place", "purpose", "background", "materials", "talking_points", "said", "reason",
    "responsible", "accountable",
}  # fmt: skip


def _texts(kind: type[Thing], number: int) -> dict[str, Any]:
    """A hostile text for everything that people type into a thing."""
    return {field.name: text(number) for field in dataclasses.fields(kind) if field.name in _FREE}


def _json(said: str) -> str:
    import json

    return json.dumps(said, ensure_ascii=False)
