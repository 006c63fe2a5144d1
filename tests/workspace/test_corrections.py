"""Facts stated by hand: over every import, with provenance, undone without a trace lost."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from kamengine.engine.database import scratch
from kamengine.problems import KamError
from kamengine.workspace import Column, Counts, NewImport, SourceRecord, Workspace
from kamengine.workspace.corrections import LONGEST_REASON, Statement
from kamengine.workspace.tables import corrected_facts

FIRST = "SELECT 'A' AS account_id, 'county' AS city, 10.5::DECIMAL(18,4) AS spend UNION ALL SELECT 'B', NULL, NULL"
LATER = "SELECT 'A' AS account_id, 'capital' AS city, 11::DECIMAL(18,4) AS spend UNION ALL SELECT 'B', NULL, 5"
CITY_OF_A = Statement("A", "city", "choice", "prefecture", "county")
SPEND_OF_B = Statement("B", "spend", "money", "7.5", None)


@pytest.fixture
def workspace(tmp_path):
    with Workspace.init(tmp_path / "acme", name="Acme") as made:
        import_accounts(made, FIRST)
        yield made


def import_accounts(workspace: Workspace, query: str) -> None:
    path = workspace.temporary()
    with scratch() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    columns = (Column("city", "choice"), Column("spend", "money"))
    draft = NewImport("accounts", "replace", (SourceRecord("a.csv", "0", 1),), Counts(2, 2), columns, 2, query)
    current = workspace.imports.current_accounts()
    workspace.add_import(draft, path, base=current.id if current else None, who="ann")


def facts(workspace: Workspace, at: int | None = None) -> list[tuple[Any, ...]]:
    with scratch() as connection:
        tables = workspace.tables(connection, at)
        assert tables.accounts is not None
        query = f"SELECT account_id, city, spend FROM {tables.accounts.relation} ORDER BY 1"
        return connection.execute(query).fetchall()


def state(workspace: Workspace, *statements: Statement, why: str = "phone call"):
    return workspace.corrections.state(statements, who="li", why=why)


def test_what_is_stated_holds_over_this_import_and_the_next(workspace):
    state(workspace, CITY_OF_A, SPEND_OF_B)
    assert facts(workspace) == [("A", "prefecture", Decimal("10.5")), ("B", None, Decimal("7.5"))]
    import_accounts(workspace, LATER)
    assert facts(workspace) == [("A", "prefecture", Decimal(11)), ("B", None, Decimal("7.5"))]


def test_who_said_it_when_and_why_is_kept_beside_what_was_imported(workspace):
    state(workspace, CITY_OF_A)
    import_accounts(workspace, LATER)
    with scratch() as connection:
        (fact,) = corrected_facts(connection, workspace.tables(connection), "A")
    assert (fact.value, fact.imported, fact.state) == ("prefecture", "capital", "contradicts")
    stated = fact.correction
    assert (stated.who, stated.why, stated.imported) == ("li", "phone call", "county")
    assert stated.at == workspace.journal.entries(kind="correction")[0].at


def test_stating_a_fact_anew_keeps_the_old_statement_as_history(workspace):
    state(workspace, CITY_OF_A)
    again = state(workspace, Statement("A", "city", "choice", "capital", "county"), why="a letter")
    assert (again.new, again.replaced, again.unchanged) == (0, 1, 0)
    assert [one.value for one in workspace.corrections.list()] == ["capital"]
    assert [(one.value, one.ended_seq is None) for one in workspace.corrections.history("A")] == [
        ("prefecture", False),
        ("capital", True),
    ]


def test_stating_the_same_again_changes_nothing(workspace):
    state(workspace, CITY_OF_A)
    before = workspace.journal.last()
    again = state(workspace, CITY_OF_A)
    assert (again.new, again.replaced, again.unchanged) == (0, 0, 1)
    assert workspace.journal.last() == before


def test_withdrawing_lets_the_import_speak_again(workspace):
    state(workspace, CITY_OF_A, SPEND_OF_B)
    (ended,) = workspace.corrections.withdraw([("A", "city")], who="wang", why="a mistake")
    assert ended.value == "prefecture"
    assert facts(workspace) == [("A", "county", Decimal("10.5")), ("B", None, Decimal("7.5"))]
    entry = workspace.journal.entries(kind="correction")[-1]
    assert (entry.verb, entry.who, entry.key) == ("withdraw", "wang", '["A","city"]')
    assert entry.before["value"] == "prefecture" and entry.after == {"why": "a mistake"}


def test_what_held_at_any_moment_can_be_seen_again(workspace):
    moments = [workspace.journal.last_of_facts()]
    for change in (
        lambda: state(workspace, CITY_OF_A),
        lambda: state(workspace, Statement("A", "city", "choice", None, "county")),
        lambda: import_accounts(workspace, LATER),
        lambda: workspace.corrections.withdraw([("A", "city")], who="li"),
    ):
        change()
        moments.append(workspace.journal.last_of_facts())
    assert [facts(workspace, at)[0][1] for at in moments] == ["county", "prefecture", None, None, "capital"]


def test_corrections_are_there_still_when_the_import_is_taken_back(workspace):
    state(workspace, CITY_OF_A)
    workspace.undo_import("li")
    with scratch() as connection:
        (fact,) = corrected_facts(connection, workspace.tables(connection))
    assert (fact.value, fact.state) == ("prefecture", "no account")
    import_accounts(workspace, LATER)
    assert facts(workspace)[0][1] == "prefecture"


def test_all_statements_of_a_change_hold_or_none(workspace):
    state(workspace, CITY_OF_A)
    before = workspace.journal.last()
    with pytest.raises(KamError, match="spend of A is not corrected — corrected are"):
        workspace.corrections.withdraw([("A", "city"), ("A", "spend")], who="li")
    assert workspace.journal.last() == before
    assert len(workspace.corrections.list()) == 1


@pytest.mark.parametrize(
    ("why", "message"),
    [("  ", "no reason is given — say why with --why"), ("x" * (LONGEST_REASON + 1), "more than 1000 characters")],
)
def test_a_correction_needs_a_reason(workspace, why: str, message: str):
    with pytest.raises(KamError, match=message):
        state(workspace, CITY_OF_A, why=why)
    assert workspace.corrections.list() == ()


def test_ten_thousand_corrections_are_one_change_that_another_connection_sees_whole(workspace):
    statements = [Statement(f"C{index}", "spend", "money", str(index), None) for index in range(10_000)]
    state(workspace, *statements)
    assert len({entry.batch for entry in workspace.journal.entries(kind="correction")}) == 1
    with Workspace.open(workspace.folder) as other:
        assert len(other.corrections.list()) == 10_000


WRITER = """
import sys
from random import Random
from pathlib import Path
from kamengine.workspace import Workspace
from kamengine.workspace.corrections import Statement

