"""What loading gives: order, origins, contributions, clashes, and nothing at all when it is off."""

from __future__ import annotations

import dataclasses
import importlib
import sys
from pathlib import Path

import pytest
from sqlglot import exp

from kamengine.declarations import Field, Label, Ledger, Playbook
from kamengine.hookspecs import hookimpl
from kamengine.language.functions import Function
from kamengine.plugin_host import Contribution, PluginHost, installed_plugins, load_plugins
from kamengine.plugin_host.candidates import _active_distributions
from tests.plugin_host.broken import IMPORTS

CALL = Playbook("telecom", "key", Label("Keep"), (Label("Call"),))
VISIT = Playbook("telecom", "key", Label("Grow"), (Label("Visit"),))
OTHER = Playbook("telecom", "growth", Label("Win"))


class Plugin:
    """Gives whatever it is made with; `hookimpl` marks every hook."""

    def __init__(self, **given):
        self.given = given

    @hookimpl
    def kam_fields(self):
        return self.given.get("fields", [])

    @hookimpl
    def kam_ledgers(self):
        return self.given.get("ledgers", [])

    @hookimpl
    def kam_functions(self):
        return self.given.get("functions", [])

    @hookimpl
    def kam_packs(self):
        return self.given.get("packs", [])

    @hookimpl
    def kam_playbooks(self):
        return self.given.get("playbooks", [])


def function(name: str) -> Function:
    return Function(name, (), "number", sql=exp.Null, reference=lambda: 1, words=Label("one"), doc=Label("One."))


