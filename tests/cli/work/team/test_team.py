"""`kam team`: who is who, who owns which accounts, who has how much to do, and who gets what two people claim."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kamengine import Workspace
from kamengine.cli import main
from kamengine.locale.terminal import width
from kamengine.work.people.owners import OWNER
from kamengine.work.people.people import Team
from tests.cli.conftest import COMMAND
from tests.cli.work.plan_pack import ACCOUNTS, MONDAY, PACK

VALUED = PACK.replace('version = "1"', 'version = "1"\ncurrency = "EUR"\nvalue = "monthly_spend"')
TODAY = ("--today", MONDAY)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three workspaces that the tests begin with, made once: see `acme`, `staff` and `planned`."""
    root = tmp_path_factory.mktemp("team")
    (root / "accounts.csv").write_text(ACCOUNTS)
    with Workspace.init(root / "acme", name="Acme", language="en", packs={"own.toml": VALUED.encode()}):
        pass
    do(root / "acme", "import", root / "accounts.csv")
    shutil.copytree(root / "acme", root / "staff")
    do(root / "staff", "team", "add", "Wang")
    do(root / "staff", "team", "add", "Mei", "--hours", "32", "--manager", "Wang", "--alias", "小梅")
    do(root / "staff", "team", "set", "li", "--manager", "wang")
    shutil.copytree(root / "staff", root / "planned")
    do(root / "planned", "plan", *TODAY)
    return root


def do(folder: Path, *words: str | Path) -> None:
    assert main([*map(str, words), "--as", "Ann", "-w", str(folder)]) == 0


@pytest.fixture
def begin(made: Path, folder: Path, monkeypatch):
    """Begin with one of the workspaces."""

    def begun(name: str) -> Path:
        shutil.copytree(made / name, folder / "acme", dirs_exist_ok=True)
        monkeypatch.setenv("KAM_WORKSPACE", str(folder / "acme"))
        monkeypatch.setenv("KAM_USER", "Ann")
        return folder / "acme"

    return begun


@pytest.fixture
def acme(begin: Callable[[str], Path]) -> Path:
    """A workspace in which imports name Mei for A and B, and Li for C and D; nobody has been added."""
    return begin("acme")


@pytest.fixture
def staff(begin: Callable[[str], Path]) -> Path:
    """Wang stands above Mei, who works 32 hours a week, and Li."""
    return begin("staff")


@pytest.fixture
def planned(kam, begin: Callable[[str], Path]) -> str:
    """The same with plans, and Li has begun the task of this key."""
    begin("planned")
    listed = kam("tasks", *TODAY, "--person", "Li", "--json").json
    begun: str
    (begun,) = [each["id"] for each in listed if "phone" in each["title"]]
    assert kam("task", "start", begun, "--as", "Li", *TODAY).status == 0
    return begun


def human_work(folder: Path) -> bytes:
    with Workspace.open(folder) as workspace:
        return workspace.work.dump()


def managers(folder: Path) -> str:
    """Who owns A, B, C and D."""
    with Workspace.open(folder) as workspace:
        team = Team.of(workspace)
        return " ".join(team.person(account, OWNER) for account in "ABCD")


# ── people and roles ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_whom_imports_name_is_of_the_team_at_once(kam, acme):
    assert kam("team").out == (
        "Person  Accounts  Hours a week  This week  Reports to  Roles\n"
        "------  --------  ------------  ---------  ----------  -----\n"
        "Li             2\n"
        "Mei            2\n"
        'Known from imports only: 2; kam team add "NAME" --hours 32 says more of a person\n'
    )


def test_an_empty_team_says_how_to_begin(kam, folder):
    with Workspace.init(folder / "acme", name="Acme", language="en"):
        pass
    assert kam("team", "-w", "acme").out == 'There is nobody in the team yet: kam team add "Li Wei" --hours 32\n'
    assert kam("team", "--json", "-w", "acme").json == []


