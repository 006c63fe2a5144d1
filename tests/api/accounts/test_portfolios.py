"""What a workspace can be looked at by: packs with their newest own runs, opened as they were kept."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kamengine.api import RunOptions, pack_of, plugins, run_workspace
from kamengine.api.accounts.portfolios import is_current, is_newest, opened, portfolios_of, run_again
from kamengine.declarations import Label
from kamengine.engine.selection import Question, select
from kamengine.problems import KamError
from kamengine.workspace import Workspace
from kamengine.workspace.corrections import Statement
from tests.api.made import WHO
from tests.cli.packs import SPEND


@pytest.fixture(scope="module")
def host():
    return plugins(enabled=False)


@pytest.fixture
def workspace(open_spend, tmp_path):
    with open_spend(tmp_path / "ws") as made:
        yield made


def tiers(found):
    return dict(select(found.listing.results, Question(columns=("account_id", "tier"))).rows())


def test_packs_are_offered_with_their_titles_before_they_are_run(workspace, host):
    (offered,) = portfolios_of(workspace, host)
    assert (offered.pack, offered.title.en, offered.record) == ("spend", "Spend", None)


def test_a_pack_that_was_never_run_is_run_and_kept(workspace, host):
    (offered,) = portfolios_of(workspace, host)
    found = opened(workspace, host, offered, WHO)
    assert tiers(found) == {"A": "key", "B": "standard"} and is_current(workspace, found)
    (again,) = portfolios_of(workspace, host)
    assert found.record is not None and again.record == found.record and found.record.last_who == WHO


def test_the_newest_own_run_is_opened_and_not_one_that_tried_something(workspace, host):
    pack = pack_of(workspace, "spend", host)
    own = run_workspace(workspace, pack, WHO).record
    run_workspace(workspace, pack, WHO, RunOptions(sets={"key_spend": Decimal(5000)}))
    (offered,) = portfolios_of(workspace, host)
    before = workspace.journal.last()
    assert opened(workspace, host, offered, WHO).record == own
    assert workspace.journal.last() == before, "nothing was run"


def test_a_run_of_other_facts_is_opened_as_it_was_until_it_is_run_again(workspace, host):
    (offered,) = portfolios_of(workspace, host)
    first = opened(workspace, host, offered, WHO)
    workspace.corrections.state([Statement("B", "monthly_spend", "money", "90000", None)], who=WHO, why="a call")
    stale = opened(workspace, host, offered, WHO)
    assert stale.record == first.record and not is_current(workspace, stale) and is_newest(workspace, stale)
    renewed = run_again(workspace, host, "spend", WHO)
    assert is_current(workspace, renewed) and tiers(renewed) == {"A": "key", "B": "key"}
    assert not is_newest(workspace, stale)


def test_without_packs_there_are_facts(workspace, host):
    (workspace.folder / "rules" / "spend.toml").unlink()
    (offered,) = portfolios_of(workspace, host)
    assert offered.pack is None
    results = opened(workspace, host, offered, WHO).listing.results
    assert list(select(results, Question(columns=("account_id", "name"))).rows()) == [("A", "Ada"), ("B", "Ben")]


def test_a_workspace_without_accounts_says_so(tmp_path, host):
    with Workspace.init(tmp_path / "ws", name="Empty", packs={"spend.toml": SPEND.encode()}) as workspace:
        (offered,) = portfolios_of(workspace, host)
        with pytest.raises(KamError, match="holds no accounts yet"):
            opened(workspace, host, offered, WHO)


@pytest.mark.parametrize("content", ["", "[pack]", "[pack]\ntitle = 3", "no toml", "\xff"])
def test_a_pack_whose_title_cannot_be_read_is_called_by_its_id(workspace, host, content):
    (workspace.folder / "rules" / "odd.toml").write_text(content, encoding="latin-1")
    assert [offered.title for offered in portfolios_of(workspace, host)] == [
        Label("odd", "odd"),
        Label("Spend", "消费"),
    ]


def test_one_pack_by_its_id_and_no_other(workspace, host):
    assert [offered.pack for offered in portfolios_of(workspace, host, "spend")] == ["spend"]
    with pytest.raises(KamError, match="there is no rule pack spent"):
        portfolios_of(workspace, host, "spent")


def test_a_run_that_gives_the_same_results_of_newer_facts_is_current(workspace, host):
    (offered,) = portfolios_of(workspace, host)
    found = opened(workspace, host, offered, WHO)
    workspace.corrections.state([Statement("B", "city", "choice", "county", None)], who=WHO, why="a call")
    assert not is_current(workspace, found)
    run_again(workspace, host, "spend", WHO)
    assert is_current(workspace, found) == is_newest(workspace, found)