def pack(folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("", encoding="utf-8")
    return folder / name


def given(host: PluginHost) -> dict[str, str | None]:
    """Of each given plugin the error, None if it loaded."""
    return {each.name: str(each.error) if each.error else None for each in host.statuses if each.origin == "given"}


def test_a_contribution_holds_everything_by_name_in_the_order_of_the_plugin(tmp_path):
    fields = [Field("月消费", "money"), Field("city", "text")]
    bills = Ledger("bills", (Field("date", "date"), Field("amount", "money")))
    once, file = function("once"), pack(tmp_path, "telecom.toml")
    plugin = Plugin(
        fields=iter(fields), ledgers=(bills,), functions=[once], packs=[file], playbooks=iter([CALL, OTHER, CALL])
    )
    host = load_plugins(extra={"mine": plugin})
    assert host.contributions["mine"] == Contribution(
        plugin="mine",
        fields={"月消费": fields[0], "city": fields[1]},
        ledgers={"bills": bills},
        functions={"once": once},
        packs=(file,),
        playbooks=(CALL, OTHER, CALL),
    )
    assert list(host.contributions["mine"].fields) == ["月消费", "city"]


def test_a_status_says_where_the_plugin_comes_from(site):
    site.plugin("retail", f"{IMPORTS}\n@hookimpl\ndef kam_ledgers(): return []\n@hookimpl\ndef kam_fields(): return []")
    (status,) = [status for status in load_plugins().statuses if status.name == "retail"]
    assert (status.origin, status.version, status.status, status.error) == ("acme-retail", "1.2", "loaded", None)
    assert status.hooks == ("kam_fields", "kam_ledgers")


def test_built_in_plugins_come_first_then_installed_ones_by_name_then_given_ones(site):
    for name in ("zoo", "aaa", "Bank"):
        site.plugin(name, "")
    host = load_plugins(extra={"z": Plugin(), "a": Plugin()})
    origins = [status.origin for status in host.statuses]
    built_in = origins.count("built-in")
    assert built_in
    assert origins == ["built-in"] * built_in + ["acme-Bank", "acme-aaa", "acme-zoo", "given", "given"]
    assert [status.name for status in host.statuses[-2:]] == ["z", "a"]


def test_several_implementations_of_one_hook_add_up():
    class Two:
        @hookimpl(specname="kam_fields")
        def some(self):
            return [Field("a", "text")]

        @hookimpl
        def kam_fields(self):
            return [Field("b", "text")]

    assert set(load_plugins(extra={"two": Two()}).contributions["two"].fields) == {"a", "b"}


def test_a_hook_of_a_later_version_may_be_marked_optional():
    class Later:
        @hookimpl(optionalhook=True)
        def kam_screens(self, account):
            raise AssertionError("nobody knows this hook")

        @hookimpl
        def kam_fields(self):
            return []

    assert given(load_plugins(extra={"later": Later()})) == {"later": None}


def test_fields_and_ledgers_may_have_one_name_in_two_plugins():
    ledger = Ledger("bills", (), date=None)
    one, two = (Plugin(fields=[Field("city", kind)], ledgers=[ledger]) for kind in ("text", "bool"))
    assert given(load_plugins(extra={"one": one, "two": two})) == {"one": None, "two": None}


@pytest.mark.parametrize(
    ("one", "two", "error"),
    [
        (
            {"functions": [function("churn")]},
            {"functions": [function("churn")]},
            "kam_functions: the plugins one and two both give the function churn; only the one of one counts",
        ),
        (
            {},
            {"functions": [function("coalesce")]},
            "kam_functions: the function coalesce of the plugin two is already built into kamengine",
        ),
    ],
)
def test_two_functions_with_one_name_are_reported_with_both_owners(one, two, error):
    plugins = {"one": Plugin(**one), "two": Plugin(**two), "three": Plugin(functions=[function("other")])}
    host = load_plugins(extra=plugins, reserved_functions=["COALESCE", "abs"])
    assert given(host) == {"one": None, "two": error, "three": None}
    assert "two" not in host.contributions


def test_two_packs_with_one_file_name_are_reported_with_both_owners(tmp_path):
    plugins = {
        "one": Plugin(packs=[pack(tmp_path / "one", "telecom.toml")]),
        "two": Plugin(packs=[pack(tmp_path / "two", "Telecom.toml")]),
    }
    assert given(load_plugins(extra=plugins)) == {
        "one": None,
        "two": "kam_packs: the plugins one and two both ship Telecom.toml; only the one of one counts",
    }


def test_what_failed_leaves_its_names_to_others():
    plugins = {
        "one": Plugin(functions=[function("churn")], playbooks=[None]),
        "two": Plugin(functions=[function("churn")]),
    }
    assert given(load_plugins(extra=plugins))["two"] is None


def test_two_plugins_with_one_name_are_both_listed_and_the_first_counts(site):
    site.module("acme_first", f"{IMPORTS}\n@hookimpl\ndef kam_fields(): return [Field('a', 'text')]")
    site.module("acme_second", "raise AssertionError('never imported')")
    site.distribution("acme-first", "bank = acme_first")
    site.distribution("acme-second", "bank = acme_second")
    host = load_plugins(extra={"bank": Plugin()})
    banks = [status for status in host.statuses if status.name == "bank"]
    assert [(status.origin, status.status) for status in banks] == [
        ("acme-first", "loaded"),
        ("acme-second", "failed"),
        ("given", "failed"),
    ]
    assert [str(status.error) for status in banks[1:]] == [
        "the plugin bank is offered by acme-first and by acme-second; only the one of acme-first counts",
        "the plugin bank is offered by acme-first and by given; only the one of acme-first counts",
    ]
    assert list(host.contributions["bank"].fields) == ["a"]
    assert "acme_second" not in sys.modules


def test_nobody_takes_the_name_of_a_built_in_plugin(site):
    built_in = next(status for status in load_plugins().statuses if status.origin == "built-in")
    site.module("acme_thief", "raise AssertionError('never imported')")
    site.distribution("aaa", f"{built_in.name} = acme_thief")
    first, second = (status for status in load_plugins().statuses if status.name == built_in.name)
    assert first == built_in
    assert str(second.error).startswith(f"the plugin {built_in.name} is offered by kamengine and by aaa")


def test_a_distribution_found_twice_on_the_path_counts_once(site, tmp_path, monkeypatch):
    site.plugin("twice", f"{IMPORTS}\n@hookimpl\ndef kam_fields(): return []")
    shadowed = dataclasses.replace(site, folder=tmp_path / "shadowed")
    shadowed.folder.mkdir()
    shadowed.distribution("Acme.Twice", "twice = acme_twice\ngone = acme_gone")
    monkeypatch.setattr(sys, "path", [*sys.path, str(shadowed.folder)])
    assert [each.name for each in load_plugins().statuses if each.name in ("twice", "gone")] == ["twice"]


def test_every_installed_distribution_is_known_by_the_name_that_its_metadata_gives(site):
    site.distribution(
        "acme-spaced", "", "Metadata-Version: 2.1\nNAME:  Acme Spaced\nVersion: 1\n\nName: of its author\n"
    )
    names = {each.metadata["Name"]: name for each, name in _active_distributions()}
    assert names == {name: name for name in names}
    assert "Acme Spaced" in names


def test_off_lists_everything_and_imports_nothing(site, tmp_path):
    marker = tmp_path / "imported"
    source = f"{IMPORTS}\nopen({str(marker)!r}, 'w').close()\n@hookimpl\ndef kam_fields(): return []"
    site.plugin("marking", source)
    site.plugin("broken", "raise RuntimeError")
    site.distribution("acme-malformed", "this is no entry point")

    off = load_plugins(enabled=False, extra={"mine": Plugin()})
    assert not marker.exists()
    assert {"acme_marking", "acme_broken"}.isdisjoint(sys.modules)
    assert {(each.status, each.hooks, each.error) for each in off.statuses} == {("off", (), None)}
    assert not off.contributions
    assert off.playbooks_for("telecom", "key") == ()

    on = load_plugins(extra={"mine": Plugin()})
    assert marker.exists()
    assert [each.name for each in on.statuses] == [each.name for each in off.statuses]
    assert {"marking", "broken", "acme-malformed", "mine"} <= {each.name for each in off.statuses}


def test_installed_plugins_are_asked_again_only_after_something_was_installed(site):
    first = installed_plugins()
    assert installed_plugins() is first
    assert installed_plugins(only=["telecom"]) is not first, "others are asked for"
    site.plugin("retail", "from kamengine import hookimpl\n@hookimpl\ndef kam_fields():\n    return []\n")
    assert "retail" in {each.name for each in installed_plugins().statuses}


def test_a_plugin_that_failed_is_tried_again(site):
    site.plugin("retail", "raise OSError('the disk was full')")
    assert "failed" in {each.status for each in installed_plugins().statuses}
    site.module("acme_retail", "from kamengine import hookimpl\n@hookimpl\ndef kam_fields():\n    return []\n")
    importlib.invalidate_caches()
    assert {each.status for each in installed_plugins().statuses} == {"loaded"}


def test_playbooks_are_found_by_pack_and_tier_over_all_plugins():
    host = load_plugins(extra={"one": Plugin(playbooks=[CALL, OTHER]), "two": Plugin(playbooks=[VISIT])})
    only_given = PluginHost((), {name: host.contributions[name] for name in ("one", "two")})
    assert only_given.playbooks_for("telecom", "key") == (CALL, VISIT)
    assert only_given.playbooks_for("telecom", "growth") == (OTHER,)
    assert only_given.playbooks_for("distributor", "key") == ()


def test_what_a_criterion_or_a_move_calls_for_is_not_for_the_whole_tier():
    late = dataclasses.replace(CALL, criterion="late", outcome="met")
    risen = dataclasses.replace(CALL, moved="up")
    host = load_plugins(extra={"one": Plugin(playbooks=[late, CALL, risen])})
    assert PluginHost((), {"one": host.contributions["one"]}).playbooks_for("telecom", "key") == (CALL,)


def test_what_was_loaded_cannot_be_changed():
    host = load_plugins(extra={"mine": Plugin(fields=[Field("a", "text")])})
    with pytest.raises(TypeError):
        host.contributions["mine"].fields["b"] = Field("b", "text")  # type: ignore[index]
    with pytest.raises(TypeError):
        host.contributions["other"] = host.contributions["mine"]  # type: ignore[index]
