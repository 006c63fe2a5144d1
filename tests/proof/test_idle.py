"""What decides nothing is found; what decides anything, for however few accounts, is left alone."""

from __future__ import annotations

import pytest

from tests.proof.proving import made, report, tiers


def idle(body: str, *among: str) -> dict[str, str | None]:
    """What decides nothing, with how that is known."""
    said = report(made(body)).findings
    found = {f.place.key: f.proof for f in said if f.code == "decides-nothing"}
    return {key: proof for key, proof in found.items() if key is not None and (not among or key in among)}


def test_what_nobody_uses_is_idle():
    body = "[params.unused]\nvalue = 1\nsource = 'x'\n[indicators.twice]\nvalue = 'people * 2'\n" + tiers(
        "spend >= line", None
    )

    found = idle(body)

    assert found["params.unused"] == found["indicators.twice"] == found["fields.people"] == "proved"
    assert not {"params.line", "fields.spend", "indicators.average"} & set(found)


def test_what_only_the_idle_use_is_idle():
    body = "[params.factor]\nvalue = 2\nsource = 'x'\n[indicators.twice]\nvalue = 'people * factor'\n" + tiers(
        "vip", None
    )

    assert idle(body, "params.factor", "indicators.twice") == {"params.factor": "proved", "indicators.twice": "proved"}


def test_what_informs_is_not_idle():
    body = (
        "[params.factor]\nvalue = 2\nsource = 'x'\n[indicators.twice]\nvalue = 'people * factor'\ninformative = true\n"
    )

    assert idle(body + tiers("vip", None), "params.factor", "indicators.twice", "fields.people") == {}


def test_what_a_playbook_holds_its_effect_against_is_not_idle():
    body = (
        "[params.goal]\nvalue = 2\nsource = 'x'\n[params.factor]\nvalue = 2\nsource = 'x'\n"
        "[indicators.twice]\nvalue = 'people * factor'\n" + tiers("vip", None)
    )
    playbook = (
        "[[playbooks]]\nid = 'p'\nmoved = 'up'\ngoal = 'x'\nindicator = 'twice'\ntarget = 'goal'\n"
        "steps = [ { id = 'a', what = 'b' } ]\n"
    )
    names = ("params.goal", "params.factor", "indicators.twice", "fields.people")

    assert set(idle(body, *names)) == set(names)
    assert idle(body + playbook, *names) == {}


@pytest.mark.parametrize(
    ("condition", "name"),
    [
        ("spend > 10 and (people > 5 or people <= 5 or people is null)", "fields.people"),
        ("vip or (vip and people > 5)", "fields.people"),
        ("spend > 10 or (city = 'county' and spend > 20)", "fields.city"),
    ],
)
def test_what_is_used_without_effect_is_proved(condition, name):
    found = idle(tiers(condition, None), "fields.people", "fields.city")

    assert found[name] == "proved"


def test_a_fact_that_matters_for_one_account_only_matters():
    body = tiers("spend = 7 and people = 13 and region = 'east' and city = 'county'", None)

    assert idle(body, "fields.people", "fields.region", "fields.spend", "fields.city") == {}


def test_a_parameter_without_effect_is_searched():
    body = tiers("spend > 10 or spend > line - 20000", None)

    assert idle(body, "params.line") == {}
    assert idle(body.replace("line - 20000", "10 + 0 * line"), "params.line") == {"params.line": "searched"}


def test_a_parameter_that_is_a_text_switches_parts_off_and_no_more():
    switch = "[params.basis]\nvalue = 'spend'\nsource = 'x'\n"
    body = switch + tiers("case when basis = 'spend' then spend > 10 when basis = 'people' then people > 10 end", None)

    assert idle(body, "fields.people", "params.basis") == {}
    assert not [f for f in report(made(body)).findings if f.code.startswith("condition")]


def test_a_part_that_always_gives_the_same_points_is_idle():
    bands = "bands = [ {{ points = {1} }}, {{ from = 5, points = {2} }} ]"
    part = '[[score.parts]]\nindicator = "people"\nweight = {0}\n' + bands + "\n"
    score = "[score]\n" + part
    other = (
        '[[score.parts]]\nindicator = "spend"\nweight = {0}\nbands = [ {{ points = 0 }}, {{ from = 5, points = 5 }} ]\n'
    )

    key = "score.parts[1]"
    assert idle(score.format(50, 10, 10) + other.format(50) + tiers("vip", None), key) == {key: "proved"}
    assert idle(score.format(0, 10, 20) + other.format(100) + tiers("vip", None), key) == {key: "proved"}
    assert idle(score.format(50, 10, 20) + other.format(50) + tiers("vip", None), key) == {}