def test_the_team_is_listed_with_hours_managers_and_roles(kam, staff):
    assert kam("team", "role", "Wang", "Sales director").out == "Sales director: Wang\n"
    assert kam("team", "role", "小梅", "财务", "--tier", "Key").out == "Finance of Key: Mei\n"
    assert kam("team", "role", "Li", "sales_director").out == "Sales director: Li (before: Wang)\n"
    assert kam("team", *TODAY).out == (
        "Person  Accounts  Hours a week  This week  Reports to  Roles\n"
        "------  --------  ------------  ---------  ----------  --------------\n"
        "Li             2                        0  Wang        Sales director\n"
        "Mei            2            32       0/32  Wang        Finance of Key\n"
        "Wang           0                        0\n"
    )
    listed = {each["person"]: each for each in kam("team", *TODAY, "--json").json}
    assert listed["Mei"] == {
        "person": "Mei",
        "aliases": ["小梅"],
        "hours_week": 32,
        "manager": "Wang",
        "left": False,
        "successor": None,
        "version": listed["Mei"]["version"],
        "known_from": "team",
        "roles": [{"role": "finance", "tier": "key"}],
        "accounts": 2,
        "escalation": ["Wang"],
        "planned_hours": 0,
        "capacity_hours": 32,
    }


TYPED_WRONG = [
    (("add", "mei"), "NAME: Mei is in the team already — kam team set changes what is known of a person"),
    (("add", "Wu", "--hours", "a lot"), "--hours: a lot is no number of hours — write such as 32 or 37.5"),
    (("add", "Wu", "--hours", "7.125"), "--hours: 7.125 is no number of hours — write such as 32 or 37.5"),
    (("add", "Wu", "--hours", "1e9"), "--hours: a week has no 1000000000 hours — write how many"),
    (("add", "Wu", "--alias", "小梅"), "--alias: 小梅 means Mei already"),
    (("set", "Mei"), "nothing to change is given — kam team set --help lists what can be"),
    (("set", "Mej", "--hours", "8"), "NAME: there is nobody called Mej — did you mean Mei?"),
    (("set", "Mei", "--not-alias", "Rose"), "--not-alias: Mei is not called Rose"),
    (("role", "Mei", "finanze"), "ROLE: there is no role finanze — did you mean Finance?"),
    (("role", "Mei", "finance", "--tier", "keyy"), "--tier: there is no tier keyy — did you mean Key?"),
    (("role", "Mei", "finance", "--drop"), "ROLE: Mei does not hold the role finance — kam team roles lists"),
    (("rolle", "Mei", "finance"), "kam team: there is no command kam team rolle — did you mean role?"),
    (("leave", "Mei", "--to", "Wong"), "--to: there is nobody called Wong — did you mean Wang?"),
]


def test_what_is_typed_wrong_is_said_with_what_helps_and_changes_nothing(kam, staff):
    before = human_work(staff)
    for words, said in TYPED_WRONG:
        refused = kam("team", *words)
        assert (refused.status, refused.out) == (2, "")
        assert refused.err.startswith(said)
    assert human_work(staff) == before


def test_a_change_is_refused_when_somebody_else_came_first(kam, staff):
    seen = kam("team", "show", "Mei", "--json").json["version"]
    assert kam("team", "set", "Mei", "--hours", "40", "--expect", seen, "--as", "Li").status == 0
    refused = kam("team", "set", "Mei", "--hours", "20", "--expect", seen)
    assert refused.err.startswith("Mei: Li changed it in the meantime")
    assert kam("team", "show", "Mei", "--json").json["hours_week"] == 40


# ── accounts ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_account_says_who_holds_which_role_and_why(kam, staff):
    kam("team", "role", "Wang", "sales_director")
    kam("team", "own", "Mei", "C", "--why", "lives next door")
    assert kam("team", "who", "Carr").out == (
        "Role             Person  What says so\n"
        "---------------  ------  ---------------------------\n"
        "Account manager  Mei     named for the account\n"
        "Sales director   Wang    holds the role for the team\n"
        "Mei does the tasks of roles that nobody holds\n"
        "matters go up: Wang\n"
    )
    assert kam("team", "who", "D", "--json").json["roles"][0] == {
        "role": "account_manager",
        "tier": None,
        "person": "Li",
        "rule": "import",
    }


