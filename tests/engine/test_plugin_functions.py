"""A function that a plugin brings is checked, compiled, evaluated and put into words like a built-in one."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kamengine import Function, Label, Parameter, hookimpl, load_plugins, sql_template
from kamengine.engine.pack_tests import run_tests
from kamengine.pack.check import check_pack
from kamengine.pack.read import read_pack

CHANGE = Function(
    "change",
    parameters=(Parameter("now"), Parameter("before")),
    result="ratio",
    sql=sql_template(":a / NULLIF(:b, 0) - 1"),
    reference=lambda now, before: now / before - 1 if before else None,
    words=Label("the change from {1} to {0}", "{1} 到 {0} 的变化"),
    doc=Label("relative change", "相对变化"),
)

PACK = """
[pack]
id = "bank"
version = "1"
plugins = ["banking"]
[fields.now]
type = "money"
[fields.before]
type = "number"
[criteria.grows]
when = "change(now, before) >= 0.1"
[[tiers]]
id = "key"
when = "grows"
[[tiers]]
id = "rest"
"""

CASES = [
    ("at the line", "now = 110, before = 100", "true"),
    ("below", "now = 109.99, before = 100", "false"),
    ("an argument is unknown", "now = 110", '"unknown"'),
    ("division by zero", "now = 110, before = 0", '"unknown"'),
    ("no finite number", "now = 99999999999999, before = 0.0000000001", "true"),
]


@pytest.fixture(scope="module")
def contributions():
    plugin = SimpleNamespace(kam_functions=hookimpl(lambda: [CHANGE]))
    return load_plugins(extra={"banking": plugin}).contributions


@pytest.mark.parametrize(("name", "given", "outcome"), CASES, ids=[case[0] for case in CASES])
def test_the_function_means_the_same_in_a_pack_as_in_its_reference(contributions, name, given, outcome):
    test = f'[[tests]]\nname = "{name}"\ngiven = {{ {given} }}\nexpect = {{ criteria.grows = {outcome} }}\n'
    pack, problems = read_pack("bank.toml", (PACK + test).encode())
    assert pack is not None
    checked, found = check_pack(pack, contributions)
    assert [problem.text() for problem in problems + found] == []
    assert checked is not None
    assert [result.differences for result in run_tests(checked)] == [()]


def test_calls_are_checked_against_the_parameters(contributions):
    pack, _ = read_pack("bank.toml", PACK.replace("change(now, before)", "change(now)").encode())
    assert pack is not None
    _, problems = check_pack(pack, contributions)
    assert [problem.text() for problem in problems] == [
        "bank.toml:11: criteria.grows.when: change(now, before) is called with 1 arguments"
    ]
