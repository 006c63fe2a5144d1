"""The playbooks that come with kamengine: every situation has one, in both languages, and nobody is asked too much."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from kamengine.api.packs.playbooks import playbooks_of, work_of
from kamengine.declarations import Label
from kamengine.pack.checked import CheckedPack
from kamengine.pack.find import load
from kamengine.pack.playbooks import CheckedPlaybooks
from kamengine.pack.spans import least_days
from kamengine.plugin_host import PluginHost, load_plugins

SITUATIONS = {
    "telecom": {
        "undecided": ("data",),
        "silent": ("win-back",),
        "overdue": ("credit-talk",),
        "moved": ("promoted", "demoted"),
        "leaving": ("renewal-strategic", "renewal-key", "rescue-strategic", "rescue-key"),
    },
    "distributor": {
        "undecided": ("data", "assessment"),
        "silent": ("win-back",),
        "overdue": ("credit-talk",),
        "moved": ("promoted", "demoted"),
        "low ability": ("coaching",),
        "slow sell-through": ("promotion",),
        "in breach": ("diversion", "prices"),
    },
}


@pytest.fixture(scope="module")
def host() -> PluginHost:
    return load_plugins()


@pytest.fixture(params=SITUATIONS)
def pack(request, host) -> CheckedPack:
    return load(request.param, host.contributions)


@pytest.fixture
def work(host, pack) -> CheckedPlaybooks:
    return playbooks_of(host, pack)


def labels(work: CheckedPlaybooks) -> list[tuple[str, Label]]:
    found = []
    for id, playbook in work.playbooks.items():
        found.append((id, playbook.goal))
        for step in playbook.steps:
            found += [(f"{id}.{step.id}", text) for text in (step.what, step.acceptance, step.evidence)]
    return [(where, label) for where, label in found if label != Label()]


def test_every_situation_has_its_playbook(pack, work):
    for situation, ids in SITUATIONS[pack.pack.id].items():
        assert set(ids) <= set(work.playbooks), situation


def test_every_tier_has_steps_and_a_rhythm_of_visits(pack, work):
    tiers = [tier.tier.id for tier in pack.tiers]
    assert {playbook.tier for playbook in work.playbooks.values() if not playbook.criterion} >= set(tiers)
    assert list(work.visits) == [tier for tier in tiers if tier != "standard"]


def test_nothing_of_the_plugins_is_left_out(host, pack):
    assert work_of(host, pack).notes == ()


def test_every_text_is_there_in_both_languages(work):
    assert [where for where, label in labels(work) if not (label.en and label.zh)] == []


def test_a_title_fits_two_lines_of_a_terminal(work):
    assert [where for where, label in labels(work) if len(label.en) > 120 or len(label.zh) > 60] == []


def test_titles_of_tasks_end_without_a_full_stop(work):
    steps = [step for playbook in work.playbooks.values() for step in playbook.steps]
    assert [step.id for step in steps if step.what.en.endswith(".") or step.what.zh.endswith("。")] == []


def test_steps_have_names_of_their_own(work):
    """Numbers would make tasks change their ids when a step is put between others."""
    assert [step.id for playbook in work.playbooks.values() for step in playbook.steps if step.id.isdigit()] == []


def test_every_step_says_how_its_result_is_judged(work):
    silent = [f"{id}.{step.id}" for id, book in work.playbooks.items() for step in book.steps if not step.acceptance.en]
    assert silent in ([], ["growth.call"])


def test_the_first_thing_to_do_is_small_and_soon(work):
    for id, playbook in work.playbooks.items():
        first = min(playbook.steps, key=lambda step: least_days(step.due))
        assert first.effort <= 6, id
        if playbook.criterion or playbook.moved:
            assert least_days(first.due) <= 20, id


def test_what_shows_an_effect_has_a_target_when_it_mends_something(pack, work):
    mends = ("win-back", "credit-talk", "promotion", "coaching")
    for id in mends:
        if id in work.playbooks:
            assert work.playbooks[id].indicator and work.playbooks[id].target is not None, id


def hours_a_year(work: CheckedPlaybooks, tier: str) -> Decimal:
    """What the service pack of a tier takes for one account in its first year."""
    total = Decimal(0)
    for playbook in work.playbooks.values():
        if playbook.tier == tier and not playbook.criterion:
            for step in playbook.steps:
                due, every = least_days(step.due), least_days(step.every) if step.every else 366
                total += step.effort * len(range(due, 366, every))
    return total


def test_better_tiers_get_more_hours_and_a_manager_can_keep_the_promise(pack, work):
    """1,000 selling hours a year are what capacity is reckoned with: half of them for what the plan itself asks."""
    tiers = [tier.tier.id for tier in pack.tiers if tier.tier.id != "watch"]
    hours = [hours_a_year(work, tier) for tier in tiers]

    assert hours == sorted(hours, reverse=True)
    assert Counter(tiers)[tiers[0]] == 1 and 500 / hours[0] > 8, "a manager serves at least eight of the best"
    assert 500 / hours[-1] > 100, "and the rest costs next to nothing"
