"""Broken plugins, installed as pip would: they are listed with what is wrong, and the rest of `kam` works."""

from __future__ import annotations

from pathlib import Path

import pytest

import kamengine
from tests.cli import packs

GOOD = """
from kamengine import Field, hookimpl

@hookimpl
def kam_fields():
    return [Field("deposits", "money")]
"""
BROKEN = {
    "raises": ("raise RuntimeError('no \\x1b[31mlicence')", "on import of raises: RuntimeError: no \\x1b[31mlicence"),
    "syntax": ("def broken(:", "on import of syntax: SyntaxError: "),
    "hook": (GOOD.replace("return [", "return 1 / 0, ["), "in kam_fields: ZeroDivisionError: division by zero"),
    "nothing": (GOOD.replace('[Field("deposits", "money")]', "None"), "kam_fields returned None; it must return a li"),
    "leaves": ("import sys; sys.exit(3)", "on import of leaves: SystemExit: 3"),
}


@pytest.fixture
def site(tmp_path):
    """A folder of installed distributions."""
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


def install(site: Path, name: str, source: str) -> None:
    (site / f"{name}.py").write_text(source, encoding="utf-8")
    info = site / f"acme_{name}-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: acme-{name}\nVersion: 1.2\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[kamengine]\n{name} = {name}\n", encoding="utf-8")


@pytest.fixture
def with_broken_plugins(command, site):
    """Run `kam` where broken plugins are installed beside a good one."""
    for name, (source, _) in BROKEN.items():
        install(site, name, source)
    install(site, "banking", GOOD)
    return lambda *line: command(*line, env={"PYTHONPATH": str(site)})


@pytest.fixture
def with_nothing_but_broken_plugins(command, site):
    """Run `kam` where every plugin is broken, those of kamengine too: their modules are not there."""
    for name, (source, _) in BROKEN.items():
        install(site, name, source)
    for name in ("crm", "telecom", "distributor"):
        (site / f"kamengine_{name}.py").write_text("raise ImportError('gone')", encoding="utf-8")
    return lambda *line: command(*line, env={"PYTHONPATH": str(site)})


def test_every_candidate_is_listed_with_what_is_wrong(with_broken_plugins):
    said = with_broken_plugins("plugins")

    assert (said.status, said.err) == (1, "")
    assert said.out.splitlines()[-1] == "Plugins: 9; loaded: 4, failed: 5, off: 0"
    assert "\x1b" not in said.out
    for name, (_, error) in BROKEN.items():
        assert f"\n{name}: {error}" in said.out


def test_every_candidate_is_listed_as_json(with_broken_plugins):
    said = with_broken_plugins("plugins", "--json")

    assert said.status == 1
    found = {plugin["name"]: plugin for plugin in said.json}
    assert found["banking"] == {
        "name": "banking",
        "origin": "acme-banking",
        "version": "1.2",
        "hooks": ["kam_fields"],
        "status": "loaded",
        "error": None,
    }
    assert found["telecom"]["origin"] == "built-in"
    assert found["telecom"]["version"] == kamengine.__version__
    assert {name for name, plugin in found.items() if plugin["status"] == "failed"} == set(BROKEN)


@pytest.mark.slow
def test_when_all_are_broken_they_are_listed_and_other_packs_work(with_nothing_but_broken_plugins, write):
    listed = with_nothing_but_broken_plugins("plugins")

    assert listed.status == 1
    assert listed.out.splitlines()[-1] == "Plugins: 8; loaded: 0, failed: 8, off: 0"

    write("plain.toml", packs.PLAIN)
    write("accounts.csv", "account_id,spend\nA,100\n")
    said = with_nothing_but_broken_plugins("classify", "plain.toml", "accounts.csv", "--json")
    assert said.status == 0
    assert said.json["tiers"]["key"] == 1
    assert sorted(said.problems) == sorted(
        f"note: the plugin {name} failed; see kam plugins" for name in (*BROKEN, "crm", "telecom", "distributor")
    )


def test_without_plugins_none_is_imported(command, site):
    install(site, "noisy", "import os; os.write(1, b'imported')")

    said = command("plugins", "--no-plugins", env={"PYTHONPATH": str(site)})

    assert (said.status, said.err) == (0, "")
    assert "imported" not in said.out
    assert said.out.splitlines()[-1] == "Plugins: 4; loaded: 0, failed: 0, off: 4"


@pytest.mark.parametrize("line", [["classify", "plain.toml", "accounts.csv"], ["check", "plain.toml"], ["packs"]])
def test_no_plugins_may_stand_before_and_after_the_command(kam, write, plain, line):
    write("accounts.csv", "account_id,spend\nA,100\n")

    assert kam("--no-plugins", *line) == kam(*line, "--no-plugins")
    assert kam("--no-plugins", *line).status == 0


def test_the_table_of_plugins_in_chinese(kam):
    said = kam("plugins", "--lang", "zh")

    assert said.status == 0
    header, _, *rows = said.out.splitlines()
    assert header.split() == ["插件", "来源", "版本", "状态", "挂钩"]
    assert rows[0].split()[:4] == ["crm", "内置", kamengine.__version__, "已加载"]
    assert rows[-1] == "插件：3 个；已加载 3 个，失败 0 个，停用 0 个"


def test_what_plugins_print_goes_to_standard_error(command, site):
    install(site, "chatty", "print('hello from a plugin')\n" + GOOD)

    said = command("packs", "--json", env={"PYTHONPATH": str(site)})

    assert said.status == 0
    assert "telecom" in [pack["id"] for pack in said.json]
    assert "hello from a plugin" in said.err


def test_debug_shows_where_a_plugin_failed(with_broken_plugins):
    done = with_broken_plugins("plugins", "--debug")
    assert "Traceback" in done.err and "ZeroDivisionError" in done.err
    assert "Traceback" not in with_broken_plugins("plugins").err
