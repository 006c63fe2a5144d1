"""Pages fit a terminal of 80 columns, and nothing that is to be copied is cut."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kamengine.cli import main
from kamengine.locale.terminal import width

PACK = """\
[pack]
id = "northern"
version = "2026.1"
title = { en = "Key accounts of the northern branch by bills and contracts", zh = "北方分公司按账单与合同评定的大客户" }
scope = "registered_capital_paid_in > 0"

[fields.registered_capital_paid_in]
type = "number"
label = { en = "Registered capital that is paid in by now", zh = "截至目前已经实际缴纳的注册资本金额" }
[fields.name]
type = "text"
[fields.reason_for_the_strategic_list]
type = "text"
label = { en = "Why it stands on the strategic list of this year", zh = "列入本年度战略客户名单的具体原因说明" }

[ledgers.bills.fields.date]
type = "date"
[ledgers.bills.fields.amount]
type = "money"
[indicators.billed_in_the_last_twelve_months]
label = { en = "What was billed in the last twelve whole months", zh = "最近十二个完整自然月内的出账金额合计" }
from = "bills"
value = "sum(amount)"
when_empty = "unknown"

[[tiers]]
id = "key"
label = { en = "Key", zh = "大客户" }
when = "billed_in_the_last_twelve_months > 5 and reason_for_the_strategic_list is not null"
[[tiers]]
id = "standard"
label = { en = "Standard", zh = "普通" }
"""
ACCOUNTS = "account_id,registered_capital_paid_in,reason_for_the_strategic_list\nA,5,port\nB,6,\nC,,\nD,much,\n"
LANGUAGES = pytest.mark.parametrize("lang", ["en", "zh"])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workspace with long names, in which one row was quarantined, made once."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        Path("northern.toml").write_text(PACK, encoding="utf-8")
        Path("a.csv").write_text(ACCOUNTS, encoding="utf-8")
        Path("b.csv").write_text("account_id,date,amount\nA,2026-05-01,60\nB,2026-06-01,60\n", encoding="utf-8")
        assert main(["init", "branch", "--pack", "northern.toml"]) == 0
        assert main(["-w", "branch", "import", "a.csv"]) == 0
        assert main(["-w", "branch", "import", "b.csv", "--ledger", "bills"]) == 0
    return folder / "branch"


@pytest.fixture
def branch(made, folder, monkeypatch):
    """A copy of it, the current folder."""
    monkeypatch.chdir(shutil.copytree(made, "branch"))
    return Path.cwd()


def _fits(page: str) -> None:
    assert [line for line in page.splitlines() if width(line) > 80] == []


@LANGUAGES
def test_the_first_lines_of_pages_about_runs(kam, branch, lang):
    note = {"en": "(the newest date in the ledgers)", "zh": "流水"}[lang]
    for line in (["classify"], ["accounts"]):
        said = kam("--lang", lang, *line)
        assert (said.status, said.err) == (0, "")
        head = said.out.split("\n\n")[0]
        assert note in head.replace("\n  ", " " if lang == "en" else "")
        _fits(head)
    _fits(kam("--lang", lang, "show", kam("runs", "--json").json[0]["run"]).out)


@LANGUAGES
def test_names_to_be_typed_are_whole_and_labels_go_on_in_the_next_line(kam, branch, lang):
    for page in (kam("--lang", lang, "accounts", "--names").out, kam("--lang", lang, "quality").out):
        assert "reason_for_the_strategic_list" in page and "…" not in page
        _fits(page)
    words = kam("--lang", lang, "quality").out.split()
    assert {"en": "strategic", "zh": "列入本年度战略"}[lang] in " ".join(words)


@LANGUAGES
def test_no_column_for_names_where_no_name_was_imported(kam, branch, lang):
    assert (
        kam("--lang", lang, "accounts").out.split("\n\n")[1].split()[:2]
        == {
            "en": ["Account", "Tier"],
            "zh": ["编号", "等级"],
        }[lang]
    )
    (branch / "named.csv").write_text("account_id,name\nA,Ada\n", encoding="utf-8")
    assert kam("import", "named.csv").status == 0
    assert kam("classify").status == 0
    assert kam("--lang", lang, "accounts").out.split("\n\n")[1].split()[1] == {"en": "Name", "zh": "名称"}[lang]


@LANGUAGES
def test_the_file_of_quarantined_rows_stays_on_one_line(kam, branch, lang):
    said = kam("--lang", lang, "imports").out

    (file,) = (branch / "quarantine").iterdir()
    assert f"quarantine/{file.name}" in said
    _fits(said)


@LANGUAGES
def test_findings_of_doctor_are_broken_at_words(kam, branch, lang):
    (lost,) = (branch / "data" / "ledgers" / "bills").iterdir()
    lost.unlink()

    said = kam("--lang", lang, "doctor")

    assert said.status == 1
    assert {"en": "put it back from", "zh": lost.name[:8]}[lang] in said.out.replace("\n    ", " ")
    _fits(said.out)
