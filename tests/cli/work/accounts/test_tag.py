"""`kam tag`, `kam tags`: words of one's own on accounts, and lists by them."""

from __future__ import annotations

import pytest


def test_accounts_are_tagged_listed_and_chosen_by_their_tags(shop):
    assert shop("tag", "A", "Cem", "--add", "vip", "--add", "at risk").out == (
        "Tags added: 4; removed: 0\nA Ada: at risk, vip\nC Cem: at risk, vip\n"
    )
    assert shop("tag", "C", "--remove", "VIP").out == "Tags added: 0; removed: 1\nC Cem: at risk\n"
    assert shop("tags", "--json").json == [{"tag": "at risk", "accounts": 2}, {"tag": "vip", "accounts": 1}]
    listed = shop("accounts", "--where", "tags like '%vip%'", "--columns", "account_id,tags", "--format", "csv").out
    assert listed == 'account_id,tags\nA,"at risk, vip"\n'
    assert (
        shop("accounts", "--where", "tags = ''", "--columns", "account_id", "--format", "csv").out == "account_id\nB\n"
    )


def test_many_are_tagged_after_the_exact_number_was_said_and_taken_back_in_one_step(shop):
    line = ("tag", "--where", "tier = 'key'", "--add", "invite 2027")
    assert shop(*line).problems == ["--where: accounts: 2; nothing was changed — say it again with --yes to go on"]
    assert shop(*line, "--yes").out == "Tags added: 2; removed: 0\n"
    assert shop("tag", "B", "--json").json == [{"account_id": "B", "name": "Ben", "tags": ["invite 2027"]}]
    assert shop("undo").status == 0
    assert shop("tags").out == "No account has a tag; kam tag ACCOUNT --add TAG gives it one.\n"


def test_what_is_wrong_is_said_at_its_place(shop):
    assert shop("tag", "A", "--add", "a,b").problems == [
        "--add: a,b cannot be a tag — write letters, digits and blanks; one --add for each tag"
    ]
    assert shop("tag", "A", "--remove", "vip").problems == [
        "--remove: no account has the tag vip — kam tags lists them"
    ]
    assert shop("tag", "--add", "vip").status == 2 and shop("tag", "nobody", "--add", "vip").status == 2


@pytest.mark.parametrize("condition", ["tags = 'vip'", "'vip' <> tags", "tags in ('vip', 'at risk')"])
def test_one_tag_is_not_compared_with_all_tags_of_an_account(shop, condition):
    said = shop("accounts", "--where", condition)
    assert said.status == 2
    assert said.problems[0] == (
        "--where: tags lists all words of an account in one text, such as 'vip, at risk' — "
        "write tags like '%vip%', or tags like 'vip' for those that have no other"
    )


@pytest.mark.parametrize("condition", ["tags = ''", "tags <> ''", "tags = 'at risk, vip'", "tags in ('')"])
def test_no_tags_and_whole_lists_of_tags_are_compared(shop, condition):
    assert shop("accounts", "--where", condition).status == 0
