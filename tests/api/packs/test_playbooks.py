"""Playbooks of a pack and of plugins together: whose counts, what is left out, and what is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kamengine import Label, Playbook, Step
from kamengine.api.packs.playbooks import playbooks_of, work_of
from kamengine.hookspecs import hookimpl
from kamengine.pack.find import load
from kamengine.plugin_host import PluginHost, load_plugins
from kamengine.problems import KamError
from tests.pack.made import SOUND, checked
from tests.plugin_host import deal_desk

CALL = Step(Label("Call", "致电"), id="call")
GOAL = Label("Grow", "增长")


class Plugin:
    """Has these playbooks for the pack `made`."""

    def __init__(self, *playbooks: Playbook):
        self.playbooks = playbooks

    @hookimpl
    def kam_playbooks(self):
        return self.playbooks


def playbook(tier: str = "key", *steps: Step | Label) -> Playbook:
    return Playbook("made", tier, GOAL, steps or (CALL,))


def host(**plugins: object) -> PluginHost:
    loaded = load_plugins(extra=plugins)
    assert {status.error for status in loaded.statuses} == {None}
    return loaded


def problems(loaded: PluginHost, text: str = SOUND) -> list[str]:
    with pytest.raises(KamError) as caught:
        playbooks_of(loaded, checked(text))
    return [problem.text() for problem in caught.value.problems]


def own(id: str, what: str = 'tier = "key"\ngoal = "Ours"\nsteps = [ { id = "a", what = "b" } ]') -> str:
    return f'{SOUND}\n[[playbooks]]\nid = "{id}"\n{what}\n'


def test_bare_labels_are_steps_with_the_usual_roles_and_numbers_for_ids():
    book = playbook("key", Label("Call", "致电"), CALL, Label("Visit", "拜访"))
    (found,) = playbooks_of(host(acme=Plugin(book)), checked(SOUND)).playbooks.values()

    assert [(step.id, step.responsible, step.accountable) for step in found.steps] == [
        ("1", "account_manager", "sales_director"),
        ("call", "account_manager", "sales_director"),
        ("3", "account_manager", "sales_director"),
    ]


def test_a_playbook_without_an_id_is_called_after_what_calls_for_it():
    books = (
        playbook(),
        replace(playbook(""), criterion="big", outcome="unknown"),
        replace(playbook("others"), criterion="big", outcome="missed", moved="down"),
        replace(playbook(""), moved="up"),
    )
    found = playbooks_of(host(acme=Plugin(*books)), checked(SOUND)).playbooks

    assert list(found) == ["key", "big-unknown", "others-big-missed-down", "up"]
    assert {one.origin for one in found.values()} == {"acme"}


def test_playbooks_of_another_pack_are_not_meant():
    other = Playbook("elsewhere", "key", GOAL, (CALL,))

    assert playbooks_of(host(acme=Plugin(other)), checked(SOUND)).playbooks == {}


def test_what_the_pack_has_counts_over_a_plugin():
    found = playbooks_of(host(acme=Plugin(playbook())), checked(own("key")))

    assert [(one.goal.en, one.origin) for one in found.playbooks.values()] == [("Ours", "made.toml")]


def test_a_pack_can_do_without_a_plugins_playbook():
    loaded = host(acme=Plugin(playbook(), playbook("others")))

    assert list(playbooks_of(loaded, checked(own("key", "off = true"))).playbooks) == ["others"]


def test_doing_without_one_that_nobody_has_is_noted():
    loaded = host(acme=Plugin(playbook()))
    (note,) = work_of(loaded, checked(own("kye", "off = true"))).notes

    assert note.text().endswith("playbooks[1].id: no plugin has a playbook kye for this pack — did you mean key?")


def test_what_the_pack_does_not_have_is_left_out_and_noted():
    books = (
        playbook("gold"),
        replace(playbook(""), criterion="bigg", outcome="met"),
        replace(playbook("key"), indicator="margin"),
        playbook("others"),
    )
    found = work_of(host(acme=Plugin(*books)), checked(SOUND))

    assert (list(found.playbooks.playbooks), found.problems) == (["others"], ())
    assert [note.text() for note in found.notes] == [
        "acme: kam_playbooks[1].tier: the pack has no tier gold — the playbook gold is left out",
        "acme: kam_playbooks[2].criterion: the pack has no criterion bigg — the playbook bigg-met is left out",
        "acme: kam_playbooks[3].indicator: margin is not a field or an indicator that is a number"
        " — the playbook key is left out",
    ]


def test_two_plugins_with_one_playbook_are_told_apart_by_the_pack():
    loaded = host(acme=Plugin(playbook()), other=Plugin(playbook()))

    assert problems(loaded) == [
        "other: kam_playbooks[1].id: the plugins acme and other both have a playbook key"
        " — add a [[playbooks]] of this id to the pack: with what counts, or off = true"
    ]
    assert list(playbooks_of(loaded, checked(own("key"))).playbooks) == ["key"]


def test_one_plugin_with_two_of_one_id():
    assert problems(host(acme=Plugin(playbook(), playbook()))) == [
        "acme: kam_playbooks[2].id: the playbook key is there twice — give one of them another id"
    ]


def test_every_mistake_of_every_plugin_is_named_at_once():
    wrong = Step(Label(""), id="x.y", responsible="", accountable="", effort="much", due="soon", every="0 days")
    said = problems(host(acme=Plugin(playbook("", wrong), playbook("key", CALL, CALL))))

    assert [line.split(" — ")[0] for line in said] == [
        "acme: kam_playbooks[1]: nothing calls for the playbook",
        "acme: kam_playbooks[1].steps[1].what: the step does not say what is to be done",
        'acme: kam_playbooks[1].steps[1].id: "x.y" is not an id: letters, digits, - and _',
        "acme: kam_playbooks[1].steps[1].accountable: nobody answers for the step",
        "acme: kam_playbooks[1].steps[1].responsible: nobody does the step",
        'acme: kam_playbooks[1].steps[1].effort: "much" is not an effort',
        'acme: kam_playbooks[1].steps[1].due: "soon" is not a length of time',
        "acme: kam_playbooks[1].steps[1].every: a step cannot repeat every 0 days",
        "acme: kam_playbooks[2].steps[2].id: the step call is there twice",
    ]


def test_roles_of_the_pack_are_for_plugins_too():
    book = playbook("key", Step(Label("x"), id="a", responsible="area"))

    assert problems(host(acme=Plugin(book)))[0].startswith(
        "acme: kam_playbooks[1].steps[1].responsible: there is no role area"
    )
    assert playbooks_of(host(acme=Plugin(book)), checked(f"{SOUND}\n[roles.area]\n")).playbooks["key"].steps


def test_the_deal_desk_adds_to_the_shipped_playbooks():
    loaded = host(deal_desk=deal_desk)
    found = playbooks_of(loaded, load("telecom", loaded.contributions)).playbooks

    assert [step.id for step in found["deal-desk"].steps] == ["approve", "offer"]
    assert found["big_spender-unknown"].origin == "deal_desk"
    assert found["credit-talk"].origin.endswith("telecom.toml")
