"""What accounts were worth month by month, by the ledgers of a run: what the pack says as of each month end."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kamengine.api import RunOptions, packs_of, plugins, results_of, run_workspace
from kamengine.api.accounts.further_columns import with_further_columns, with_history_of_run
from kamengine.api.runs.value_history import history_of_kept, history_of_run
from kamengine.declarations import Kind
from kamengine.engine.pages import Listing
from kamengine.engine.results import results_in_memory
from kamengine.engine.run import classify
from kamengine.engine.selection import Question, select
from kamengine.engine.series import month_ends
from kamengine.workspace import Workspace
from kamengine.workspace.corrections import Statement
from tests.api.made import WHO, bring_in

PACK = """
[pack]
id = "own"
version = "1"
title = "Own"
value = "sales"
scope = "country = 'CN'"
[fields.country]
type = "text"
[ledgers.orders.fields]
date = { type = "date" }
amount = { type = "money" }
status = { type = "text" }
[indicators.sales]
from = "orders"
value = "sum(amount)"
where = "status <> 'void'"
window = "3 months"
[indicators.ever]
from = "orders"
value = "count()"
[[tiers]]
id = "key"
when = "sales >= 100"
[[tiers]]
id = "other"
"""
ORDERS: dict[str, Kind] = {"date": "date", "amount": "money", "status": "text", "note": "text"}
ACCOUNTS: dict[str, Kind] = {"country": "text", "name": "text"}
AS_OF = date(2026, 6, 17)
IDS = [f"A{number}" for number in range(7)]


def orders():
    """Orders of two years: each account begins later than the one before; some are void, some of unknown status."""
    for place, account in enumerate(IDS[:-1]):
        for month in range(place, 24):
            day = date(2024 + (6 + month) // 12, (6 + month) % 12 + 1, 1 + (place * 5 + month) % 28)
            status = "void" if (place + month) % 5 == 0 else None if (place, month) == (3, 20) else "paid"
            yield account, day, Decimal(place * 7 + month) / 4, status, "Ω"


@pytest.fixture(scope="module")
def host():
    return plugins(enabled=False)


def made(folder, host, columns=ORDERS, rows=None, ids=tuple(IDS), pack=PACK):
    """A workspace with a run of the pack."""
    with Workspace.init(folder, name="Own", language="en", packs={"own.toml": pack.encode()}) as workspace:
        bring_in(workspace, "accounts", ACCOUNTS, [(id, "CN", f"Name {id}") for id in ids] + [("out", "DE", "Out")])
        bring_in(workspace, "orders", columns, list(orders()) if rows is None else rows)
        run_workspace(workspace, packs_of(workspace, host)[0], WHO, RunOptions(today=AS_OF))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory, host):
    return made(tmp_path_factory.mktemp("history") / "ws", host)


def results(workspace, host):
    return results_of(workspace, workspace.runs.list("own")[-1], host)


def kept(workspace, folder, host, own=None):
    own, record = own or results(workspace, host), workspace.runs.list("own")[-1]
    return history_of_kept(folder, record, own.checked, own.bindings, own.connection)


def history(folder, host, accounts):
    with Workspace.open(folder) as workspace:
        found = kept(workspace, folder, host)
        assert found is not None
        return found.of(accounts)


def by_runs(folder, host, accounts):
    """The same by whole runs as of each day, which are not kept."""
    from kamengine.api import classify_workspace

    found: dict[str, list[Decimal | None]] = {account: [] for account in accounts}
    with Workspace.open(folder) as workspace:
        record, (pack,) = workspace.runs.list("own")[-1], packs_of(workspace, host)
        for day in month_ends(date.fromisoformat(record.as_of)):
            run = classify_workspace(workspace, pack, RunOptions(as_of=day)).run
            said = dict(select(results_in_memory(run), Question(columns=("account_id", "sales"))).rows())
            for account in accounts:
                found[account].append(said.get(account))
    return found


def test_each_month_is_what_a_run_as_of_its_end_says(folder, host):
    found, judged = history(folder, host, IDS), by_runs(folder, host, IDS)
    assert found.keys() == set(IDS) and {len(values) for values in found.values()} == {12}
    known = [(account, place) for account in IDS for place in range(12) if found[account][place] is not None]
    assert len(known) > 50
    assert all(found[account][place] == judged[account][place] for account, place in known)
    assert None in found["A3"][9:], "a row that may or may not count"
    assert set(found[IDS[-1]]) == {None}, "it has no orders"


def test_accounts_that_the_run_does_not_have_are_left_out(folder, host):
    assert history(folder, host, ["out", "nobody", "'; DROP TABLE x; --"]) == {}
    assert history(folder, host, []) == {}


@pytest.mark.slow
def test_corrections_of_the_run_hold_in_every_month(folder, host, tmp_path):
    from shutil import copytree

    own = copytree(folder, tmp_path / "ws")
    with Workspace.open(own) as workspace:
        workspace.corrections.state([Statement("A1", "sales", "money", "55.5", None)], who=WHO, why="a call")
        workspace.corrections.state([Statement("A2", "country", "text", "DE", None)], who=WHO, why="moved")
        run_workspace(workspace, packs_of(workspace, host)[0], WHO, RunOptions(today=AS_OF))
    found = history(own, host, ["A0", "A1", "A2"])
    assert found.keys() == {"A0", "A1"} and set(found["A1"]) == {Decimal("55.5")}
    assert list(found["A0"]) == by_runs(own, host, ["A0"])["A0"]


@pytest.mark.slow
def test_cells_that_have_to_be_read_are_read_as_the_run_did(tmp_path, host):
    columns: dict[str, Kind] = {**ORDERS, "amount": "text", "date": "text"}
    rows = [(id, f"{day:%d/%m/%Y}", f"¥{amount}", status, note) for id, day, amount, status, note in orders()]
    text = made(tmp_path / "text", host, columns, rows)
    assert history(text, host, IDS[:3]) == history(made(tmp_path / "typed", host), host, IDS[:3])


def test_ids_that_look_like_numbers_are_those_of_the_run(tmp_path, host):
    own = made(
        tmp_path / "ws", host, rows=[("1.0", AS_OF, 3, "paid", ""), ("1.1", AS_OF, 4, "paid", "")], ids=["1.0", "1.1"]
    )
    assert history(own, host, ["1.0"]) == {"1.0": (None,) * 11 + (Decimal(3),)}


@pytest.mark.parametrize("what", ["gone", pytest.param("damaged", marks=pytest.mark.slow)])
def test_nothing_is_shown_when_the_file_of_the_ledger_is_not_there(folder, host, tmp_path, what):
    from shutil import copytree

    own = copytree(folder, tmp_path / "ws")
    (path,) = (own / "data" / "ledgers" / "orders").iterdir()
    path.chmod(0o644)
    if what == "gone":
        path.unlink()
    else:
        path.write_bytes(b"PAR1")
    with Workspace.open(own) as workspace:
        found = kept(workspace, own, host)
        assert found is not None and found.of(["A1"]) == {} and found.of(["A2"]) == {}


def test_a_run_in_memory_has_the_same(folder, host):
    from kamengine.api import classify_workspace

    with Workspace.open(folder) as workspace:
        run = classify_workspace(workspace, packs_of(workspace, host)[0], RunOptions(as_of=AS_OF)).run
    found = history_of_run(run)
    assert found is not None and found.of(IDS[:4]) == {
        account: values for account, values in history(folder, host, IDS[:4]).items()
    }


def test_reading_leaves_no_tables_behind(folder, host):
    with Workspace.open(folder) as workspace:
        own = results(workspace, host)
        found = kept(workspace, folder, host, own)
    assert found is not None
    tables = "SELECT count(*) FROM duckdb_tables() UNION ALL SELECT count(*) FROM duckdb_views()"
    found.of(IDS[:2])
    before = own.connection.execute(tables).fetchall()
    assert found.of(IDS[2:9]).keys() == set(IDS[2:9])
    assert own.connection.execute(tables).fetchall() == before


# ── as a column ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def further(folder, host):
    with Workspace.open(folder) as workspace:
        yield with_further_columns(workspace, workspace.runs.list("own")[-1], results(workspace, host))


def test_it_is_there_from_the_first_run_on_and_only_to_be_looked_at(further, folder, host):
    assert further.in_sight == {"value_history"} and "value_history" not in further.columns()
    selection = select(further, Question(sort=("-sales",), columns=("value_history", "account_id", "sales")))
    rows = list(selection.rows())
    found = history(folder, host, IDS)
    assert [row[1] for row in rows] == [row[0] for row in select(further, Question(sort=("-sales",))).rows()]
    assert all(values == found[account] and values[-1] == sales for values, account, sales in rows)


def test_lists_that_hold_all_accounts_leave_it_out(further):
    listing = Listing(further, ("sales", "value_history")).hold(("value_history",))
    assert listing.columns == ("account_id", "name", "sales") and listing.pending == ()
    listing.show(("value_history", "tier"))
    assert listing.columns == ("account_id", "name", "tier")


def test_a_pack_whose_value_is_a_fact_has_a_history_of_its_runs(tmp_path, host):
    pack = PACK.replace('value = "sales"\n', 'value = "double"\n', 1).replace(
        "[indicators.ever]",
        '[fields.size]\ntype = "integer"\n[indicators.double]\nvalue = "size * 2"\n[indicators.ever]',
    )
    own = made(tmp_path / "ws", host, pack=pack)
    with Workspace.open(own) as workspace:
        record = workspace.runs.list("own")[-1]
        assert kept(workspace, own, host) is None
        assert "value_history" not in with_further_columns(workspace, record, results(workspace, host)).extras
        later = RunOptions(today=date(2026, 7, 31))
        bring_in(workspace, "accounts", {"country": "text", "size": "integer"}, [("A1", "CN", 4)])
        bring_in(workspace, "orders", ORDERS, [("A1", date(2026, 6, 17), 1, "paid", "")])
        run_workspace(workspace, packs_of(workspace, host)[0], WHO, later)
        record = workspace.runs.list("own")[-1]
        by_run = with_further_columns(workspace, record, results(workspace, host))
        assert by_run.in_sight == frozenset() and "value_history" in by_run.looked_at
        (row,) = select(by_run, Question(columns=("value_history",))).rows()
        assert row[0] == [None, 8.0]


def test_a_run_of_files_without_the_ledger_has_none(folder, host):
    from kamengine.api import classify_workspace

    with Workspace.open(folder) as workspace:
        run = classify_workspace(workspace, packs_of(workspace, host)[0], RunOptions(as_of=AS_OF)).run
    without = replace(run.snapshot, ledgers={})
    bare = classify(run.checked, without, AS_OF)
    assert history_of_run(bare) is None
    assert with_history_of_run(results_in_memory(bare), bare).extras == {}


# ── on the command line ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def kam(capsys, folder):
    """What `kam accounts` prints of the workspace."""
    from kamengine.cli.entry import main

    def run(*arguments):
        status = main(["accounts", "-w", str(folder), "--no-plugins", *arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.mark.slow
def test_the_command_gives_the_same_numbers_in_every_form(kam, folder, host):
    found = history(folder, host, IDS)
    listed = {id: [None if value is None else float(value) for value in found[id]] for id in IDS}
    chosen = ("--where", "sales > 8", "--columns", "value_history,account_id", "--limit", "3")
    _, out, _ = kam(*chosen, "--json")
    rows = json.loads(out)
    assert len(rows) == 3 and all(row["value_history"] == listed[row["account_id"]] for row in rows)
    _, out, _ = kam(*chosen, "--format", "csv")
    head, *lines = csv.reader(io.StringIO(out))
    assert head == ["value_history", "account_id"]
    assert [(json.loads(text), id) for text, id in lines] == [(row["value_history"], row["account_id"]) for row in rows]


def test_a_table_draws_it(kam):
    _, out, _ = kam("--columns", "account_id,Trend", "--search", "A0")
    assert "Trend" in out and "█" in out.splitlines()[-3] and "▁" in out.splitlines()[-3]


def test_it_is_told_what_can_be_named_and_is_not_in_conditions(kam):
    _, out, _ = kam("--names")
    assert any(line.split() == ["value_history", "list", "Trend"] for line in out.splitlines())
    status, _, err = kam("--where", "value_history > 3")
    assert status == 2 and "unknown name value_history" in err
    status, _, err = kam("--sort", "value_history")
    assert status == 2 and "the run has no column value_history" in err


def test_what_was_not_asked_for_is_not_computed(kam):
    _, out, _ = kam("--json")
    assert "value_history" not in json.loads(out)[0]
