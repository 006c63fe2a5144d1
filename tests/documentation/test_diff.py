"""docs/diff.md tells the truth: what it shows is what its files give."""

from __future__ import annotations

import json
import re
from typing import get_args

import pytest

from kamengine.diff.changes import Element
from tests.conftest import REPOSITORY
from tests.documentation import book
from tests.documentation.console import matches, run, shown_commands

FILE = REPOSITORY / "docs" / "diff.md"
PAGE = FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("shown", shown_commands(PAGE), ids=lambda shown: shown.command[:60])
def test_a_command_prints_what_the_page_shows(tmp_path, shown):
    book.write_files(PAGE, tmp_path)
    output = run(shown.command, tmp_path)
    assert matches(shown, output), f"renew with python -m tests.documentation.update\n{output}"


def test_every_element_of_rules_is_described():
    (table,) = re.findall(r"^\| a rule is .*\n\|[-|]+\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    described = {word for line in table.splitlines() for word in re.findall(r"`(\w+)`", line.split("|")[1])}

    assert described == set(get_args(Element)) - {"date"}


def test_the_shape_for_scripts_is_json():
    (shape,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert [cause["kind"] for cause in json.loads(shape)["movers"][0]["causes"]] == ["facts", "rule", "facts"]
