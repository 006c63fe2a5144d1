"""`docs/keys.md`: the table is that of the app, and the example can be used."""

from __future__ import annotations

import re

from kamengine.tui.app import actions
from kamengine.tui.ground.keymap import read_keymap
from tests.documentation import keys


def test_the_table_is_current():
    assert keys.FILE.read_text(encoding="utf-8").endswith(keys.table()), (
        "python -m tests.documentation.update renews it"
    )


def test_the_example_is_a_key_map(tmp_path):
    (example,) = re.findall(r"```toml\n(.*?)```", keys.FILE.read_text(encoding="utf-8"), re.DOTALL)
    file = tmp_path / "keys.toml"
    file.write_text(example, encoding="utf-8")
    assert read_keymap(file, actions()) == {"sort": "o", "move(1)": "j,down,ctrl+n", "app.undo": "U"}