def test_accounts_are_given_by_a_condition_number_first(kam, staff):
    where = ("team", "own", "Li", "--where", "monthly_spend < 10000")
    before = human_work(staff)
    assert kam(*where).err == "--where: accounts: 2; nothing was changed — say it again with --yes to go on\n"
    assert human_work(staff) == before
    assert kam(*where, "--yes").out == "Accounts that changed hands: 2\n  from Mei: 1\n  from Li: 1\n"
    assert managers(staff) == "Mei Li Li Li"
    assert kam("team", "release", "A", "B").out == "Accounts released: 1\n"
    assert managers(staff) == "Mei Mei Li Li"


def test_a_corrected_manager_counts_at_once_and_a_given_account_counts_more(kam, staff):
    kam("fact", "A", "account_manager=Li", "--why", "told so")
    assert kam("team", "who", "A", "--json").json["roles"][0]["person"] == "Li"
    kam("team", "own", "Mei", "A")
    kam("fact", "A", "account_manager=Wang", "--why", "told so")
    assert kam("team", "who", "A", "--json").json["roles"][0]["person"] == "Mei"


def test_accounts_that_are_not_there_are_refused(kam, staff):
    refused = kam("team", "own", "Mei", "A", "Z")
    assert (refused.status, refused.out) == (2, "")
    assert "Z" in refused.err


# ── handing over and leaving ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_whole_book_goes_in_one_step_number_first(kam, folder, planned):
    before = human_work(folder / "acme")
    asked = kam("team", "hand-over", "li", "--to", "mei")
    assert asked.err == (
        "kam team hand-over: accounts to hand over: 2, open work on them: 1; nothing was changed "
        "— say it again with --yes to go on\n"
    )
    assert human_work(folder / "acme") == before
    assert kam("team", "hand-over", "li", "--to", "mei", "--yes").out == (
        "Accounts that changed hands: 2\n  from Li: 2\nOpen work that went along: tasks: 1\n"
    )
    assert managers(folder / "acme") == "Mei Mei Mei Mei"
    assert kam("tasks", *TODAY, "--person", "Li", "--json").json == []
    mine = {each["id"]: each for each in kam("tasks", *TODAY, "--mine", "--as", "小梅", "--json").json}
    assert mine[planned]["status"] == "started"  # the begun one went along as it was
    assert {each["account_id"] for each in mine.values()} == {"A", "B", "C", "D"}
    assert len({each["accountable"] for each in mine.values()}) == 1


def test_who_holds_only_roles_of_the_team_has_no_book_and_is_told_how_they_go(kam, staff):
    kam("team", "role", "Wang", "sales_director")
    kam("team", "role", "Wang", "finance", "--tier", "key")
    assert kam("team", "hand-over", "Wang", "--to", "Mei", "--yes").err == (
        "NAME: Wang owns none of these accounts — kam team role gives a role to somebody else: "
        "finance, sales_director\n"
    )


def test_nobody_leaves_while_accountable(kam, folder, planned):
    before = human_work(folder / "acme")
    assert kam("team", "leave", "Li").err == (
        "--to: Li still answers for accounts: 2, tasks: 1 — say who takes over with --to NAME\n"
    )
    assert kam("team", "leave", "Li", "--to", "Mei").err == (
        "kam team leave: Li answers for accounts: 2, tasks: 1; nothing was changed — say it again with --yes to go on\n"
    )
    assert human_work(folder / "acme") == before
    assert kam("team", "leave", "Li", "--to", "Mei", "--yes").out == (
        "Li has left the team.\nAccounts that changed hands: 2\n  from Li: 2\nOpen work that went along: tasks: 1\n"
    )
    assert kam("team", "show", "Li").out.startswith("Li: reports to Wang; has left; Mei took over\n")
    assert "Li " not in kam("team").out
    assert "has left" in kam("team", "list", "--all").out


def test_an_import_after_somebody_left_means_who_took_over(kam, write, staff):
    kam("team", "leave", "Li", "--to", "Mei", "--yes")
    kam("import", write("more.csv", ACCOUNTS + "E,Ebb,LI,100,0\n"))
    assert kam("team", "who", "E", "--json").json["roles"][0]["person"] == "Mei"


