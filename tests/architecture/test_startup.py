"""Starting kam and importing kamengine stay light: the screen and the database are loaded only when used."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("textual", "duckdb", "z3", "openpyxl", "tomlkit", "sqlite_utils", "holidays", "icalendar")
HELP = "from kamengine.cli import main; sys.argv = ['kam', '--help']; sys.exit(main())"
STARTS = {"kam --help": HELP, "import kamengine": "import kamengine"}

PROGRAM = """
import sys
try:
    {start}
finally:
    print("loaded:", *sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_light_start(start):
    program = PROGRAM.format(start=start, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == "loaded:"
