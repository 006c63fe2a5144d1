"""Writing moved lines into a rule pack: with their day and source, after what would change was shown."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from kamengine.api.packs.own_packs import EditedPack, diff_lines, edit_parameters
from kamengine.language.syntax import is_text, read_date
from kamengine.pack.checked import CheckedPack
from kamengine.pack.weights import PREFIX
from kamengine.problems import KamError, Message, say
from kamengine.tui.dialogs.confirm import Confirm, Later
from kamengine.tui.dialogs.form import Asked, Form
from kamengine.tui.ground.speaking import SpeakingScreen
from kamengine.tui.rules.pack_shelf import PackStand
from kamengine.tui.rules.tuning import Tuning

_MOST_LINES, _MOST_TESTS = 40, 5


async def save_lines(screen: SpeakingScreen[None], stand: PackStand, tuning: Tuning) -> bool:
    """Ask for what is needed, show what would change, and write it; whether it was written.

    Raises:
        KamError: nothing was moved, a weight has no parameter that could be written, or the pack refuses the values.
    """
    typed = to_write(tuning)
    asked = (
        Asked("source", say("Who says so; “assumption” when nobody vouches for it"), needed=True),
        Asked("from", say("The first day on which it holds, such as 2027-01-01; empty corrects the value of today")),
    )

    async def edit(answers: Mapping[str, str]) -> EditedPack:
        source, start = answers["source"], _day(answers["from"])
        if not is_text(source):
            raise KamError.of(say("{value} is not {wanted}", value=source[:40], wanted=say("a text")))
        file, office = stand.pack.candidate.origin, screen.office
        return await asyncio.to_thread(edit_parameters, file, typed, start, source, office.host, office.today)

    title = say("Write into {file}: {names}", file=_name(stand), names=list(typed))
    edited = await screen.home.push_screen_wait(Form(title, asked, edit))
    if not isinstance(edited, EditedPack):
        return False
    lines: list[Message | str] = list(diff_lines(_name(stand), edited.old, edited.new))
    if len(lines) > _MOST_LINES:
        lines[_MOST_LINES:] = [say("and {n} more lines", n=len(lines) - _MOST_LINES)]
    tests = asyncio.ensure_future(_tests(stand, edited))
    later = Later(say("Running the tests of the pack…"), lambda: asyncio.shield(tests))
    title = say("Write this into {file}?", file=_name(stand))
    if not await screen.home.push_screen_wait(Confirm(title, lines, later)):
        stand.shelf.stop_tests()
        return False
    known_before, name = tests.done(), _name(stand)
    written = screen.office.rules_written
    await screen.office.change(lambda workspace: written.write(edited, name, workspace.journal.last()))
    await stand.read_again()
    screen.home.tell(say("Written: {file}; u takes it back", file=name))
    if not known_before:
        screen.home.run_worker(_tell(screen, tests))
    return True


async def _tests(stand: PackStand, edited: EditedPack) -> tuple[Message, str]:
    """What the tests of the pack say of what would be written, and the ink for it."""
    try:
        failing = await stand.shelf.no_longer_passing(stand.pack, edited.new)
    except KamError as error:
        return say("The tests of the pack could not be run: {why}", why=error.problems[0].what), "open"
    if not edited.after.pack.tests:
        return say("The pack has no tests"), "muted"
    if failing is None:
        return say("The tests of the pack were stopped"), "muted"
    if failing:
        said = say("Tests of the pack that no longer pass: {n}. {names}", n=len(failing), names=failing[:_MOST_TESTS])
        return said, "open"
    return say("Every test of the pack that passed still passes"), ""


async def _tell(screen: SpeakingScreen[None], tests: asyncio.Future[tuple[Message, str]]) -> None:
    """Tell of the tests when they are through, since the question was answered before that."""
    said, _ = await tests
    screen.home.tell(said)


def to_write(tuning: Tuning) -> dict[str, str]:
    """The new values by parameter, as ``kam set`` takes them; a weight is written where its parameter stands.

    Raises:
        KamError: nothing was moved, or a weight that was is a number in the pack and no parameter.
    """
    if not tuning.sets:
        raise KamError.of(say("no line has been moved"), say("move one with ← and →"))
    values = {name: value for name, value in tuning.sets.items() if not name.startswith(PREFIX)}
    if len(values) < len(tuning.sets):
        for part, _ in tuning.checked.parts:
            weight, knob = tuning.value(PREFIX + part.id), tuning.knobs[PREFIX + part.id]
            if weight == knob.value:
                continue
            if not isinstance(part.weight, str):
                raise _no_parameter(tuning.checked, part.id)
            assert isinstance(weight, Decimal), "weights are numbers"
            values[part.weight] = weight
    return {name: format(value, "f") if isinstance(value, Decimal) else str(value) for name, value in values.items()}


def _no_parameter(checked: CheckedPack, part: str) -> KamError:
    index = next(index for index, (each, _) in enumerate(checked.parts) if each.id == part)
    what = say("the weight of {part} is a number in the pack and no parameter", part=part)
    return KamError.of(
        what, say("open the pack with e, and write it there"), place=checked.pack.place("score", "parts", index)
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    day = read_date(text)
    if day is None:
        what = say("{value} is not a date", value=text[:40])
        raise KamError.of(what, say("write it as 2026-01-31"))
    return day


def _name(stand: PackStand) -> str:
    return f"rules/{stand.pack.candidate.id}.toml"
