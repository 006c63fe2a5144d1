"""``kam contact``, ``need``, ``note``, ``swot``, ``stage`` and ``dossier`` in a workspace of six accounts."""

from __future__ import annotations

from shutil import copytree

import pytest

from kamengine.work.ground.things import keep
from kamengine.work.model import Person
from kamengine.workspace import Workspace
from tests.quality.made import SPEND, workspace_with

TODAY = ("--today", "2026-11-23")
HOSTILE = "\x1b[31mred\x1b[0m [bold]x[/bold] \u202eevil \u0007👩‍👩‍👧"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workspace with the accounts of `tests.quality.made`, where Li Wei and Mei work."""
    folder = tmp_path_factory.mktemp("made") / "acme"
    with workspace_with(folder, {"spend.toml": SPEND}) as workspace, workspace.transaction("Mei") as change:
        keep(workspace, change, Person(key="Li Wei", aliases=("lw",)))
        keep(workspace, change, Person(key="Mei"))
        keep(workspace, change, Person(key="Zhao", left=True, successor="Mei"))
    return folder


@pytest.fixture
def acme(made, folder, monkeypatch):
    """A copy of the workspace as the current folder; Mei works in it."""
    here = copytree(made, folder / "acme")
    monkeypatch.chdir(here)
    monkeypatch.setenv("KAM_USER", "mei")
    return here


def work(folder) -> bytes:
    with Workspace.open(folder) as workspace:
        return workspace.work.dump()


# --- contacts ----------------------------------------------------------------------------------------------------


def test_contacts_are_added_covered_and_laid_out_on_a_map(kam, acme):
    said = kam(
        *("contact", "add", "A", "Wang Fang", "--function", "采购", "--level", "director", "--role", "decider"),
        *("--covered-by", "lw", "--influence", "5", "--attitude", "supporter", "--title", "Head of purchasing"),
    )
    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines() == [
        "A 北京星河有限公司",
        "  c1  Wang Fang, Head of purchasing",
        "      purchasing, director · decider · influence 5 of 5 · supporter · covered by",
        "      Li Wei",
    ]
    kam("contact", "add", "A", "Sun Jie", "--function", "finance", "--level", "manager", "--reports-to", "c1")
    assert kam("contact", "map", "A").out.splitlines() == [
        "A 北京星河有限公司",
        "           purchasing  finance  production  after-sales",
        "---------  ----------  -------  ----------  -----------",
        "board               ·        ·           ·            ·",
        "executive           ·        ·           ·            ·",
        "director          1/1        ·           ·            ·",
        "manager             ·      0/1           ·            ·",
        "staff               ·        ·           ·            ·",
        "  initiator: —",
        "  user: —",
        "  influencer: —",
        "  decider: Wang Fang (c1)",
        "  buyer: —",
        "  gatekeeper: —",
        "Risk of depending on one contact: high",
        "  - everything hangs on one contact: Wang Fang",
    ]
    (risk,) = kam("contact", "risk", "--json").json
    assert (risk["account_id"], risk["risk"], risk["covered"]) == ("A", "high", ["c1"])
    kam("contact", "set", "c2", "--covered-by", "Mei")
    assert kam("contact", "risk").out == "No account hangs on a single thread, of those whose contacts are known.\n"
    assert [one["risk"] for one in kam("contact", "risk", "B", "--json").json] == ["unknown"]


def test_contacts_are_listed_with_when_they_were_last_met(kam, acme):
    kam("contact", "add", "A", "Wang Fang")
    kam("visit", "log", "A", "--met", "Wang Fang", "--said", "hello", "--on", "2026-11-20", *TODAY)
    (contact,) = kam("contact", "--json").json
    assert (contact["last_met"], contact["function"], contact["influence"]) == ("2026-11-20", None, None)
    assert kam("contact", "list", "B").out.startswith("There are no such contacts")


def test_covering_everybody_of_many_accounts_says_the_number_first(kam, acme):
    for account in ("A", "B", "E"):
        kam("contact", "add", account, "Wang Fang")
    before = work(acme)
    line = ("contact", "set", "--where", "city = 'Beijing'", "--covered-by", "Mei")
    said = kam(*line)
    assert said.problems[-1] == "--where: contact: 2; nothing was changed — say it again with --yes to go on"
    assert (said.status, work(acme)) == (2, before)
    assert kam(*line, "--yes").status == 0
    assert [one["covered_by"] for one in kam("contact", "--json").json] == ["Mei", "Mei", None]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("add", "Z", "x"), "there is no account Z"),
        (("add", "A", "x", "--function", "purchase"), "--function: purchase is not known — did you mean purchasing?"),
        (("add", "A", "x", "--role", "boss"), "--role: boss is not known"),
        (("add", "A", "x", "--covered-by", "Nobody"), "--covered-by: there is nobody called Nobody"),
        (("add", "A", "x", "--covered-by", "Zhao"), "--covered-by: Zhao has left — Mei took over"),
        (("set", "c9", "--note", "x"), "there is no contact c9 — kam contact list lists them"),
        (("set", "c1"), "nothing to change is given — kam contact set --help lists what can be"),
        (("set", "--note", "x"), "no contact is named — write its key, or --where CONDITION"),
        (("set", "c1", "--note", "x", "--where", "staff > 1"), "both keys and a condition are given"),
        (("ad", "A"), "there is no command kam contact ad — did you mean add?"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(kam, acme, line, said):
    before = work(acme)
    answer = kam("contact", *line)
    assert answer.status == 2
    assert said in answer.err
    assert work(acme) == before


def test_what_somebody_else_has_changed_is_not_overwritten(kam, acme):
    kam("contact", "add", "A", "Wang Fang")
    (seen,) = kam("contact", "--json").json
    kam("contact", "set", "c1", "--attitude", "opponent", "--as", "Li Wei")
    said = kam("contact", "set", "c1", "--attitude", "supporter", "--expect", str(seen["version"]))
    assert said.status == 2
    assert "Li Wei" in said.err
    assert "attitude" in said.err
    assert kam("contact", "--json").json[0]["attitude"] == "opponent"


# --- needs, notes, SWOT ------------------------------------------------------------------------------------------


def test_a_need_from_the_day_it_was_said_to_what_came_of_it(kam, acme):
    kam("need", "add", "A", "spare parts within a day", "--about", "服务", "--severity", "4", "--source", "v3", *TODAY)
    kam("need", "add", "A", "a lower price", "--about", "price", "--severity", "2", *TODAY)
    assert kam("need").out.splitlines() == [
        "A 北京星河有限公司",
        "  n1  spare parts within a day",
        "      severity 4: urgent · service · open · 2026-11-23 · v3",
        "  n2  a lower price",
        "      severity 2: useful · price · open · 2026-11-23",
    ]
    kam("need", "answer", "n1", "--solution", "a depot")
    assert [one["id"] for one in kam("need", "--unanswered", "--json").json] == ["n2"]
    assert [one["id"] for one in kam("need", "--least", "4", "--json").json] == ["n1"]
    kam("need", "close", "n1", "--result", "the depot opened")
    assert [one["id"] for one in kam("need", "--json").json] == ["n2"]
    assert {one["status"] for one in kam("need", "--all", "--json").json} == {"closed", "open"}


def test_notes_say_which_attachments_are_not_there(kam, acme):
    said = kam("note", "add", "A", "minutes", "--attach", "workspace.toml", "--attach", "gone.pdf", *TODAY)
    assert said.problems == ["note: gone.pdf is not there"]
    assert said.out.splitlines() == [
        "A 北京星河有限公司",
        "  o1  2026-11-23 minutes",
        "      @ workspace.toml",
        "      @ gone.pdf (not there)",
    ]
    kam("note", "set", "o1", "--attach", "https://example.org/minutes")
    (note,) = kam("note", "list", "--contains", "MINUTES", "--json").json
    assert note["attachments"] == [{"reference": "https://example.org/minutes", "is": "address"}]
    assert kam("note", "list", "--contains", "plan", "--json").json == []


def test_what_is_removed_comes_back_with_undo(kam, acme):
    kam("note", "add", "A", "minutes", *TODAY)
    kam("swot", "add", "A", "our service", "--side", "优势")
    before = work(acme)
    assert kam("swot", "drop", "s1").out == "Removed: s1\n"
    assert kam("note", "drop", "o1").out == "Removed: o1\n"
    for _ in range(2):
        assert kam("undo").status == 0
    assert work(acme) == before


def test_the_four_sides_of_an_account(kam, acme):
    kam("swot", "add", "A", "our service", "--side", "strength")
    kam("swot", "add", "--where", "city = 'Beijing'", "a rival", "--side", "threat", "--yes")
    assert kam("swot", "list", "A").out.splitlines() == [
        *("A 北京星河有限公司", "  strengths", "    s1  our service", "  threats", "    s2  a rival"),
    ]
    assert [one["account_id"] for one in kam("swot", "--json").json] == ["A", "A", "B"]
    assert "--side: the side is missing" in kam("swot", "add", "A", "x").err


@pytest.mark.parametrize(
    ("name", "more", "change"),
    [
        ("swot", ("--side", "threat"), ("--side", "weakness")),
        ("note", (), ("--on", "2026-12-01")),
        ("need", (), ("--severity", "2")),
    ],
)
def test_of_many_that_are_changed_at_once_the_first_are_shown(kam, acme, name, more, change):
    keys = [kam(name, "add", "A", f"text {n}", *more, "--json").json[0]["id"] for n in range(12)]
    said = kam(name, "set", *keys, *change)
    assert sum("text " in line for line in said.out.splitlines()) == 10
    assert said.out.splitlines()[-1] == "and 2 more"
    assert len(kam(name, "set", *keys, *change, "--json").json) == 12
    assert sum("text " in line for line in kam(name, "list", "A").out.splitlines()) == 12


# --- stages ------------------------------------------------------------------------------------------------------


def test_a_stage_names_what_is_missing_and_evidence_runs_out(kam, acme):
    for item in ("buying_centre", "yearly_plan", "regular-reviews", "service_level"):
        said = kam("stage", "evidence", "A", item, "--proof", "minutes", "--until", "2026-12-31", *TODAY)
        assert said.status == 0
    assert kam("stage", *TODAY).out.splitlines() == [
        "A 北京星河有限公司: ordinary",
        "  still missing for partner: proven_benefit",
    ]
    kam("stage", "evidence", "A", "proven_benefit", "--proof", "4 % less waste", *TODAY)
    (now,) = kam("stage", "--json", *TODAY).json
    assert (now["stage"], now["next"], len(now["evidence"])) == ("partner", "strategic", 5)
    (later,) = kam("stage", "show", "A", "--today", "2027-01-01", "--json").json
    assert (later["stage"], later["missing"][:2]) == ("ordinary", ["buying_centre", "yearly_plan"])
    assert "ran out on 2026-12-31: minutes" in kam("stage", "show", "A", "--today", "2027-01-01").out
    kam("stage", "evidence", "A", "sponsors", "--proof", "named", "--on", "2026-12-01", *TODAY)
    page = kam("stage", "show", "A", *TODAY).out
    assert "counts from 2026-12-01 on: named" in page and "[x] each side has named a sponsor" not in page
    evidence = kam("stage", "show", "A", "--json", *TODAY).json[0]["evidence"]
    assert [each["item"] for each in evidence if not each["counts"]] == ["sponsors"]
    kam("stage", "withdraw", "A", "proven_benefit", *TODAY)
    assert kam("stage", "--json", *TODAY).json[0]["missing"] == ["proven_benefit"]
    assert "there was no evidence" in kam("stage", "withdraw", "A", "proven_benefit", *TODAY).err


def test_evidence_is_about_an_account_and_an_item(kam, acme):
    problem = "the account or the item is missing — write the account, then the item, which kam stage items lists"
    assert problem in kam("stage", "evidence", "A", "--proof", "x").err
    assert problem in kam("stage", "withdraw", "--where", "staff > 1").err
    assert "[ACCOUNT ITEM…]" in kam("stage", "evidence", "--help").out


def test_a_pack_brings_stages_of_its_own(kam, acme):
    pack = acme / "rules" / "spend.toml"
    own = '\n[stages.known]\nlabel = "Known"\n[stages.trusted]\nlabel = "Trusted"\nitems.plan = "a plan"\n'
    pack.write_text(pack.read_text(encoding="utf-8") + own, encoding="utf-8")
    assert kam("stage", "items").out.splitlines() == ["Known", "Trusted", "  plan: a plan"]
    kam("stage", "evidence", "A", "plan", "--proof", "signed", *TODAY)
    assert kam("stage", "--json", *TODAY).json[0]["stage"] == "trusted"
    assert "no stage asks for yearly_plan" in kam("stage", "evidence", "A", "yearly_plan", "--proof", "x").err


# --- the whole page ----------------------------------------------------------------------------------------------


def test_a_dossier_holds_everything_with_the_share_of_wallet(kam, acme):
    facts = ("category_spend=1000", "bought_from_us=80", "同行份额=70%", "main_competitor=Rival")
    kam("fact", "A", *facts, "--why", "they told us")
    kam("contact", "add", "A", "Wang Fang")
    kam("need", "add", "A", "spare parts", *TODAY)
    kam("goal", "add", "A", "Sell more", "--indicator", "billed", "--target", "+10%", "--due", "2027-03-31", *TODAY)
    said = kam("dossier", "A", *TODAY)
    assert said.status == 0
    for line in (
        "Main competitor: Rival",
        "Share of wallet: 8.0 %, backup supplier",
        "! what they buy from us says 8.0 %, the competitors' shares leave 30.0 %",
        "Wang Fang",
        "n1  spare parts",
        "g1  Sell more",
        "still missing for partner",
    ):
        assert line in said.out
    data = kam("dossier", "A", "--json", *TODAY).json
    assert data["wallet"] == {"share": 0.08, "by_spend": 0.08, "by_competitors": 0.3, "place": "backup"}
    assert [len(data[name]) for name in ("contacts", "goals", "needs", "notes")] == [1, 1, 1, 0]


def test_a_dossier_tells_the_tiers_of_now_and_what_goes_on(kam, acme):
    kam("visit", "log", "A", "--how", "call", "--said", "fine", "--on", "2026-11-20", *TODAY)
    kam("visit", "plan", "A", "--on", "2026-12-03", "--at", "14:00", *TODAY)
    kam("task", "add", "A", "Send the offer", "--due", "2026-11-20", *TODAY)
    kam("task", "add", "A", "Call back", "--due", "2026-12-01", *TODAY)
    said = kam("dossier", "A", *TODAY)
    for line in (
        "  Spend: Key",
        "  last: v1, 2026-11-20, call",
        "  next: v2, 2026-12-03 14:00, visit — Mei, planned",
        "  open: 2, overdue: 1; kam tasks --account A lists them",
    ):
        assert line in said.out.splitlines()
    data = kam("dossier", "A", "--json", *TODAY).json
    assert data["tiers"] == {"spend": {"computed": "key", "effective": "key"}}
    assert (data["visits"]["last"]["id"], [each["id"] for each in data["visits"]["planned"]]) == ("v1", ["v2"])
    assert data["tasks"] == {"open": 2, "overdue": 1}

    over = ("--tier", "standard", "--reason", "a plant", "--approver", "Wang", "--until", "2027-06-30", *TODAY)
    kam("override", "set", "A", *over)
    told = "    in effect: Standard — an override until 2027-06-30, agreed by Wang: a plant"
    assert told in kam("dossier", "A", *TODAY).out.splitlines()
    assert kam("dossier", "A", "--json", *TODAY).json["tiers"]["spend"]["effective"] == "standard"


def test_a_pack_that_cannot_be_run_does_not_hide_the_dossier(kam, acme):
    (acme / "rules" / "spend.toml").write_text("[pack", encoding="utf-8")
    said = kam("dossier", "A", *TODAY)
    assert (said.status, said.out.splitlines()[:2]) == (0, ["A 北京星河有限公司", ""])
    assert kam("dossier", "A", "--json", *TODAY).json["tiers"] == {}


def test_hostile_texts_do_no_harm_on_any_page(kam, acme):
    kam("contact", "add", "A", HOSTILE, "--title", HOSTILE, "--note", HOSTILE, "--mail", HOSTILE)
    kam("need", "add", "A", HOSTILE, "--source", HOSTILE, "--solution", HOSTILE)
    kam("note", "add", "A", HOSTILE, "--attach", f"https://{HOSTILE}", "--attach", HOSTILE)
    kam("swot", "add", "A", HOSTILE, "--side", "threat")
    kam("stage", "evidence", "A", "sponsors", "--proof", HOSTILE)
    kam("goal", "add", "A", HOSTILE, "--indicator", "billed", "--target", "+10%", "--due", "2027-03-31", *TODAY)
    for page in ("contact map A", "stage show A", "dossier A"):  # the lists print the same as the dossier
        said = kam(*page.split())
        assert said.status == 0, said.err
        assert not {"\x1b", "\u202e", "\x07"} & set(said.out + said.err), page
        assert "[bold]" in said.out, page


@pytest.mark.parametrize("name", ["contact", "need", "note", "swot", "stage", "goal"])
def test_an_empty_list_says_how_to_begin_and_is_an_empty_array(kam, acme, name):
    assert f"kam {name}" in kam(name).out
    assert kam(name, "--json").json == []
