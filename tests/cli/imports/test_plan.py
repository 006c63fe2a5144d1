"""The page of `kam import --dry-run`: what a consultant needs to trust or change the plan, at 80 columns."""

from __future__ import annotations

import pytest

from kamengine.locale.terminal import width

CRM = """\
唯一性ID（必填）,客户名称（必填）,客户等级,负责人_唯一性ID,年营收,Annual Revenues (USD),Churn
"此项必填,自增编号字段类型",单行文本字段类型,单选字段类型,单行文本字段类型,金额字段类型,,单选字段类型
a1,华东制造集团有限公司（华东地区）,A类,u1,1200000,5,Yes
a2,"Northern\x1b[31m Retail",B类,u2,350000,,No
a3,Silent Ltd,,u1,,,No
"""
PLAIN = "id,Name,Staff,tier\nC1,Acme,12,x\nC2,Bolt,9,y\n"


@pytest.fixture
def workspace(kam, folder):
    """An empty workspace as the current folder."""
    assert kam("init", ".").status == 0
    return folder


@pytest.fixture
def write_in(workspace):
    def write(name, text):
        (workspace / name).write_text(text, encoding="utf-8")
        return name

    return write


def cells(said, header):
    """The row of the plan for a column, as the words on it."""
    return next(line for line in said.out.splitlines() if line.startswith(header)).split()


def test_each_column_has_its_field_kind_source_and_samples(kam, write_in):
    said = kam(
        "import", write_in("crm.csv", CRM), "--dry-run", "--map", "Annual Revenues (USD)=", "--map", "年营收=x:money"
    )
    assert (said.status, said.err) == (0, "")
    assert "Recognised as Fenxiang Xiaoke (ShareCRM)" in said.out
    assert cells(said, "唯一性ID") == ["唯一性ID（必填）", "account_id", "id", "id", "a1,", "a2,", "a3"]
    assert cells(said, "客户等级") == ["客户等级", "customer_grade", "text", "preset", "A类,", "B类"]
    assert cells(said, "年营收") == ["年营收", "x", "money", "--map", "1200000,", "350000"]
    assert cells(said, "负责人_唯一性ID") == ["负责人_唯一性ID", "preset", "u1,", "u2"]
    assert cells(said, "Annual Revenues") == ["Annual", "Revenues", "(USD)", "--map", "5"]
    assert "Not used (3):" in said.out
    assert "(a description of the columns: 1)" in said.out


def test_the_page_is_80_columns_wide_and_harmless(kam, write_in):
    for language in ("en", "zh"):
        said = kam("import", write_in("crm.csv", CRM), "--dry-run", "--lang", language)
        assert max(map(width, said.out.splitlines())) <= 80
        assert "\x1b" not in said.out


def test_what_is_only_similar_waits_for_accept(kam, write_in):
    name = write_in("plain.csv", "id,Revenue Annual Total\nC1,5\n")
    said = kam("import", name, "--dry-run")
    assert "Only similar to a field, so not taken without --accept:" in said.out
    assert cells(said, "Revenue") == ["Revenue", "Annual", "Total", "annual_revenue", "money", "84", "%", "5"]
    assert "--accept " in said.out
    accepted = kam("import", name, "--dry-run", "--accept")
    assert "Only similar" not in accepted.out
    assert cells(accepted, "Revenue")[-3:] == ["84", "%", "5"]


def test_the_page_says_what_to_type_to_change_it(kam, write_in):
    said = kam("import", write_in("plain.csv", PLAIN), "--dry-run")
    assert " ".join(cells(said, '  --map "Staff=FIELD"')[2:]) == "what it is; FIELD:kind makes a field"
    assert cells(said, '  --map "Name="')[2:] == ["leave", "a", "column", "out"]
    assert cells(said, "  kam fields")[2:] == ["lists", "the", "fields", "that", "there", "are"]
    for option in ("--accept", "--all-columns", "--key COLUMN"):
        assert f"  {option} " in said.out


def test_all_columns_may_be_taken(kam, write_in):
    said = kam("import", write_in("plain.csv", PLAIN), "--dry-run", "--all-columns")
    assert cells(said, "tier") == ["tier", "tier_2", "text", "header", "x,", "y"]
    assert cells(said, "Staff") == ["Staff", "Staff", "integer", "header", "12,", "9"]
    assert "Not used" not in said.out and "--all-columns" not in said.out


def test_without_an_id_the_plan_is_shown_with_what_is_wrong(kam, write_in):
    said = kam("import", write_in("survey.csv", "D,X1\n0,3\n1,5\n"), "--dry-run")
    assert said.status == 2
    assert "No column is a known field." in said.out
    assert cells(said, "X1") == ["X1", "3,", "5"]
    assert '--key "#"' in said.out
    (problem,) = said.problems
    assert problem.startswith(
        "survey.csv: no column holds the account's id; the headers are D, X1 — name it with --key"
    )
    numbered = kam("import", "survey.csv", "--dry-run", "--key", "#", "--all-columns")
    assert (numbered.status, numbered.err) == (0, "")
    assert cells(numbered, "#") == ["#", "account_id", "id", "row", "number", "1,", "2,", "3"]


