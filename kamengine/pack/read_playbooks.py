"""TOML → what a pack says of work: `[[playbooks]]`, `[roles]`, `[visits]`, `[review]` and `[stages]`."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeVar

from kamengine.declarations import Label, Playbook, Step
from kamengine.pack.model import Stage, Work, WrittenPlaybook
from kamengine.pack.playbooks import MOVES, ON_HOLIDAY, OUTCOMES, Grace
from kamengine.pack.section import Section
from kamengine.problems import say

Word = TypeVar("Word", bound=str)
_USUAL = Step(Label())
_MOST_RUNS = 100


def read_work(top: Section) -> Work:
    """What a pack says of work; whether its tiers, criteria and roles exist is checked later.

    Args:
        top: the whole file.
    """
    return Work(
        roles={name: _role(section) for name, section in top.sections("roles")},
        playbooks=tuple(_playbook(section) for section in top.items("playbooks")),
        visits=_visits(top.section("visits")),
        grace=_grace(top.section("review")),
        stages={name: _stage(section) for name, section in top.sections("stages")},
    )


def _role(section: Section) -> Label:
    label = section.label("label")
    section.done()
    return label


def _playbook(section: Section) -> WrittenPlaybook:
    id, off = section.text("id", required=True) or "", section.truth("off")
    playbook = Playbook(
        pack="",
        tier=section.text("tier") or "",
        goal=section.label("goal"),
        steps=tuple(_step(item) for item in section.items("steps")),
        id=id,
        criterion=section.text("criterion") or "",
        outcome=_one_of(section, "outcome", OUTCOMES),
        moved=_one_of(section, "moved", MOVES),
        indicator=section.text("indicator") or "",
        target=_plain(section.quantity("target")),
    )
    section.done()
    if off and set(section.data) - {"id", "off"}:
        section.wrong("off", say("a playbook that is off says nothing else"), say("leave out off, or all the rest"))
    return WrittenPlaybook(playbook, off)


def _step(section: Section) -> Step:
    step = Step(
        what=section.label("what"),
        id=section.text("id", required=True) or "",
        responsible=section.text("responsible") or _USUAL.responsible,
        accountable=_accountable(section),
        consulted=section.texts("consulted"),
        informed=section.texts("informed"),
        effort=_plain(section.number("effort")) or _USUAL.effort,
        due=section.text("due") or _USUAL.due,
        every=section.text("every") or "",
        on_holiday=section.one_of("on_holiday", ON_HOLIDAY) or "after",  # type: ignore[arg-type]  # checked by one_of
        acceptance=section.label("acceptance"),
        evidence=section.label("evidence"),
        after=section.texts("after"),
    )
    section.done()
    return step


def _one_of(section: Section, key: str, allowed: tuple[Word, ...]) -> Word | Literal[""]:
    """One of a few words; empty when the key is not there. For a wrong one, which is noted, any of them stands in."""
    word = section.one_of(key, allowed)
    if word is None:
        return allowed[0] if isinstance(section.data.get(key), str) else ""
    return word  # type: ignore[return-value]  # checked by one_of


def _accountable(section: Section) -> str:
    """The one role that answers for a step; a list of roles is refused with the reason."""
    value = section.raw("accountable")
    if isinstance(value, list):
        what = say("one role answers for a step, not {n}", n=len(value))
        section.wrong("accountable", what, say("name one here, and the others under consulted or informed"))
        return str(value[0]) if value else _USUAL.accountable
    return section.text("accountable") or _USUAL.accountable


def _visits(section: Section) -> dict[str, str]:
    every = section.section("every")
    found = {tier: every.text(tier) or "" for tier in every.data}
    section.done()
    return {tier: text for tier, text in found.items() if text}


def _grace(section: Section) -> Grace:
    day = section.day("no_demotion_before")
    grace = Grace(
        promote_after=_runs(section, "promote_after"),
        demote_after=_runs(section, "demote_after"),
        no_demotion_before=day.isoformat() if day else "",
    )
    section.done()
    return grace


def _runs(section: Section, key: str) -> int:
    value = section.number(key)
    if value is None:
        return 1
    if value not in range(1, _MOST_RUNS + 1):
        section.wrong(key, say("must be a whole number from 1 to {most}", most=_MOST_RUNS))
        return 1
    return int(value)


def _stage(section: Section) -> Stage:
    items = section.section("items")
    stage = Stage(section.label("label"), {name: items.label(name) for name in items.data})
    section.done()
    return stage


def _plain(value: Decimal | str | None) -> str:
    """A number without an exponent, or the name of a parameter; empty for none."""
    return format(value, "f") if isinstance(value, Decimal) else value or ""
