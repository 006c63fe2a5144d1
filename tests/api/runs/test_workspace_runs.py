"""Runs over a workspace: recorded with all they come from, found again, computed again to the same bytes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kamengine.api import RunOptions, is_up_to_date, pack_of, packs_of, plugins, rerun, results_of, run_workspace
from kamengine.engine.selection import Question, select
from kamengine.locale import Messages
from kamengine.problems import KamError
from kamengine.workspace.corrections import Statement
from kamengine.workspace.durable import sha256_of
from tests.api.made import WHO, bring_in
from tests.cli.packs import SPEND

ENGLISH = Messages.of("en")
JUNE = RunOptions(as_of=date(2026, 6, 30))


@pytest.fixture(scope="module")
def host():
    return plugins(enabled=False)


@pytest.fixture
def workspace(open_spend, tmp_path):
    with open_spend(tmp_path / "ws") as made:
        yield made


@pytest.fixture
def pack(workspace, host):
    return pack_of(workspace, "spend", host)


def run(workspace, pack, options=JUNE):
    return run_workspace(workspace, pack, WHO, options)


def test_a_run_records_everything_that_it_comes_from(workspace, pack):
    record = run(workspace, pack).record

    assert (record.pack, record.version, record.as_of, record.as_of_from) == ("spend", "2026.1", "2026-06-30", "given")
    assert workspace.runs.pack_content(record) == SPEND.encode()
    assert record.accounts == workspace.imports.current_accounts().snapshot
    assert record.ledgers == {"bills": tuple(part.record.snapshot for part in workspace.imports.ledger_parts("bills"))}
    assert (record.rows, record.counts, record.who) == (2, {"key": 1, "standard": 1}, WHO)
    assert record.engine.startswith("duckdb ")
    assert sha256_of(record.path) == record.sha256 and record.sha256.startswith(record.result)


def test_the_date_is_the_newest_in_the_ledgers_if_none_is_given(workspace, pack):
    record = run(workspace, pack, RunOptions(today=date(2026, 12, 31))).record
    assert (record.as_of, record.as_of_from) == ("2026-06-15", "ledgers")


def test_the_same_run_again_adds_nothing_but_is_noted(workspace, pack):
    first, again = run(workspace, pack).record, run(workspace, pack).record
    assert (again.id, again.times) == (first.id, 2)
    assert len(workspace.runs.list()) == 1
    assert len(list(workspace.paths.runs.iterdir())) == 1


@pytest.mark.parametrize(
    "options",
    [RunOptions(as_of=date(2026, 7, 1)), RunOptions(as_of=date(2026, 6, 30), sets={"key_spend": Decimal("20000.50")})],
    ids=["date", "parameter"],
)
def test_another_question_is_another_run(workspace, pack, host, options):
    first, other = run(workspace, pack).record, run(workspace, pack, options).record
    assert other.id != first.id
    assert rerun(workspace, other, host).same_bytes


def test_a_run_computed_again_gives_the_same_bytes(workspace, pack, host):
    done = rerun(workspace, run(workspace, pack).record, host)
    assert (done.same_bytes, done.intact, done.restored, done.differing) == (True, True, False, 0)


def test_it_does_so_after_facts_corrections_and_rules_have_changed(workspace, pack, host):
    record = run(workspace, pack).record
    bring_in(workspace, "bills", {"date": "date", "amount": "money"}, [("B", "2026-06-20", "90000")])
    bring_in(workspace, "accounts", {"name": "text", "city": "choice"}, [("C", "Cy", "county")])
    workspace.paths.rules.joinpath("spend.toml").write_text(SPEND.replace("value = 10000", "value = 5000"))

    assert rerun(workspace, record, host).same_bytes
    newer = run(workspace, pack_of(workspace, "spend", host)).record
    assert newer.rows == 1
    assert rerun(workspace, newer, host).same_bytes


def test_corrections_count_from_the_run_after_them_and_never_before(workspace, host):
    by_city = SPEND.replace('when = "big"', "when = \"big and city = 'prefecture'\"")
    workspace.paths.rules.joinpath("spend.toml").write_text(by_city)
    pack = pack_of(workspace, "spend", host)
    before = run(workspace, pack).record
    workspace.corrections.state([Statement("A", "city", "choice", "prefecture", "county")], who=WHO, why="visited")
    after = run(workspace, pack).record
    workspace.corrections.withdraw([("A", "city")], who=WHO)

    assert (before.counts["key"], after.counts["key"], run(workspace, pack).record.counts["key"]) == (0, 1, 0)
    assert all(rerun(workspace, record, host).same_bytes for record in (before, after))
    condition = Question("city = 'prefecture'")
    assert [select(results_of(workspace, one, host), condition).count for one in (before, after)] == [0, 1]


def test_an_undone_import_does_not_change_what_a_run_was(workspace, pack, host):
    bring_in(workspace, "bills", {"date": "date", "amount": "money"}, [("B", "2026-06-20", "90000")])
    record = run(workspace, pack).record
    workspace.undo_import(WHO)

    assert rerun(workspace, record, host).same_bytes
    assert run(workspace, pack).record.counts != record.counts


def test_results_that_are_gone_or_damaged_are_put_back(workspace, pack, host):
    record = run(workspace, pack).record
    for damage in (lambda: record.path.write_bytes(b"PAR1 no more"), record.path.unlink):
        damage()
        done = rerun(workspace, record, host)
        assert (done.same_bytes, done.restored) == (True, True)
        assert sha256_of(record.path) == record.sha256


def test_a_run_is_up_to_date_until_facts_or_rules_change(workspace, pack, host):
    record = run(workspace, pack).record
    assert is_up_to_date(workspace, record)

    workspace.paths.rules.joinpath("spend.toml").write_text(SPEND + "# a remark\n")
    changed = pack_of(workspace, "spend", host)
    assert not is_up_to_date(workspace, record)
    newer = run(workspace, changed).record
    assert is_up_to_date(workspace, newer)

    bring_in(workspace, "bills", {"date": "date", "amount": "money"}, [("B", "2026-06-20", "1")])
    assert not is_up_to_date(workspace, newer)


def test_a_run_that_comes_out_the_same_from_newer_facts_is_up_to_date(workspace, pack, host):
    first = run(workspace, pack).record
    workspace.corrections.state([Statement("A", "colour", "text", "green", None)], who=WHO, why="seen")
    assert not is_up_to_date(workspace, first)

    again = run_workspace(workspace, pack, "li", JUNE).record
    assert (again.id, again.times, again.facts) == (first.id, 2, first.facts)
    assert (again.who, again.last_who) == (WHO, "li")
    assert is_up_to_date(workspace, again)
    assert rerun(workspace, again, host).same_bytes
    assert is_up_to_date(workspace, workspace.runs.latest("spend"))


def test_kept_results_are_looked_through_beside_the_facts_of_then(workspace, pack, host):
    record = run(workspace, pack).record
    bring_in(workspace, "accounts", {"name": "text", "city": "choice"}, [("A", "Another", "prefecture")])

    question = Question("tier = 'key' and city = 'county'", (), ("account_id", "name", "monthly_spend"))
    assert list(select(results_of(workspace, record, host), question).rows()) == [("A", "Ada", 10000.0)]


def test_without_accounts_there_is_nothing_to_classify(tmp_path, host):
    from kamengine.workspace import Workspace

    with Workspace.init(tmp_path / "new", name="New", packs={"spend.toml": SPEND.encode()}) as workspace:
        with pytest.raises(KamError, match="holds no accounts yet — kam import FILE"):
            run(workspace, pack_of(workspace, "spend", host))
        assert workspace.runs.list() == ()


def test_what_was_never_imported_is_unknown_and_one_note_names_it(workspace, host):
    visits = SPEND.replace('from = "bills"\nvalue = "sum(amount)"', 'from = "visits"\nvalue = "count()"')
    workspace.paths.rules.joinpath("visits.toml").write_text(visits)
    pack = pack_of(workspace, "visits", host)

    done = run(workspace, pack)
    (note,) = done.classified.notes
    assert ENGLISH.text(note) == (
        "not imported, and so unknown: Average monthly spend; kam import FILE --ledger NAME brings in a ledger: visits"
    )
    assert done.record.counts == {"key": 0, "standard": 2}
    assert rerun(workspace, done.record, host).same_bytes


def test_what_accounts_bring_and_a_ledger_gives_all_the_same_is_told(workspace, pack, host):
    rows = [("A", "county", "1"), ("B", "county", "90000"), ("C", "county", None)]
    bring_in(workspace, "accounts", {"city": "choice", "monthly_spend": "money"}, rows)

    def notes():
        return [text for text in map(ENGLISH.text, run(workspace, pack).classified.notes) if "ready-made" in text]

    said = (
        "the accounts bring Average monthly spend ready-made (accounts: {}); it is not used, because the ledger bills "
        "is there"
    )
    assert notes() == [said.format(2)]
    assert run(workspace, pack).record.counts == {"key": 1, "standard": 2}

    stated = Statement("B", "monthly_spend", "money", "30000", "90000")
    workspace.corrections.state([stated], who=WHO, why="their contract")
    assert notes() == [said.format(1)]
    corrected = run(workspace, pack).record
    assert corrected.counts == {"key": 2, "standard": 1}
    assert rerun(workspace, corrected, host).same_bytes


def test_packs_that_look_at_different_ledgers_are_run_as_of_one_day(workspace, host):
    bring_in(workspace, "visits", {"date": "date"}, [("A", "2026-07-09")])
    visits = SPEND.replace('from = "bills"\nvalue = "sum(amount)"', 'from = "visits"\nvalue = "count()"')
    workspace.paths.rules.joinpath("visits.toml").write_text(visits)
    runs = [run(workspace, pack, RunOptions(today=date(2026, 8, 1))).record for pack in packs_of(workspace, host)]
    assert [(one.pack, one.as_of, one.as_of_from) for one in runs] == [
        ("spend", "2026-07-09", "ledgers"),
        ("visits", "2026-07-09", "ledgers"),
    ]


def test_a_choice_that_only_another_pack_knows_is_another_value_and_not_unknown(workspace, host):
    bring_in(workspace, "accounts", {"city": "choice"}, [("A", "county"), ("B", "village"), ("C", None)])
    scoped = SPEND.replace("title = {", "scope = \"city is null or city = 'county'\"\ntitle = {", 1)
    workspace.paths.rules.joinpath("scoped.toml").write_text(scoped)
    summary = run(workspace, pack_of(workspace, "scoped", host)).classified.run.summary()
    assert (summary.accounts, summary.in_scope) == (3, 2)


def test_a_column_of_its_own_name_is_the_field_whatever_others_are_called(workspace, host):
    rows = [("A", "9", "20000"), ("B", "20000", "9")]
    bring_in(workspace, "accounts", {"月消费": "money", "monthly_spend": "money"}, rows)
    ready_made = SPEND.replace('from = "bills"\n', 'from = "visits"\n').replace("sum(amount)", "count()")
    workspace.paths.rules.joinpath("ready.toml").write_text(ready_made)
    assert run(workspace, pack_of(workspace, "ready", host)).record.counts == {"key": 1, "standard": 1}


def test_a_pack_is_found_by_its_id_in_the_workspace_first_then_as_a_file_then_as_shipped(workspace, tmp_path, host):
    assert pack_of(workspace, "spend", host).content == SPEND.encode()
    elsewhere = tmp_path / "other.toml"
    elsewhere.write_text(SPEND + "# other\n")
    assert pack_of(workspace, str(elsewhere), host).content == elsewhere.read_bytes()
    assert pack_of(workspace, "rfm", host).candidate.origin == "shipped"
    with pytest.raises(KamError, match="did you mean spend"):
        pack_of(workspace, "spent", host)
    with pytest.raises(KamError, match="no such file"):
        pack_of(workspace, str(tmp_path / "gone.toml"), host)


def test_all_packs_of_a_workspace_come_sound_or_not(workspace, host):
    workspace.paths.rules.joinpath("broken.toml").write_text("[pack\n")
    workspace.paths.rules.joinpath("folder.toml").mkdir()
    found = packs_of(workspace, host)
    assert [pack.candidate.id for pack in found] == ["broken", "folder", "spend"]
    with pytest.raises(KamError, match="this is a folder, not a rule pack"):
        _ = found[1].checked
    with pytest.raises(KamError, match=r"broken\.toml:1"):
        _ = found[0].checked