def test_a_plan_with_problems_shows_no_description_as_a_sample(kam, write_in):
    text = CRM.replace("年营收,Annual Revenues (USD)", "年营收,年营业额")
    said = kam("import", write_in("crm.csv", text), "--dry-run", "--map", "年营业额=annual_revenue,annual_revenue_usd")
    assert said.status == 2
    assert cells(said, "客户等级") == ["客户等级", "customer_grade", "text", "preset", "A类,", "B类"]


def test_a_mapping_that_was_used_is_known_the_next_time(kam, write_in):
    first = write_in("march.csv", "no,fee,note\nC1,5,a\n")
    assert kam("import", first, "--key", "no", "--map", "fee=annual_revenue", "--map", "note=note:text").status == 0
    said = kam("import", write_in("april.csv", "note,no,fee\nb,C1,6\n"), "--dry-run")
    assert cells(said, "fee") == ["fee", "annual_revenue", "money", "last", "time", "6"]
    assert cells(said, "note") == ["note", "note", "text", "last", "time", "b"]
    assert cells(said, "no ") == ["no", "account_id", "id", "id", "C1"]


def test_the_kind_of_a_column_that_was_taken_as_it_is_may_be_said_later(kam, write_in):
    name = write_in("churn.csv", "id,Churn\nC1,Yes\nC2,No\n")
    assert kam("import", name, "--all-columns").status == 0
    beside = kam("import", name, "--map", "Churn=churn:bool")
    assert beside.status == 2
    assert beside.problems == [
        'churn.csv: the field Churn is of kind text already — write --map "Churn=Churn", or take another name, '
        'such as --map "Churn=Churn_2:bool"'
    ]
    assert kam("import", name, "--map", "Churn=Churn_2:bool").status == 0
    anew = kam("import", name, "--map", "Churn=churn:bool", "--mode", "replace")
    assert (anew.status, anew.err) == (0, "")
    assert kam("undo", "import").status == 0
    said = kam("import", name, "--dry-run", "--mode", "replace", "--map", "Churn=churn:bool")
    assert cells(said, "Churn") == ["Churn", "Churn", "bool", "--map", "Yes,", "No"]


def test_files_with_other_headers_have_a_plan_of_their_own(kam, write_in):
    said = kam("import", write_in("a.csv", "id,Name\n1,A\n"), write_in("b.csv", "id,Email\n2,b@b\n"), "--dry-run")
    lines = said.out.splitlines()
    assert "a.csv:" in lines and "b.csv:" in lines


def test_nothing_is_changed(kam, write_in, workspace):
    name = write_in("plain.csv", PLAIN)
    before = sorted(path for path in workspace.rglob("*") if "kam.db" not in path.name)
    kam("import", name, "--dry-run")
    assert sorted(path for path in workspace.rglob("*") if "kam.db" not in path.name) == before
    assert kam("imports", "--json").json == []


def test_the_plan_for_scripts(kam, write_in):
    said = kam("import", write_in("crm.csv", CRM), "--dry-run", "--json")
    assert said.json["dry_run"] is True
    (group,) = said.json["plan"]
    assert (group["preset"], group["key"], group["files"]) == ("fenxiang", "唯一性ID（必填）", ["crm.csv"])
    assert group["columns"][2] == {
        "header": "客户等级",
        "field": "customer_grade",
        "kind": "text",
        "how": "preset",
        "confidence": 1.0,
        "taken": True,
        "samples": ["A类", "B类"],
    }
    assert [column["taken"] for column in group["columns"]] == [True, True, True, False, True, False, False]
    broken = kam("import", write_in("survey.csv", "D,X1\n0,3\n"), "--dry-run", "--json")
    assert broken.status == 2
    assert broken.json["header_problems"][0]["message"].startswith("survey.csv: no column holds the account's id")


def test_a_column_of_several_fields_is_so_again_when_its_rows_are_mended(kam, write_in, workspace):
    name = write_in("fees.csv", "id,fee\nC1,5\nC2,many\n")
    said = kam("import", name, "--map", "fee=annual_revenue,won_revenue", "--json")
    assert said.json["mapping"] == {"id": "account_id", "fee": "annual_revenue,won_revenue"}
    (quarantine,) = (workspace / "quarantine").iterdir()
    quarantine.write_text(quarantine.read_text(encoding="utf-8-sig").replace("C2,many", "C2,7"), encoding="utf-8")
    again = kam("import", "--retry", quarantine, "--json")
    assert (again.status, again.json["taken"], again.json["mapping"]["fee"]) == (0, 1, "annual_revenue,won_revenue")
