"""``kam timeline``, and what plugins say of an account in ``kam dossier``."""

from __future__ import annotations

import json


def test_the_story_of_an_account_day_by_day(planned, kam):
    assert kam("note", "add", "A", "Met [/x] \x1b[2J their CFO").status == 0
    assert kam("fact", "A", "name=Kate & Sons", "--why", "a call").status == 0
    done = kam("timeline", "A")
    assert done.status == 0
    lines = done.out.splitlines()
    assert not lines[0].startswith(" "), "first the day"
    assert any("fact name of A: stated · Ann" in line for line in lines)
    assert any("accounts.csv" in line and line.endswith(" · Ann") for line in lines)
    assert any("Met [/x]" in line for line in lines) and "\x1b" not in done.out
    assert any(line.startswith("  Own: ") for line in lines), "the tier by the run of the plan"


def test_as_data_and_in_part(planned, kam):
    everything = json.loads(kam("timeline", "A", "--json", "--limit", "0").out)
    assert {"import", "run"} <= {event["kind"] for event in everything}
    assert all(event.keys() == {"at", "day", "kind", "key", "who", "what", "details"} for event in everything)
    assert [event["day"] for event in everything] == sorted((event["day"] for event in everything), reverse=True)
    assert json.loads(kam("timeline", "A", "--json", "--limit", "1").out) == everything[:1]
    assert kam("timeline", "A", "--limit", "1").out.rstrip().endswith("There is more: --limit shows it.")


def test_an_account_that_is_not_there(planned, kam):
    done = kam("timeline", "Z9")
    assert done.status == 2 and "there is no account Z9" in done.err