@pytest.fixture
def looked(kam, planned) -> str:
    """Fay does finance for standard accounts, and has begun to look up the days of C."""
    kam("team", "add", "Fay")
    kam("team", "add", "Gao")
    kam("team", "role", "Fay", "finance", "--tier", "standard")
    key: str
    (key,) = [each["id"] for each in kam("tasks", *TODAY, "--person", "Fay", "--json").json]
    assert kam("task", "start", key).status == 0
    return key


def test_a_begun_task_goes_along_when_the_role_of_its_tier_does(kam, looked):
    said = kam("team", "role", "Gao", "finance", "--tier", "standard")
    assert said.out == "Finance of Standard: Gao (before: Fay)\nOpen work that went along: tasks: 1\n"
    (task,) = kam("tasks", *TODAY, "--person", "Gao", "--json").json
    assert (task["id"], task["status"], task["responsible"]) == (looked, "started", "Gao")
    kam("undo")
    (task,) = kam("tasks", *TODAY, "--person", "Fay", "--json").json
    assert (task["id"], task["responsible"]) == (looked, "Fay")


def test_a_begun_task_stays_when_the_role_of_another_tier_goes(kam, looked):
    kam("team", "role", "Fay", "finance", "--tier", "key")
    said = kam("team", "role", "Gao", "finance", "--tier", "key", "--json")
    assert (said.json["before"], said.json["tasks"]) == ("Fay", [])


def test_a_begun_task_goes_along_when_its_account_gets_somebody_else_for_the_role(kam, looked):
    said = kam("team", "own", "Gao", "C", "--role", "finance")
    assert said.out == "Accounts that changed hands: 1\n  from Fay: 1\nOpen work that went along: tasks: 1\n"
    assert [each["id"] for each in kam("tasks", *TODAY, "--person", "Gao", "--json").json] == [looked]


def test_what_a_manager_has_begun_for_a_role_that_nobody_holds_goes_along_with_the_account(kam, planned):
    (key,) = [each["id"] for each in kam("tasks", *TODAY, "--account", "C", "--json").json]
    kam("task", "start", key)
    assert "tasks: 1" in kam("team", "own", "Mei", "C").out
    (task,) = kam("tasks", *TODAY, "--account", "C", "--json").json
    assert (task["status"], task["responsible"]) == ("started", "Mei")


def test_who_is_worth_what_goes_by_the_tiers_in_effect(kam, planned):
    kam("override", "set", "B", "--tier", "key", "--reason", "x", "--approver", "W", "--until", "2099-12-31", *TODAY)
    mei = next(each for each in kam("team", "book", "--json").json if each["person"] == "Mei")
    assert (mei["top_tier"], mei["top_tier_computed"]) == (2, 1)
    assert "Key counts the tiers in effect: 3; the rules alone give 2" in kam("team", "book").out


# ── disputes ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_claim_one_account_and_the_one_above_both_decides(kam, staff):
    claimed = kam("team", "dispute", "Mei", "C", "--why", "met the buyer first", "--as", "Mei", *TODAY)
    assert claimed.out == (
        "d1  Mei claims C, which Li has: met the buyer first\n"
        "    no documented work of Li on it\n"
        "    no documented work of Mei on it\n"
        "    no rule settles it; Wang decides: kam team settle d1 --for NAME --why TEXT\n"
    )
    assert kam("team", "settle", "d1", "--for", "Mei", "--why", "x", "--as", "mei").err == (
        "--as: Mei is a side of d1 and cannot decide it — Wang can\n"
    )
    settled = kam("team", "settle", "d1", "--for", "Mei", "--why", "the buyer asked for her", "--as", "Wang")
    assert settled.out.endswith("    Wang gave it to Mei: the buyer asked for her\n")
    assert managers(staff) == "Mei Mei Mei Li"
    assert kam("team", "disputes").out == "There are no disputes.\n"
    (told,) = kam("team", "disputes", "--all", "--json").json
    assert (told["status"], told["rule"], told["decision"], told["decided_by"]) == ("closed", "above", "Mei", "Wang")


