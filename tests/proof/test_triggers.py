"""Playbooks that no account ever calls for are found, each with its proof; the same ones mended give no finding."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kamengine.declarations import Label, Playbook
from kamengine.pack.check_playbooks import Offered, check_playbooks
from kamengine.problems import Place
from kamengine.proof import prove
from tests.proof.proving import findings, made

CODE = "playbook-never-called-for"
RULES = """
[criteria.big]
when = "spend >= line"
[criteria.blank]
when = "spend is null"
[criteria.never]
when = "spend >= line and spend < 0"
[[tiers]]
id = "key"
when = "big"
[[tiers]]
id = "sure"
when = "vip and spend < line"
[[tiers]]
id = "rest"
"""


def playbook(trigger: str) -> str:
    return f'[[playbooks]]\nid = "mine"\n{trigger}\ngoal = "x"\nsteps = [ {{ id = "a", what = "b" }} ]\n'


def found(text: str) -> list[tuple[str, str | None, str, str | None]]:
    return [(f.severity, f.place.key, str(f.what), f.proof) for f in findings(made(text)) if f.code == CODE]


@dataclass(frozen=True)
class Unreachable:
    """A trigger that nothing can meet, what is said, and one beside it that something can."""

    trigger: str
    key: str
    what: str
    mended: str
    severity: str = "error"


CASES = [
    Unreachable(
        'tier = "key"\ncriterion = "big"\noutcome = "missed"',
        "outcome",
        "by the rules no account of the tier key has big missed",
        'tier = "key"\ncriterion = "big"\noutcome = "met"',
        "warning",
    ),
    Unreachable(
        'tier = "sure"\ncriterion = "big"\noutcome = "unknown"',
        "outcome",
        "by the rules no account of the tier sure has big unknown",
        'tier = "rest"\ncriterion = "big"\noutcome = "unknown"',
        "warning",
    ),
    Unreachable(
        'criterion = "blank"\noutcome = "unknown"',
        "outcome",
        "blank is never unknown",
        'criterion = "blank"\noutcome = "met"',
    ),
    Unreachable(
        'criterion = "never"\noutcome = "met"',
        "outcome",
        "never is never met",
        'criterion = "never"\noutcome = "missed"',
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_what_nothing_calls_for(case):
    assert found(RULES + playbook(case.trigger)) == [(case.severity, f"playbooks[1].{case.key}", case.what, "proved")]
    assert found(RULES + playbook(case.mended)) == []


@pytest.mark.parametrize("trigger", ['moved = "up"', 'moved = "down"', 'moved = "undecided"', 'tier = "rest"'])
def test_moves_and_tiers_that_can_be(trigger):
    assert found(RULES + playbook(trigger)) == []


ONE_TIER = '[criteria.big]\nwhen = "coalesce(spend, 0) >= line"\n[[tiers]]\nid = "all"\n'


def test_where_there_is_one_tier_nobody_moves_and_nobody_is_undecided():
    for moved, what in [
        ("up", "no account ever moves up"),
        ("down", "no account ever moves down"),
        ("undecided", "the tier of every account is always decided"),
    ]:
        assert found(ONE_TIER + playbook(f'moved = "{moved}"')) == [("error", "playbooks[1].moved", what, "proved")]


def test_a_tier_that_nobody_reaches_calls_for_nothing_nor_does_anybody_rise_into_it():
    empty = '[[tiers]]\nid = "top"\nwhen = "spend > 5 and spend < 5"\n[[tiers]]\nid = "rest"\n'
    what = "by the rules no account is ever in the tier top"

    assert found(empty + playbook('tier = "top"')) == [("warning", "playbooks[1].tier", what, "proved")]
    assert found(empty + playbook('moved = "up"')) == [
        ("error", "playbooks[1].moved", "no account ever moves up", "proved")
    ]


def test_an_outcome_changes_only_where_there_are_two():
    fixed = ONE_TIER + '[criteria.all]\nwhen = "coalesce(spend, 0) >= 0 or coalesce(spend, 0) < 0"\n'

    assert found(fixed + playbook('criterion = "big"\noutcome = "changed"')) == []
    assert found(fixed + playbook('criterion = "all"\noutcome = "changed"')) == [
        ("error", "playbooks[1].outcome", "every account has the same outcome of all always", "proved")
    ]


def test_an_earlier_tier_takes_the_accounts_of_a_later_one():
    """In the second tier `big` is missed or unknown, since the first takes all that meet it."""
    text = RULES.replace('when = "vip and spend < line"', 'when = "vip"')
    trigger = 'tier = "sure"\ncriterion = "big"\noutcome = '

    assert found(text + playbook(f'{trigger}"met"')) == [
        ("warning", "playbooks[1].outcome", "by the rules no account of the tier sure has big met", "proved")
    ]
    assert found(text + playbook(f'{trigger}"unknown"')) == []


def test_playbooks_of_plugins_are_asked_about_too_at_their_own_place():
    pack = made(RULES)
    goal = Label("x", "x")
    offered = Offered(
        Playbook("made", "key", goal, (goal,), id="mine", criterion="big", outcome="missed"),
        "acme",
        lambda *path: Place("acme", None, ".".join(map(str, path))),
    )
    report = prove(pack, check_playbooks(pack, [offered]))

    assert [(f.place.file, f.place.key) for f in report.findings if f.code == CODE] == [("acme", "outcome")]
