"""Headers become fields by what was said, saved and declared, in this order; what is only similar is a proposal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.declarations import Field, Label, Preset
from kamengine.intake.headers.columns import told_apart
from kamengine.intake.headers.given import read_map_options
from kamengine.intake.headers.saved import SavedMapping, signature_of
from kamengine.problems import KamError
from tests.intake.headers.proposing import CRM, FIELDS, NAME, SPEND, hows, problems, proposed, taken


@pytest.mark.parametrize(
    ("header", "how"),
    [
        ("monthly_spend", "name"),
        ("Monthly charges", "alias"),
        ("MONTHLY SPEND", "name"),
        ("monthlyCharges", "alias"),
        ("月租（必填）", "alias"),
        ("*月租", "alias"),
        ("月租 (optional)", "alias"),
        ("月租（万元）", "alias"),
        ("Monthly spend (k USD)", "name"),
        ("月租（2024）", "left over"),
        ("Churn", "left over"),
    ],
)
def test_a_header_is_found_by_name_or_alias_whatever_its_spelling(header, how):
    mapping = proposed("id", header)
    assert hows(mapping) == ["key", how]
    assert mapping.problems == ()
    assert taken(mapping) == ({header: "monthly_spend"} if how != "left over" else {})


def test_a_header_that_says_all_counts_more_than_one_with_a_unit():
    mapping = proposed("id", "月租（万元）", "月租")
    assert taken(mapping) == {"月租": "monthly_spend"}
    assert hows(mapping) == ["key", "left over", "alias"]
    assert mapping.problems == ()


def test_every_column_has_a_match_in_its_place():
    mapping = proposed("id", "ARPU", "Churn", "行业 ")
    assert [(match.column, match.header) for match in mapping.matches] == [
        (0, "id"),
        (1, "ARPU"),
        (2, "Churn"),
        (3, "行业 "),
    ]
    assert [match.confidence for match in mapping.matches[:3]] == [1.0, 1.0, 0.0]
    assert [match.header for match in mapping.left_over] == ["Churn", "行业 "]


# ── two rows of headers ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_lower_of_two_rows_names_a_field_when_both_together_name_none():
    mapping = proposed(
        "基本 客户编号", "基本 客户简称", "费用 月租", "费用 Annual revenue（万元）", "费用 余额", two_rows=True
    )
    assert taken(mapping) == {
        "基本 客户简称": "name",
        "费用 月租": "monthly_spend",
        "费用 Annual revenue（万元）": "annual_revenue",
    }
    assert hows(mapping) == ["key", "lower row", "lower row", "lower row", "left over"]
    assert mapping.problems == ()


def test_the_lower_row_yields_to_a_column_that_says_it_whole():
    mapping = proposed("id", "费用 月租", "费用 余额", "ARPU", two_rows=True)
    assert taken(mapping) == {"ARPU": "monthly_spend"}
    assert hows(mapping) == ["key", "left over", "left over", "alias"]


def test_what_two_columns_say_in_the_lower_row_is_neither():
    mapping = proposed("id", "母公司 客户简称", "母公司 客户行业", "子公司 客户简称", "子公司 月租", two_rows=True)
    assert taken(mapping) == {"母公司 客户行业": "sector", "子公司 月租": "monthly_spend"}


def test_a_header_in_one_row_has_no_lower_part():
    assert taken(proposed("id", "Parent Name", "Parent ARPU")) == {}


# ── presets ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_preset_is_recognised_by_any_of_its_signatures_and_says_what_its_headers_mean():
    mapping = proposed("record_no", "Industry", "Row Hash", "Odd")
    assert mapping.preset == CRM
    assert mapping.key == 0
    assert taken(mapping) == {"Industry": "sector"}, "without the preset it would be the field named industry"
    assert hows(mapping) == ["key", "preset", "preset", "left over"]
    assert proposed("Record No", "Industry", key="Record No").preset is None


def test_a_preset_that_knows_more_of_the_headers_counts():
    wider = Preset("wider", Label("Wider"), {**CRM.headers, "ARPU": "sector"}, signatures=CRM.signatures)
    assert proposed("Record No", "Row Hash", "ARPU", presets=(CRM, wider)).preset == wider
    assert proposed("Record No", "Row Hash", "Y", presets=(CRM, wider)).preset == CRM, "of equal ones the first"


def test_a_preset_of_a_ledger_is_not_for_accounts():
    bills = Preset("bills", Label("Bills"), {"ARPU": "monthly_spend"}, kind="bills", signatures=(("ARPU",),))
    assert proposed("id", "ARPU", presets=(bills,)).preset is None
    assert proposed("id", "ARPU", presets=(bills,), kind="bills").preset == bills


def test_where_a_preset_speaks_an_alias_that_somebody_declares_in_general_steps_back():
    mapping = proposed("Record No", "客户名称", "客户简称")
    assert mapping.problems == ()
    assert taken(mapping) == {"客户名称": "name"}


def test_the_aliases_of_a_pack_itself_count_more_than_a_preset():
    mine = Field("my_sector", "text", aliases=("Industry",))
    mapping = proposed("Record No", "Industry", "Row Hash", fields=(*FIELDS, mine), own=("my_sector",))
    assert taken(mapping) == {"Industry": "my_sector"}


# ── the account's id ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("headers", "options", "key"),
    [
        (["x", "客户编号"], {}, 1),
        (["客户编号", "工号"], {"key_aliases": ["工号"]}, 1),
        (["Record No", "id", "Row Hash"], {}, 0),
        (["Record No", "id", "Row Hash"], {"key": "id"}, 1),
        (["a", "b"], {"key": "B"}, 1),
        (["a", "b"], {"maps": ["b=account_id"]}, 1),
        (["a", "id"], {"saved": SavedMapping({}, key="a")}, 0),
        (["a", "id"], {"saved": SavedMapping({}, key="gone")}, 1),
    ],
)
def test_the_id_is_what_the_user_the_last_import_the_preset_or_an_alias_says(headers, options, key):
    mapping = proposed(*headers, **options)
    assert (mapping.key, mapping.numbered, mapping.problems) == (key, False, ())


@pytest.mark.parametrize("options", [{"key": "#"}, {"saved": SavedMapping({}, key="#")}])
def test_the_number_of_the_row_may_be_the_id(options):
    mapping = proposed("D", "X1", **options)
    assert (mapping.key, mapping.numbered, mapping.problems) == (None, True, ())


def test_a_column_called_like_the_sign_for_row_numbers_is_that_column():
    mapping = proposed("#", "ARPU", key="#")
    assert (mapping.key, mapping.numbered) == (0, False)
    assert proposed("ARPU", "#", saved=SavedMapping.of(mapping)).key == 1


def test_a_name_may_serve_as_the_id_and_is_the_name_as_well():
    mapping = proposed("客户名称", "ARPU", key="客户名称")
    assert mapping.key == 0
    assert taken(mapping) == {"客户名称": "name", "ARPU": "monthly_spend"}


@pytest.mark.parametrize(
    ("headers", "aliases", "key"),
    [
        (["Account Number", "account_id", "Account ID"], ["Account Number"], 1),
        (["Account Number", "Account ID"], ["Account Number"], 1),
        (["Record No", "Row Hash", "account_id"], [], 2),
        (["Account ID", "Record No", "Row Hash"], [], 1),
    ],
)
def test_the_surest_name_of_the_id_counts(headers, aliases, key):
    mapping = proposed(*headers, key_aliases=aliases)
    assert (mapping.key, mapping.problems) == (key, ())


@pytest.mark.parametrize(
    ("headers", "aliases"), [(["客户ID", "客户编码"], []), (["账号", "客户代码"], ["客户代码", "账号"])]
)
def test_two_columns_that_may_hold_the_id_are_asked_about(headers, aliases):
    named = ", ".join(headers)
    assert problems(proposed(*headers, "ARPU", key_aliases=aliases)) == [
        f"accounts.csv: the account's id may be in any of the columns {named} — name the column with --key COLUMN"
    ]
    assert proposed(*headers, "ARPU", key_aliases=aliases, key=headers[1]).key == 1


def test_without_an_id_the_column_of_the_names_is_the_next_best():
    (problem,) = problems(proposed("D", "客户名称"))
    assert problem.endswith(
        'name it with --key COLUMN, such as --key "客户名称"; with --key "#" the row numbers are the ids, which only '
        "holds as long as no row moves"
    )


def test_without_an_id_the_problem_says_what_can_be_done():
    assert problems(proposed("D", "X1")) == [
        "accounts.csv: no column holds the account's id; the headers are D, X1 — "
        'name it with --key COLUMN; with --key "#" the row numbers are the ids'
    ]


# ── --map ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_the_user_says_counts_most():
    mapping = proposed("id", "ARPU", "fee", maps=["fee=monthly_spend", "ARPU="])
    assert taken(mapping) == {"fee": "monthly_spend"}
    assert hows(mapping) == ["key", "given", "given"]


def test_a_column_that_claims_a_field_given_to_another_is_left_over():
    mapping = proposed("id", "ARPU", "fee", maps=["fee=monthly_spend"])
    assert taken(mapping) == {"fee": "monthly_spend"}
    assert mapping.problems == ()


def test_a_field_can_be_made():
    mapping = proposed("id", "Partner since (year)", maps=["Partner since (year)=partner_since:integer"])
    made = Field("partner_since", "integer", Label("Partner since (year)", "Partner since (year)"))
    assert mapping.new == (made,)
    assert mapping.fields == ((made, 1),)


def test_a_column_may_feed_several_fields():
    mapping = proposed("id", "fee", maps=["fee=monthly_spend, annual_revenue, fee_text:text"])
    names = [field.name for field, column in mapping.fields if column == 1]
    assert (names, mapping.problems) == (["monthly_spend", "annual_revenue", "fee_text"], ())
    again = proposed("fee", "id", saved=SavedMapping.from_json(SavedMapping.of(mapping).to_json()))
    assert [field.name for field, column in again.fields if column == 0] == names
    assert again.new == mapping.new
    assert SavedMapping.of(again) == SavedMapping.of(mapping)


@pytest.mark.parametrize("called", ["monthly_spend", "Monthly_Spend", "月消费", "Monthly spend", "ARPU", "月租"])
def test_the_user_may_call_a_field_by_its_name_a_label_or_an_alias(called):
    mapping = proposed("id", "Fee", maps=[f"Fee={called}"])
    assert (taken(mapping), hows(mapping), mapping.problems) == ({"Fee": "monthly_spend"}, ["key", "given"], ())


def test_a_label_of_two_fields_is_a_problem_that_names_them():
    other = Field("other_spend", "money", Label("Other", "月消费"))
    (text,) = problems(proposed("id", "Fee", fields=(SPEND, other), maps=["Fee=月消费"]))
    assert text == (
        "accounts.csv: 月消费 may mean any of the fields monthly_spend, other_spend — "
        'say which with --map "Fee=monthly_spend"'
    )


def test_what_is_nearly_a_label_is_hinted_at_by_the_name_of_its_field():
    (text,) = problems(proposed("id", "Fee", maps=["Fee=月消费额"]))
    assert "nothing declares a field 月消费额 — did you mean monthly_spend (月消费)? Else" in text


def test_a_field_of_the_workspaces_own_may_be_given_another_kind_when_nothing_is_kept_of_it():
    saved = SavedMapping({"Churn": "Churn"}, new={"Churn": "text"})
    mapping = proposed("id", "Churn", saved=saved, maps=["Churn=churn:bool"], changeable=["Churn"])
    assert mapping.problems == ()
    assert [(field.name, field.kind) for field in mapping.new] == [("Churn", "bool")]
    (text,) = problems(proposed("id", "Churn", saved=saved, maps=["Churn=churn:bool"]))
    assert text.endswith(
        'the field Churn is of kind text already — write --map "Churn=Churn", or take another name, '
        'such as --map "Churn=Churn_2:bool"'
    )


def test_the_id_may_be_the_name_too():
    mapping = proposed("Kunde", maps=["Kunde=account_id,name"])
    assert (mapping.key, taken(mapping)) == (0, {"Kunde": "name"})


def test_a_header_with_an_equals_sign_is_parted_at_the_last_one():
    assert taken(proposed("id", "a=b", maps=["a=b=ARPU2:text"])) == {"a=b": "ARPU2"}


@pytest.mark.parametrize(
    ("maps", "problem"),
    [
        (["Feee=monthly_spend"], "there is no column Feee; the headers are id, Fee, Fees — did you mean Fee?"),
        (["Fee=montly_spend"], "nothing declares a field montly_spend — did you mean monthly_spend? Else make it"),
        (["Fee=zzz"], 'nothing declares a field zzz — make it one of your own with --map "Fee=zzz:text"'),
        (["Fee=zzz:txt"], "txt is no kind of field — did you mean text?"),
        (["Fee=zzz:choice"], "choice is no kind of field — the kinds are"),
        (["Fee=monthly_spend:text"], "the field monthly_spend is of kind money already — write"),
        (["Fee=tier:text"], "tier cannot be a name — letters, digits and _"),
        (["Fee=a b:text"], "a b cannot be a name"),
        (["Fee=monthly_spend", "Fees=monthly_spend"], "the columns Fee, Fees all mean the field monthly_spend"),
    ],
)
def test_what_cannot_be_is_refused_with_a_remedy(maps, problem):
    (text,) = problems(proposed("id", "Fee", "Fees", maps=maps))
    assert text.startswith(f"accounts.csv: {problem.partition('Else')[0]}"), text


# ── what is not clear ────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_columns_for_one_field_are_a_problem_that_names_the_remedy():
    (text,) = problems(proposed("id", "ARPU", "Monthly charges"))
    assert text == (
        "accounts.csv: the columns ARPU, Monthly charges all mean the field monthly_spend — "
        'say which with --map "ARPU=monthly_spend"'
    )
    assert proposed("id", "ARPU", "Monthly charges", maps=["ARPU=monthly_spend"]).problems == ()


def test_a_header_of_two_fields_is_a_problem_that_names_the_remedy():
    other = Field("other", "number", aliases=("ARPU",))
    (text,) = problems(proposed("id", "ARPU", fields=(SPEND, other)))
    assert text.endswith(
        'the header ARPU may mean any of the fields monthly_spend, other — say which with --map "ARPU=monthly_spend"'
    )
    assert proposed("id", "ARPU", fields=(SPEND, other), maps=["ARPU="]).problems == ()


def test_a_header_that_several_packs_give_to_fields_of_theirs_feeds_each_of_them():
    sales = Field("sales", "money", aliases=("Yearly sales", "销售额"))
    monetary = Field("monetary", "number", aliases=("Sales", "销售额"))
    mine = {"fields": (*FIELDS, sales, monetary), "own": ("sales", "monetary")}
    for header in ("销售额", "Sales", "SALES", "sales"):
        mapping = proposed("id", header, **mine)
        assert mapping.problems == ()
        assert {(field.name, column) for field, column in mapping.fields} == {("sales", 1), ("monetary", 1)}
        again = proposed(header, "id", **mine, saved=SavedMapping.of(mapping))
        assert {field.name for field, _ in again.fields} == {"sales", "monetary"}
    assert taken(proposed("id", "销售额", **mine, maps=["销售额=sales"])) == {"销售额": "sales"}


def test_a_header_that_stands_twice_matters_only_where_it_is_used():
    assert proposed("id", "x", "x").problems == ()
    (text,) = problems(proposed("id", "ARPU", "ARPU"))
    assert "the header ARPU stands in columns B, C" in text


# ── saved mappings ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_decided_is_known_the_next_time():
    first = proposed("no", "fee", "note", "ARPU", key="no", maps=["fee=sector", "note=my_note:text", "ARPU="])
    saved = SavedMapping.from_json(SavedMapping.of(first).to_json())
    again = proposed("ARPU", "fee", "no", "note", saved=saved)
    assert again.problems == ()
    assert taken(again) == taken(first) == {"fee": "sector", "note": "my_note"}
    assert (again.key, again.new) == (2, first.new)
    assert set(hows(again)) == {"saved", "key"}
    assert SavedMapping.of(again) == SavedMapping.of(first), "and the time after that"


def test_a_proposal_that_was_accepted_is_known_the_next_time():
    first = proposed("id", "Annual revenues (CNY)").accepting()
    again = proposed("id", "Annual revenues (CNY)", saved=SavedMapping.of(first))
    assert (hows(again), taken(again)) == (["key", "saved"], {"Annual revenues (CNY)": "annual_revenue"})


def test_what_a_pack_declares_later_counts_more_than_what_an_alias_said_before_but_less_than_the_user():
    mine = Field("mine", "text", aliases=("客户行业",))
    now = {"fields": (*FIELDS, mine), "own": ("mine",)}
    found = SavedMapping.from_json(SavedMapping.of(proposed("id", "客户行业")).to_json())
    chosen = SavedMapping.from_json(SavedMapping.of(proposed("id", "客户行业", maps=["客户行业=sector"])).to_json())
    assert taken(proposed("id", "客户行业", **now, saved=found)) == {"客户行业": "mine"}
    assert taken(proposed("id", "客户行业", **now, saved=chosen)) == {"客户行业": "sector"}


def test_what_was_left_over_may_be_known_the_next_time():
    saved = SavedMapping.of(proposed("id", "ARPU", fields=(NAME,)))
    assert taken(proposed("id", "ARPU", saved=saved)) == {"ARPU": "monthly_spend"}


def test_a_saved_field_that_nobody_declares_any_more_is_looked_for_anew():
    assert taken(proposed("id", "ARPU", saved=SavedMapping({"ARPU": "gone"}))) == {"ARPU": "monthly_spend"}


@pytest.mark.parametrize("data", [{}, {"fields": 3, "new": [], "key": 7}, {"fields": {"a": 1}, "new": {"x": "odd"}}])
def test_a_damaged_saved_mapping_says_nothing(data):
    assert SavedMapping.from_json(data) == SavedMapping({})


def test_files_with_the_same_headers_share_a_signature():
    assert signature_of(["客户名称（必填）", "ARPU"]) == signature_of(["arpu", "客户名称"])
    assert signature_of(["ARPU"]) != signature_of(["ARPU", "%"]) != signature_of(["ARPU", "#"])


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

SPELLINGS = st.sampled_from(
    [text for field in FIELDS for text in (field.name, field.name.upper(), *field.aliases, f"{field.name}s")]
    + ["id", "Record No", "Row Hash", "客户编号", "x", "X", "", "%"]
)


@given(st.lists(SPELLINGS, max_size=8), st.sampled_from([None, "#", "id"]))
def test_no_field_is_taken_twice_and_no_column_left_out(headers, key):
    mapping = proposed(*headers, key=key).accepting()
    assert [(match.column, match.header) for match in mapping.matches] == list(enumerate(told_apart(headers)))
    names = [field.name for field, _ in mapping.fields]
    assert len(names) == len(set(names))
    assert all(0 < match.confidence <= 1 for match in mapping.matches if match.taken)


@given(st.lists(SPELLINGS, max_size=8, unique=True).flatmap(lambda hs: st.tuples(st.just(hs), st.permutations(hs))))
def test_a_saved_mapping_says_the_same_in_any_order_of_the_columns(pair):
    headers, shuffled = pair
    first = proposed(*headers)
    if first.problems:
        return
    again = proposed(*shuffled, saved=SavedMapping.of(first))
    assert again.problems == ()
    assert taken(again) == taken(first)


# ── hostile headers ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_header_without_end_is_left_over_and_shown_short():
    mapping = proposed("id", "x" * 10_000_000, "客" * 1_000_000)
    assert hows(mapping) == ["key", "left over", "left over"]
    (text,) = problems(proposed("x" * 10_000_000))
    assert len(text) < 300


def test_thousands_of_columns_are_told_apart():
    headers = [f"Annual revenue {number}" for number in range(5_000)]
    mapping = proposed("id", "Annual Revenues", *headers)
    assert [match.header for match in mapping.proposals] == ["Annual Revenues"]


def test_nothing_of_a_header_reaches_the_terminal_raw():
    for text in problems(proposed("id\x1b[31m", "ARPU\x1b[2J", "arpu\u202e")):
        assert text.isprintable()


# ── how --map is written ─────────────────────────────────────────────────────────────────────────────────────────────


def test_what_map_options_say():
    assert read_map_options(["月租=monthly_spend", "a = b=c", "x="]) == {"月租": "monthly_spend", "a = b": "c", "x": ""}


def test_map_options_that_say_nothing_or_two_things_are_refused_at_once():
    with pytest.raises(KamError) as refused:
        read_map_options(["fee", "=field", "a=b", "a=c"])
    assert [problem.text() for problem in refused.value.problems] == [
        '--map fee names no field — write --map "Header=field"',
        '--map =field names no field — write --map "Header=field"',
        "--map says two things of the header a",
    ]