def test_documented_work_settles_a_dispute(kam, staff):
    kam("team", "dispute", "Mei", "C", "--why", "met the buyer first")
    kam("task", "add", "C", "Call the buyer", "--as", "Mei")
    (open_one,) = kam("team", "disputes", "--json").json
    assert (open_one["rule"], open_one["by_rule"]) == ("lapsed", "Mei")
    assert "Mei got it, since Mei worked on it in the last 90 days and Li did not" in kam("team", "settle", "d1").out
    assert managers(staff) == "Mei Mei Mei Li"


# ── load and books ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_hours_are_held_against_working_hours_week_by_week(kam, planned):
    assert kam("team", "load", *TODAY).out == (
        "Person  2026-W48  2026-W49  2026-W50  2026-W51\n"
        "------  --------  --------  --------  --------\n"
        "Li           1.5         1         0         0\n"
        "Mei       1.5/32      0/32      0/32      0/32\n"
        "Wang           0         0         0         0\n"
        "Planned hours and working hours; ! where more is planned than there is time for.\n"
        "Nobody holds these roles, so the accounts' managers do their tasks: Finance; kam\n"
        "  team role NAME ROLE\n"
        "Nobody has said how many hours a week these work: Li, Wang; kam team set NAME\n"
        "  --hours 32\n"
    )


