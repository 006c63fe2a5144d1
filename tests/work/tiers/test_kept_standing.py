"""What accounts have, kept as rows: what is looked up is what was put in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kamengine.work.tiers.grace import Held
from kamengine.work.tiers.kept_standing import HeldRows

TIERS = st.sampled_from(["key", "大客户", "other", None])
HELD = st.builds(
    Held,
    account=st.text(max_size=4),
    as_of=st.just("2026-06-30"),
    run=st.just("run"),
    computed=TIERS,
    settled=TIERS,
    effective=TIERS,
    why=st.sampled_from(["rules", "grace", "gone"]),
    streak=st.lists(TIERS, max_size=3).map(tuple),
    reviewed=TIERS,
    base=st.none() | st.just("base"),
)
SOME = st.lists(HELD, max_size=6).map(lambda each: {held.account: held for held in each})


@given(SOME, SOME)
def test_rows_hold_what_was_put_in_and_the_newest_of_each_account(first, then):
    rows = HeldRows({}).but(first).but(then)

    assert dict(rows) == {**first, **then}
    assert len(rows) == len({**first, **then})
