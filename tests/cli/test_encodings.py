"""Files in the encodings that people have: they are read, or the user is asked."""

from __future__ import annotations

import pytest

ACCOUNTS = "客户编号,客户名称,spend\nC1,深圳市腾飞科技有限公司,5\nC2,北京华联商厦,500\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
def test_the_same_accounts_in_any_encoding(kam, plain, write, encoding):
    write("accounts.csv", ACCOUNTS.encode(encoding))
    said = kam("classify", plain, "accounts.csv", "--json")
    assert (said.status, said.json["accounts"]) == (0, 2)
    explained = kam("explain", plain, "accounts.csv", "C1")
    assert "深圳市腾飞科技有限公司" in explained.out


@pytest.mark.parametrize("command", ["classify", "diff"])
def test_an_encoding_that_is_not_certain_is_asked_and_said(kam, plain, write, command):
    write("accounts.csv", "account_id,spend\n北京,1\n".encode("gb18030"))
    write("new.csv", "account_id,spend\n北京,2\n".encode("gb18030"))
    files = ["accounts.csv", "new.csv"] if command == "diff" else ["accounts.csv"]
    said = kam(command, plain, *files)
    assert (said.status, len(said.problems)) == (2, 1)
    assert said.problems[0].endswith("— say which with --encoding, such as --encoding gb18030")
    assert kam(command, plain, *files, "--encoding", "gbk").status == 0


def test_the_encoding_is_kept_in_the_next_call(kam, plain, write):
    write("accounts.csv", "account_id,spend\n北京,\n".encode("gb18030"))
    said = kam("classify", plain, "accounts.csv", "--encoding", "gb18030")
    assert said.status == 0
    assert "--encoding gb18030" in said.out


def test_an_encoding_that_does_not_exist(kam, plain, write):
    write("accounts.csv", b"account_id,spend\nA,1\n")
    said = kam("classify", plain, "accounts.csv", "--encoding", "gbbk")
    assert (said.status, said.problems) == (2, ["accounts.csv: there is no encoding gbbk — did you mean gbk?"])
