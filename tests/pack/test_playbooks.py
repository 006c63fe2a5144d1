"""What is said of playbooks that are wrong: every mistake with file, line and key, and what to do."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kamengine.declarations import Label
from kamengine.pack.check_playbooks import check_playbooks
from kamengine.pack.playbooks import CheckedPlaybook, CheckedPlaybooks, CheckedStep, Span
from kamengine.pack.roles import ROLES
from tests.pack.made import SOUND, checked, messages

WHERE = SOUND.count("\n") + 2
"""The line of ``[[playbooks]]`` in a made pack."""


def pack(trigger: str = 'tier = "key"', steps: str = 'id = "call"\nwhat = "Call"', rest: str = "") -> str:
    """A pack with a playbook."""
    head = f'\n[[playbooks]]\nid = "mine"\n{trigger}\ngoal = "Grow"\n'
    return f"{SOUND}{head}[[playbooks.steps]]\n{steps}\n{rest}"


def work(text: str) -> CheckedPlaybooks:
    found = check_playbooks(checked(text))
    assert found.problems == () and found.notes == ()
    return found.playbooks


def said(text: str) -> list[str]:
    """What is said, without the file: ``key: what is wrong — what to do``."""
    return [message.split(": ", 1)[1] for message in messages(text)]


def test_a_whole_playbook():
    (found,) = work(pack('tier = "key"\nindicator = "spend"\ntarget = "line"')).playbooks.values()

    assert found == CheckedPlaybook(
        id="mine",
        tier="key",
        criterion="",
        outcome="",
        moved="",
        goal=Label("Grow", "Grow"),
        indicator="spend",
        target=Decimal(10000),
        steps=(
            CheckedStep(
                id="call",
                what=Label("Call", "Call"),
                responsible="account_manager",
                accountable="sales_director",
                consulted=(),
                informed=(),
                effort=Decimal(1),
                due=Span(10, "working day"),
                every=None,
                on_holiday="after",
                acceptance=Label(),
                evidence=Label(),
                after=(),
            ),
        ),
        origin="made.toml",
    )


def test_a_pack_without_a_word_on_work():
    found = work(SOUND)

    assert (found.playbooks, found.visits, found.stages, found.roles) == ({}, {}, {}, dict(ROLES))
    assert (found.grace.promote_after, found.grace.demote_after, found.grace.no_demotion_before) == (1, 1, "")


def test_roles_of_the_pack_and_other_words_for_known_ones():
    roles = '[roles.area_manager]\n[roles.finance]\nlabel = { en = "Controlling", zh = "财务管理部" }\n'
    found = work(pack(steps='id = "a"\nwhat = "b"\nresponsible = "area_manager"', rest=roles))

    assert found.roles["area_manager"] == Label("area_manager", "area_manager")
    assert found.roles["finance"] == Label("Controlling", "财务管理部")
    assert found.roles["sponsor"] == ROLES["sponsor"]


def test_the_target_is_the_newest_value_of_its_parameter():
    dated = SOUND.replace(
        'value = 10000\nsource = "assumption"',
        "values = [ { value = 9000, from = 2024-01-01, source = 'us' },"
        " { value = 12000, from = 2026-01-01, source = 'us' }, { value = 8000, source = 'us' } ]",
    )
    text = pack('tier = "key"\nindicator = "spend"\ntarget = "line"').replace(SOUND, dated)

    assert work(text).playbooks["mine"].target == Decimal(12000)


def test_names_in_any_script():
    text = pack(steps='id = "致电"\nwhat = "Call"', rest='[roles."区域经理"]\n[stages."伙伴"]\n')

    assert work(text).playbooks["mine"].steps[0].id == "致电"


# ── what calls for it ────────────────────────────────────────────────────────────────────────────────────────────────

TRIGGERS = {
    'tier = "kye"': ["playbooks[1].tier: the pack has no tier kye — did you mean key?"],
    'criterion = "biig"\noutcome = "met"': [
        "playbooks[1].criterion: the pack has no criterion biig — did you mean big?"
    ],
    'criterion = "big"': [
        "playbooks[1].outcome: no outcome of big is named — say which: met, missed, unknown or changed"
    ],
    'tier = "key"\noutcome = "met"': ["playbooks[1].criterion: an outcome needs its criterion"],
    "": ["playbooks[1]: nothing calls for the playbook — name a tier, a criterion with its outcome or a move"],
    'tier = "key"\nmoved = "undecided"': [
        "playbooks[1].tier: an account whose tier is undecided is in none yet — leave one of them out"
    ],
    'tier = "others"\nmoved = "up"': [
        "playbooks[1].moved: no account can have moved up into the tier others — tiers stand best first"
    ],
    'tier = "key"\nmoved = "down"': [
        "playbooks[1].moved: no account can have moved down into the tier key — tiers stand best first"
    ],
    'moved = "sideways"': ['playbooks[1].moved: "sideways" is not one of up, down, undecided'],
    'criterion = "big"\noutcome = "mett"': [
        'playbooks[1].outcome: "mett" is not one of met, missed, unknown, changed — did you mean met?'
    ],
    'tier = "key"\nindicator = "city"': [
        "playbooks[1].indicator: city is not a field or an indicator that is a number"
    ],
    'tier = "key"\ntarget = 5': [
        "playbooks[1].target: a target needs the indicator that is to reach it — add indicator = …"
    ],
    'tier = "key"\nindicator = "spend"\ntarget = "linne"': [
        'playbooks[1].target: "linne" is neither a number nor a parameter of the pack — did you mean line?'
    ],
    'tier = "key"\ncolour = "red"': ["playbooks[1].colour: unknown key"],
}


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_triggers(trigger):
    assert sorted(said(pack(trigger))) == sorted(TRIGGERS[trigger])


def test_a_move_into_a_tier_between_is_fine():
    assert work(pack('tier = "key"\nmoved = "up"')).playbooks["mine"].moved == "up"


# ── steps ────────────────────────────────────────────────────────────────────────────────────────────────────────────

STEP = 'id = "a"\nwhat = "b"\n'
NEXT = '\n[[playbooks.steps]]\nid = "b"\nwhat = "c"\n'
TIME = 'write "5 working days", "10 days", "2 weeks", "1 month" or "1 year"; at most ten years'
ONCE = "name it once: who does it or answers for it knows of it"
STEPS = {
    STEP + 'responsible = "finanse"': ["steps[1].responsible: there is no role finanse — did you mean finance?"],
    STEP + 'accountable = ["sponsor", "finance"]': [
        "steps[1].accountable: one role answers for a step, not 2 — "
        "name one here, and the others under consulted or informed"
    ],
    STEP + 'accountable = ""': ["steps[1].accountable: is blank"],
    STEP + 'consulted = ["finance", "account_manager"]\ninformed = ["finance"]': [
        f"steps[1].consulted[2]: the role account_manager already has a part in the step — {ONCE}",
        f"steps[1].informed[1]: the role finance already has a part in the step — {ONCE}",
    ],
    STEP + 'due = "soon"': [f'steps[1].due: "soon" is not a length of time — {TIME}'],
    STEP + 'every = "0 days"': ["steps[1].every: a step cannot repeat every 0 days"],
    STEP + "effort = -1": [
        'steps[1].effort: "-1" is not an effort — '
        "write hours with at most two decimals, such as 2 or 0.5; at most 10000"
    ],
    STEP + 'effort = "2"': ["steps[1].effort: must be a number, not a text"],
    STEP + 'on_holiday = "never"': ['steps[1].on_holiday: "never" is not one of after, before, stay'],
    'what = "b"': ["steps[1].id: is missing"],
    'id = "a.b"\nwhat = "b"': ['steps[1].id: "a.b" is not an id: letters, digits, - and _'],
    'id = "a"': ["steps[1].what: the step does not say what is to be done"],
    STEP + STEP.replace('"a"', '"a"').join(["\n[[playbooks.steps]]\n", ""]): ["steps[2].id: the step a is there twice"],
    STEP + 'after = ["zz"]' + NEXT: ["steps[1].after[1]: the playbook has no step zz — steps: a, b"],
    STEP + 'after = ["a"]': ["steps[1].after: goes round in a circle: a → a"],
    STEP + 'after = ["b"]' + NEXT + 'after = ["a"]': ["steps[1].after: goes round in a circle: a → b → a"],
    STEP + 'after = ["b"]' + NEXT + 'every = "1 month"': [
        "steps[1].after[1]: the step b repeats, so it is never over — "
        "let both repeat alike, or name a step that does not repeat"
    ],
    STEP + 'due = "3 days"\nafter = ["b"]' + NEXT + 'due = "2 weeks"': [
        "steps[1].after[1]: is due after 3 days, before the step b that comes first is due — "
        "give it more time than 2 weeks"
    ],
}


@pytest.mark.parametrize("steps", STEPS)
def test_steps(steps):
    assert said(pack(steps=steps)) == [f"playbooks[1].{message}" for message in STEPS[steps]]


def test_steps_that_repeat_alike_may_wait_for_each_other():
    monthly = 'every = "1 month"\n'

    assert work(pack(steps=STEP + monthly + 'after = ["b"]' + NEXT + monthly)).playbooks["mine"].steps[0].after == (
        "b",
    )


def test_working_days_are_compared_with_days_only_where_that_is_certain():
    """Ten working days can be ten days from now or a month: only what can never be is refused."""
    text = pack(steps=STEP + 'due = "12 days"\nafter = ["b"]' + NEXT + 'due = "10 working days"')

    assert work(text).playbooks["mine"].steps[0].due == Span(12, "day")


def test_each_mistake_has_its_line():
    text = pack(steps=STEP + 'due = "soon"\nresponsible = "nobody"')

    assert [message.split(": ")[0] for message in messages(text)] == [
        f"made.toml:{WHERE + 7}",
        f"made.toml:{WHERE + 8}",
    ]


def test_a_playbook_says_what_is_to_be_reached_and_what_to_do():
    assert said(f'{SOUND}\n[[playbooks]]\nid = "mine"\ntier = "key"\n') == [
        "playbooks[1].goal: the playbook does not say what is to be reached",
        "playbooks[1].steps: the playbook has no steps",
    ]


def test_two_of_one_id():
    again = '[[playbooks]]\nid = "mine"\noff = true\n'

    assert said(pack(rest=again)) == ["playbooks[2].id: the playbook mine is there twice"]


def test_a_playbook_that_is_off_says_nothing_else():
    assert said(f'{SOUND}\n[[playbooks]]\nid = "x"\noff = true\ntier = "key"\n') == [
        "playbooks[1].off: a playbook that is off says nothing else — leave out off, or all the rest"
    ]


# ── roles, visits, review, stages ────────────────────────────────────────────────────────────────────────────────────

RUNS = "must be a whole number from 1 to 100"
REST = {
    '[roles."a b"]\n': ['roles.a b: "a b" is not an id: letters, digits, - and _'],
    "[roles.x]\nname = 1\n": ["roles.x.name: unknown key"],
    '[visits]\nevery = { kei = "1 month", others = "0 days", key = 3 }\n': [
        "visits.every.kei: the pack has no tier kei — did you mean key?",
        f'visits.every.others: "0 days" is not a length of time — {TIME}',
        "visits.every.key: must be a text, not a number",
    ],
    "[review]\npromote_after = 0\ndemote_after = 1.5\nno_demotion_before = 2026-01-01T00:00:00\n": [
        f"review.promote_after: {RUNS}",
        f"review.demote_after: {RUNS}",
        "review.no_demotion_before: must be a date, not a date with a time",
    ],
    '[stages.one]\n[stages.two]\n[stages.three.items]\nplan = "x"\n[stages.four.items]\nplan = "x"\n': [
        "stages.two: nothing tells this stage from the one before — "
        "give it items: what must be there for an account to be in it",
        "stages.four.items.plan: the stage three asks for plan already",
    ],
}


@pytest.mark.parametrize("rest", REST)
def test_the_rest(rest):
    assert sorted(said(f"{SOUND}\n{rest}")) == sorted(REST[rest])
