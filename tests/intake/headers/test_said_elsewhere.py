"""What a user said of a header holds for files with other headers too, where nothing else names it."""

from __future__ import annotations

from kamengine.intake.headers.saved import SavedMapping, said_of_headers
from tests.intake.headers.proposing import hows, proposed, taken


def said(*maps: str) -> SavedMapping:
    headers = [text.partition("=")[0] for text in maps]
    return SavedMapping.of(proposed("id", *headers, maps=maps))


def test_what_was_said_in_other_files_counts_where_nothing_else_does():
    elsewhere = said_of_headers([said("基本费=monthly_spend", "Remark=")])
    assert elsewhere == {"基本费": "monthly_spend"}
    mapping = proposed("客户编号", "基本费", "Remark", elsewhere=elsewhere)
    assert (taken(mapping), hows(mapping)) == ({"基本费": "monthly_spend"}, ["key", "saved", "left over"])


def test_a_name_or_an_alias_of_this_file_counts_more():
    elsewhere = said_of_headers([said("基本费=monthly_spend", "客户行业=name")])
    assert taken(proposed("id", "ARPU", "基本费", elsewhere=elsewhere)) == {"ARPU": "monthly_spend"}
    assert taken(proposed("id", "客户行业", elsewhere=elsewhere)) == {"客户行业": "sector"}


def test_who_said_two_things_is_asked_again():
    assert said_of_headers([said("x=name"), said("x=sector", "y=name")]) == {"y": "name"}
    assert said_of_headers([said("x=name"), said("X=name")]) == {"x": "name"}


def test_what_nobody_said_is_not_carried_over():
    """An alias that a plugin declared then may mean something else now."""
    assert said_of_headers([SavedMapping.of(proposed("id", "ARPU"))]) == {}