with Workspace.open(Path(sys.argv[1])) as workspace:
    for number in range(20):
        statement = Statement(f"{sys.argv[2]}-{number}", "spend", "money", str(number), None)
        workspace.corrections.state([statement], who=sys.argv[2], why="count")
"""


def test_four_processes_state_facts_at_once_and_nothing_is_lost(workspace):
    """The processes write one correction after the other, and all at the same time."""
    line = [sys.executable, "-c", WRITER, str(workspace.folder)]
    writers = [subprocess.Popen([*line, name], stderr=subprocess.PIPE) for name in "abcd"]
    for writer in writers:
        _, said = writer.communicate(timeout=120)
        assert (writer.returncode, said) == (0, b"")
    held = {one.account for one in workspace.corrections.list()}
    assert held == {f"{name}-{number}" for name in "abcd" for number in range(20)}


@pytest.mark.parametrize("seed", range(3))
def test_any_sequence_of_changes_leaves_what_a_plain_dictionary_says(workspace, seed: int):
    """What holds after each change, and what held at each earlier moment, told by copies of a dictionary."""
    random = Random(seed)
    held: dict[tuple[str, str], str] = {}
    moments = {workspace.journal.last_of_facts(): dict(held)}
    undo: list[dict[tuple[str, str], str]] = []
    for number in range(40):
        before = dict(held)
        if undo and random.random() < 0.25:
            workspace.undo("correction", "li")
            held = undo.pop()
        elif held and random.random() < 0.3:
            facts = random.sample(sorted(held), random.randint(1, len(held)))
            workspace.corrections.withdraw(facts, who="li")
            held = {fact: value for fact, value in held.items() if fact not in facts}
            undo.append(before)
        else:
            facts = random.sample([(account, field) for account in "AB" for field in ("city", "town")], 2)
            state(workspace, *(Statement(*fact, "text", f"value {number}", None) for fact in facts))
            held |= {fact: f"value {number}" for fact in facts}
            undo.append(before)
        moments[workspace.journal.last_of_facts()] = dict(held)
    for at, then in moments.items():
        assert {(one.account, one.field): one.value for one in workspace.corrections.list(at=at)} == then
    assert {(one.account, one.field): one.value for one in workspace.corrections.list()} == held
