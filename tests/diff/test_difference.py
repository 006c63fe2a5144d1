"""Who moved, and the causes, on packs small enough to work out by hand."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal

from kamengine.diff.difference import difference
from kamengine.engine.migration import ABSENT, OUT_OF_SCOPE
from tests.diff.sides import JULY, PACK, Compared, Half, causes, changed, pack


def account(id="A", spend=100.0, staff=5, region="east", **facts):
    return {"account_id": id, "spend": spend, "staff": staff, "region": region, **facts}


def only_mover(old, new):
    with Compared(old, new) as found:
        (mover,) = found.movers()
        return mover


def test_the_same_twice_moves_nobody():
    half = Half(pack(), [account(), account("B", 5.0)], {})

    with Compared(half, half) as found:
        assert (found.migration.accounts, found.migration.moved) == (2, 0)
        assert (found.movers(), found.causes, found.rules) == ([], (), ())


def test_a_fact_that_changed():
    mover = only_mover(Half(pack(), [account(spend=100.0)], {}), Half(pack(), [account(spend=99.0, staff=6)], {}))

    assert (mover.old, mover.new) == ("gold", "silver")
    assert causes(mover) == [("spend", 100.0, 99.0)]


def test_a_line_that_moved():
    new = changed(("{ value = 100,", "{ value = 101,"), ("value = 10\n", "value = 20\n"))

    mover = only_mover(Half(pack(), [account()], {}), Half(new, [account()], {}))

    assert causes(mover) == [("parameter", "line")]


def test_two_causes_where_neither_is_enough_alone():
    new = changed(("{ value = 100,", "{ value = 90,"))

    mover = only_mover(Half(pack(), [account(spend=94.0)], {}), Half(new, [account(spend=105.0)], {}))

    assert causes(mover) == [("spend", 94.0, 105.0), ("parameter", "line")]


def test_own_facts_are_named_where_they_are_enough_and_rules_only_where_not():
    new = changed(("{ value = 100,", "{ value = 50,"))
    before = [account("A", 40.0, 0), account("B", 70.0, 0), account("C", 40.0, 0, "west")]
    now = [account("A", 60.0, 0), account("B", 80.0, 0), account("C", 110.0, 0)]

    with Compared(Half(pack(), before, {}), Half(new, now, {})) as found:
        assert {mover.account_id: causes(mover) for mover in found.movers()} == {
            "A": [("spend", 40.0, 60.0)],
            "B": [("parameter", "line")],
            "C": [("spend", 40.0, 110.0)],
        }


def test_a_move_by_either_of_two_ways_needs_both_undone():
    text = PACK.replace("big and east", "big or east")
    before, now = account(spend=5.0, region="west"), account(spend=500.0, region="east")

    mover = only_mover(Half(pack(text), [before], {}), Half(pack(text), [now], {}))

    assert causes(mover) == [("spend", 5.0, 500.0), ("region", "west", "east")]


def test_a_fact_that_became_unknown():
    mover = only_mover(Half(pack(), [account()], {}), Half(pack(), [account(region=None)], {}))

    assert (mover.new, causes(mover)) == ("silver", [("region", "east", None)])


def test_a_dated_line_that_starts_between_two_runs_over_the_same_file():
    mover = only_mover(Half(pack(), [account()], {}), Half(pack(), [account()], {}, JULY))

    assert causes(mover) == [("parameter", "line")]


def test_rows_of_a_ledger_are_one_fact_seen_from_each_date():
    text = PACK.replace("big and east", "billed >= 50")
    bills = {"bills": [{"account_id": "A", "date": JULY, "amount": Decimal(80)}]}
    old = Half(pack(text), [account()], {"bills": []})

    assert causes(only_mover(old, Half(pack(text), [account()], bills, JULY))) == [("billed", None, Decimal(80))]


def test_the_definition_of_a_sum_over_rows_is_told_from_its_rows():
    text = PACK.replace("big and east", "billed >= 50")
    half = changed(("sum(amount)", "sum(amount) / 2"), text=text)
    day = JULY
    before = {"bills": [{"account_id": id, "date": day, "amount": Decimal(80)} for id in ("A", "B")]}
    now = {"bills": [{"account_id": id, "date": day, "amount": Decimal(n)} for id, n in (("A", 80), ("B", 20))]}
    accounts = [account("A"), account("B")]

    with Compared(Half(pack(text), accounts, before, day), Half(half, accounts, now, day)) as found:
        assert {mover.account_id: causes(mover) for mover in found.movers()} == {
            "A": [("indicator", "billed")],
            "B": [("billed", 80.0, 20.0), ("indicator", "billed")],
        }


def test_the_date_counts_where_a_condition_over_accounts_asks_for_it():
    text = PACK.replace("big and east", "months_between(joined, as_of) >= 12")
    accounts = [account(joined=date(2025, 7, 15))]

    mover = only_mover(Half(pack(text), accounts, {}), Half(pack(text), accounts, {}, JULY))

    assert (mover.new, mover.causes[0].kind) == ("gold", "facts")
    assert set(mover.causes[0].facts) == {"as_of"}


def test_weights_that_are_parameters_are_undone_together():
    params = '[params.heavy]\nvalue = 60\nsource = "x"\n[params.light]\nvalue = 40\nsource = "x"\n[criteria.big]'
    text = PACK.replace("[criteria.big]", params).replace("weight = 60", 'weight = "heavy"')
    text = text.replace("weight = 40", 'weight = "light"')
    new = changed(("value = 60", "value = 20"), ("value = 40", "value = 80"), text=text)
    poor = [account(region="west")]

    mover = only_mover(Half(pack(text), poor, {}), Half(new, poor, {}))

    (cause,) = mover.causes
    assert cause.rule is not None and cause.rule.element == "together"
    assert [(part.element, part.name) for part in cause.rule.parts] == [("parameter", "heavy"), ("parameter", "light")]


def test_packs_that_cannot_be_mixed_differ_as_a_whole():
    old = PACK.replace('[fields.staff]\ntype = "integer"', '[fields.staff]\ntype = "text"')
    old = old.split("[score]")[0].replace('value = "spend / staff"', 'value = "spend"')
    old = old.replace("region = 'east'", "staff = 'many'") + '[[tiers]]\nid = "gold"\nwhen = "big and east"\n'
    before, now = account(staff="many", region="west"), account(staff=0, region="west")

    mover = only_mover(Half(pack(old), [before], {}), Half(pack(), [now], {}))

    assert (mover.old, causes(mover)) == ("gold", [("staff", "many", "0"), ("together", "")])
    assert {("field", "staff"), ("criterion", "east")} <= {
        (part.element, part.name) for cause in mover.causes if cause.rule for part in cause.rule.parts
    }


def test_scope_is_a_cause_of_coming_in_and_going_out():
    new = changed(('version = "1"', 'version = "1"\nscope = "staff >= 5"'))

    mover = only_mover(Half(pack(), [account(staff=4)], {}), Half(new, [account(staff=4)], {}))

    assert (mover.old, mover.new, causes(mover)) == ("gold", OUT_OF_SCOPE, [("scope", "")])


def test_accounts_that_come_and_go_are_their_own_cause():
    with Compared(Half(pack(), [account("A")], {}), Half(pack(), [account("B")], {})) as found:
        movers = {mover.account_id: (mover.old, mover.new, causes(mover)) for mover in found.movers()}

    assert movers == {
        "A": ("gold", ABSENT, [("account_id", "A", None)]),
        "B": (ABSENT, "gold", [("account_id", None, "B")]),
    }


def test_causes_come_some_at_a_time_as_they_do_with_the_movers(monkeypatch):
    monkeypatch.setattr(sys.modules["kamengine.diff.difference"], "_AT_A_TIME", 2)
    new = changed(("{ value = 100,", "{ value = 50,"))
    before = [account("A", 40.0, 0), account("B", 70.0, 0), account("C", 40.0, 0, "west"), account("gone")]
    now = [account("A", 60.0, 0), account("B", 80.0, 0), account("C", 110.0, 0), account("come")]
    now += [account(f"more {n}", 80.0, 0) for n in range(5)]
    before += [account(f"more {n}", 70.0, 0) for n in range(5)]

    with Compared(Half(pack(), before, {}), Half(new, now, {})) as found:
        movers = {mover.account_id: mover.causes for mover in found.movers()}
        assert len(movers) == 10
        assert dict(found.each_cause()) == movers
        assert len(list(found.each_cause())) == 10


def test_a_place_in_the_portfolio_is_moved_by_others():
    text = PACK.replace("big and east", "top").replace(
        "[criteria.big]", '[criteria.top]\nwhen = "share_of_total(spend) >= 0.5"\n[criteria.big]'
    )
    before = [account("A", 100.0), account("B", 90.0)]
    now = [account("A", 100.0), account("B", 110.0)]

    with Compared(Half(pack(text), before, {}), Half(pack(text), now, {})) as found:
        movers = {mover.account_id: mover.causes[0] for mover in found.movers()}

    assert {id: (cause.position, dict(cause.facts), dict(cause.own)) for id, cause in movers.items()} == {
        "A": (True, {"top": (True, False)}, {}),
        "B": (True, {"top": (False, True)}, {"spend": (90.0, 110.0)}),
    }


def test_a_tier_that_looks_at_the_portfolio_itself():
    text = PACK.replace("big and east", "share_of_total(spend) >= 0.5")
    before = [account("A", 100.0), account("B", 90.0)]
    now = [account("A", 100.0), account("B", 110.0)]

    with Compared(Half(pack(text), before, {}), Half(pack(text), now, {})) as found:
        movers = {mover.account_id: causes(mover) for mover in found.movers()}

    assert movers == {"A": [("#tier gold", True, False)], "B": [("#tier gold", False, True)]}


def test_tiers_that_come_and_go_and_change_their_order():
    new = changed(('[[tiers]]\nid = "gold"', '[[tiers]]\nid = "best"\nwhen = "spend > 500"\n[[tiers]]\nid = "gold"'))

    mover = only_mover(Half(pack(), [account(spend=600.0)], {}), Half(new, [account(spend=600.0)], {}))

    assert (mover.old, mover.new, causes(mover)) == ("gold", "best", [("tiers", "")])


def test_a_rule_that_moved_nobody_is_told_all_the_same():
    new = changed(("{ value = 100,", "{ value = 101,"), ("value = 10\n", "value = 20\n"))

    with Compared(Half(pack(), [account()], {}), Half(new, [account()], {})) as found:
        assert {rule.name for rule in found.rules} == {"line", "floor"}
        assert [(count.rule and count.rule.name, count.moves, count.alone) for count in found.causes] == [
            ("line", 1, 1)
        ]


def test_movers_are_listed_by_what_they_are_worth():
    before = [account(id, spend) for id, spend in (("A", 200.0), ("B", 400.0), ("C", 300.0))]
    now = [{**one, "region": "west"} for one in before]

    with Compared(Half(pack(), before, {}), Half(pack(), now, {})) as found:
        assert [mover.account_id for mover in found.movers(2)] == ["B", "C"]
        assert found.migration.value_moved == 900


def test_a_name_that_stands_for_something_else():
    new = changed(("[criteria.east]\nwhen = \"region = 'east'\"\n", '[fields.east]\ntype = "bool"\n'))

    mover = only_mover(Half(pack(), [account()], {}), Half(new, [account()], {}))

    assert (mover.old, mover.new, causes(mover)) == ("gold", "silver", [("meaning", "east")])


def test_several_differences_live_in_one_database():
    half, other = Half(pack(), [account()], {}), Half(pack(), [account(spend=99.0)], {})

    with Compared(half, other) as one:
        both = one.both
        back = difference(both.new, both.old, {})
        assert [causes(mover) for mover in one.movers()] == [[("spend", 100.0, 99.0)]]
        assert [causes(mover) for mover in back.movers()] == [[("spend", 99.0, 100.0)]]


def test_a_search_that_stops_says_so_and_its_causes_still_undo_the_move(monkeypatch):
    new = changed(("{ value = 100,", "{ value = 90,"))
    halves = Half(pack(), [account(spend=94.0, staff=5)], {}), Half(new, [account(spend=105.0, staff=6)], {})
    monkeypatch.setattr("kamengine.diff.search.MOST_TRIALS", 3)

    with Compared(*halves) as found:
        (mover,) = found.movers()
        assert found.search.unfinished == 1
        assert causes(mover) == [("spend", 94.0, 105.0), ("staff", 5, 6), ("parameter", "line")]
