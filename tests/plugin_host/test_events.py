"""Telling plugins what has happened: each by itself, with facts of its own, and never in a circle."""

from __future__ import annotations

import json

import pytest

from kamengine.hookspecs import hookimpl
from kamengine.plugin_host import PluginHost, load_plugins
from tests.plugin_host import deal_desk

PLAN = {"workspace_name": "north", "pack": "telecom", "run": "3094ea61", "new": 2, "kept": 5, "gone": 1}
TASK = {"id": "t1", "tags": ["x"]}
DONE = {"task": TASK, "verb": "done", "who": "Li"}


class Listener:
    """Remembers what it is told."""

    def __init__(self):
        self.heard = []

    @hookimpl
    def kam_task_changed(self, task, verb):
        self.heard.append((task, verb))


class Failing:
    """Fails at the second task."""

    def __init__(self):
        self.times = 0

    @hookimpl
    def kam_task_changed(self, task):
        task["tags"].append("spoilt")
        self.times += 1
        if self.times > 1:
            raise SystemExit("no\nmore")


def host(**plugins):
    loaded = load_plugins(extra=plugins)
    assert {status.error for status in loaded.statuses} == {None}
    return loaded


def test_events_are_not_asked_when_a_plugin_is_loaded():
    listener = Listener()
    loaded = host(listener=listener)

    assert listener.heard == []
    assert loaded.listens("kam_task_changed") and not loaded.listens("kam_plan_updated")
    assert next(each.hooks for each in loaded.statuses if each.name == "listener") == ("kam_task_changed",)


def test_a_plugin_takes_the_arguments_that_it_wants():
    listener = Listener()

    assert host(listener=listener).notify("kam_task_changed", DONE) == ()
    assert listener.heard == [({"id": "t1", "tags": ["x"]}, "done")]


def test_one_that_fails_costs_only_its_own_hearing():
    first, failing, last = Listener(), Failing(), Listener()

    said = host(first=first, failing=failing, last=last).notify("kam_task_changed", DONE, DONE, DONE)

    assert [str(message) for message in said] == ["the plugin failing failed in kam_task_changed: SystemExit: no more"]
    assert failing.times == 2, "what fails is not told the rest"
    assert len(first.heard) == len(last.heard) == 3


def test_no_plugin_can_spoil_the_facts_of_another():
    failing, listener = Failing(), Listener()

    host(failing=failing, listener=listener).notify("kam_task_changed", DONE)

    assert listener.heard[0][0]["tags"] == TASK["tags"] == ["x"]


def test_what_a_plugin_changes_while_it_is_told_is_not_told_again():
    class Echo:
        def __init__(self):
            self.times = 0
            self.host: PluginHost | None = None

        @hookimpl
        def kam_task_changed(self, task):
            self.times += 1
            assert self.host is not None
            assert self.host.notify("kam_task_changed", DONE) == ()
            assert load_plugins(extra={"echo": self}).notify("kam_task_changed", DONE) == (), "nor by another host"

    echo = Echo()
    echo.host = host(echo=echo)

    assert echo.host.notify("kam_task_changed", DONE) == ()
    assert echo.host.notify("kam_task_changed", DONE) == ()
    assert echo.times == 2


def test_what_it_prints_stays_off_standard_output(capsys):
    class Loud:
        @hookimpl
        def kam_plan_updated(self, new):
            print("new:", new)

    host(loud=Loud()).notify("kam_plan_updated", PLAN)

    assert capsys.readouterr() == ("", "new: 2\n")


def test_the_user_can_interrupt_a_plugin():
    class Interrupted:
        @hookimpl
        def kam_plan_updated(self):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        host(interrupted=Interrupted()).notify("kam_plan_updated", PLAN)


def test_only_events_can_be_told_and_only_with_their_facts():
    loaded = host(listener=Listener())

    with pytest.raises(ValueError, match="kam_fields is not an event"):
        loaded.notify("kam_fields")
    with pytest.raises(ValueError, match="kam_task_changed takes task, verb, who"):
        loaded.notify("kam_task_changed", {"task": {}})


def test_an_event_that_takes_what_the_hook_does_not_give_is_refused():
    class Wrong:
        @hookimpl
        def kam_task_changed(self, task, account):
            raise AssertionError

    (status,) = (each for each in load_plugins(extra={"wrong": Wrong()}).statuses if each.name == "wrong")

    assert str(status.error) == (
        "kam_task_changed takes account, which the hook does not give; "
        "it is called as kam_task_changed(task, verb, who)"
    )


def test_plugins_that_are_off_hear_nothing():
    listener = Listener()

    assert load_plugins(enabled=False, extra={"listener": listener}).notify("kam_task_changed", DONE) == ()
    assert listener.heard == []


def test_the_deal_desk_keeps_a_log(tmp_path, monkeypatch):
    log = tmp_path / "log.jsonl"
    monkeypatch.setenv(deal_desk.LOG, str(log))
    loaded = host(deal_desk=deal_desk)

    loaded.notify("kam_plan_updated", PLAN)
    loaded.notify("kam_task_changed", DONE)

    assert [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] == [
        {"event": "plan", "workspace": "north", "pack": "telecom", "run": "3094ea61", "tasks": [2, 5, 1]},
        {"event": "done", "task": {"id": "t1", "tags": ["x"]}, "who": "Li"},
    ]