def test_more_weeks_than_the_page_is_wide_stand_below_one_another(kam, planned, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    pages = kam("team", "load", "--weeks", "16", *TODAY).out.split("\n\n")
    weeks = [word for page in pages for word in page.splitlines()[0].split()[1:]]
    assert len(weeks) == len(set(weeks)) == 16
    assert all(width(line) <= 80 for page in pages for line in page.splitlines())
    assert [page.splitlines()[2].split()[0] for page in pages[:-1]] == ["Li"] * (len(pages) - 1)


def test_one_person_sees_the_days_that_are_left_what_is_late_and_weeks_with_holidays(kam, planned):
    said = kam("team", "load", "小梅", "--weeks", "6", "--today", "2026-11-26")
    lines = said.out.splitlines()
    assert lines[0] == "Week      From        Hours  Planned  Late  Load  Tasks  Visits"
    assert lines[2] == "2026-W48  2026-11-23   12.8      1.5   0.5  12 %      2       0"  # Thursday and Friday are left
    assert lines[3] == "2026-W49  2026-11-30     32        0     0   0 %      0       0"
    assert lines[7].split()[:3] == ["2026-W53", "2026-12-28", "25.6"]  # New Year is on its Friday
    assert lines[9] == "Late, and counted in the first week: Mei 0.5 h"
    assert "the calendar CN knows worked weekends until" in said.err


def test_more_than_there_is_time_for_is_marked(kam, staff):
    kam("task", "add", "A", "Write the plan", "--responsible", "Mei", "--effort", "33", "--due", "2026-11-27")
    assert "Mei      ! 33/32" in kam("team", "load", "--weeks", "1", *TODAY).out
    (week, *_) = [each for each in kam("team", "load", *TODAY, "--json").json if each["person"] == "Mei"]
    assert (week["planned_hours"], week["capacity_hours"], week["share"], week["tasks"]) == (33, 32, 1.03125, 1)


def test_too_much_in_one_hand_is_marked(kam, write, acme):
    kam("import", write("many.csv", ACCOUNTS + "E,Ebb,Wu,7500,0\nF,Fay,,3000,0\nG,Gil,Wu,,0\n"))
    page = kam("team", "book").out.splitlines()
    assert page[:6] == [
        "Person  Accounts  Key  Monthly spend     Share",
        "------  --------  ---  -------------  --------",
        "Li             2    1         22,500  ! 46.9 %",
        "Mei            2    1         15,000  ! 31.3 %",
        "Wu             2    0          7,500    15.6 %",
        "nobody         1    0          3,000     6.3 %",
    ]
    assert page[7:] == [
        "Accounts of which nobody knows what they are worth: 1",
        "! Li holds 46.9 % of all value; 25 % in one hand is a risk",
        "! Mei holds 31.3 % of all value; 25 % in one hand is a risk",
    ]
    li, _, wu, nobody = kam("team", "book", "--json").json
    assert (li["person"], li["value"], li["share"], li["concentrated"]) == ("Li", 22500, 0.46875, True)
    assert (wu["value_unknown"], wu["concentrated"], nobody["person"]) == (1, False, None)


def test_a_pack_that_does_not_say_what_accounts_are_worth_says_so(kam, acme):
    (acme / "rules" / "own.toml").write_text(PACK)
    said = kam("team", "book")
    assert "the pack own does not say what accounts are worth, so shares cannot be told" in said.err
    assert "%" not in said.out


# ── any text, any language ───────────────────────────────────────────────────────────────────────────────────────────

HOSTILE = "[b]Li[/b]\x1b[31m\u202e🙂"


def test_no_name_and_no_reason_does_harm(kam, write, acme):
    kam("import", write("bad.csv", ACCOUNTS + f'E,"E\x1b[2J",{HOSTILE},1,0\n'))
    kam("team", "add", HOSTILE + "2", "--alias", "x\ny\u2028z", "--manager", HOSTILE)
    kam("team", "dispute", HOSTILE + "2", "A", "--why", HOSTILE + "\nsecond line")
    kam("team", "own", HOSTILE, "B", "--why", HOSTILE)
    pages = [
        kam("team", *words)
        for words in (
            (),
            ("show", HOSTILE + "2"),
            ("who", "B"),
            ("load",),
            ("book",),
            ("disputes",),
            ("leave", HOSTILE),
        )
    ]
    for said in pages:
        assert not {"\x1b", "\u202e", "\u2028"} & set(said.out + said.err)
        assert "[b]Li[/b]" in said.out + said.err
    assert kam("team", "show", HOSTILE + "2", "--json").json["person"] == HOSTILE + "2"


def test_the_pages_are_chinese_for_those_who_read_chinese(kam, staff):
    said = kam("team", "--lang", "zh")
    assert said.status == 0
    assert "Mei" in said.out


# ── taken back, two at once ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_hand_over_is_taken_back_and_done_again_as_a_whole(kam, folder, planned):
    before = human_work(folder / "acme")
    kam("team", "leave", "Li", "--to", "Mei", "--yes")
    after = human_work(folder / "acme")
    assert kam("undo").status == 0
    assert human_work(folder / "acme") == before
    assert kam("redo").status == 0
    assert human_work(folder / "acme") == after


def test_a_dispute_is_taken_back_with_what_came_of_it(kam, staff):
    kam("team", "dispute", "Mei", "C", "--why", "met the buyer first", *TODAY)
    kam("team", "settle", "d1", "--for", "Mei", "--why", "she did")
    assert managers(staff) == "Mei Mei Mei Li"
    assert kam("undo").status == 0
    assert managers(staff) == "Mei Mei Li Li"
    assert kam("team", "disputes", "--json").json[0]["status"] == "open"


def test_of_two_who_give_away_one_account_the_second_is_told(kam, staff):
    kam("team", "own", "Mei", "A")
    seen = kam("journal", "--kind", "ownership", "--json").json[0]["version"]
    assert kam("team", "own", "Li", "A", "--expect", seen, "--as", "Li").status == 0
    refused = kam("team", "own", "Wang", "A", "--expect", seen, "--as", "Wang")
    assert refused.status == 2
    assert "Li changed it in the meantime" in refused.err


@pytest.mark.slow
def test_a_hand_over_to_somebody_who_is_just_leaving_leaves_nothing_to_nobody(staff):
    both = [
        subprocess.Popen([*COMMAND, "team", *words, "--yes", "--as", "Ann"], stderr=subprocess.PIPE, text=True)
        for words in (("hand-over", "Li", "--to", "Mei"), ("leave", "Mei", "--to", "Wang"))
    ]
    (_, handed), (_, left) = (process.communicate(timeout=60) for process in both)
    assert left == ""
    assert handed in ("", "--to: Mei has left — Wang took over\n")  # whoever was first
    assert managers(staff) == ("Wang Wang Wang Wang" if not handed else "Wang Wang Li Li")
