"""``kam whatif``: move lines and weights, and see who moves, the counts along a line, or the line for a count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.accounts.classify import results_file
from kamengine.cli.inputs.asked import Asked
from kamengine.cli.inputs.inputs import Inputs, account_or_workspace_options
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json
from kamengine.cli.whatif.kept import kept_portfolio
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.api import Kept
    from kamengine.whatif.settings import Goal, Search, Sweep

_PLACE = Place(key="kam whatif")


@dataclass(frozen=True)
class _Asked:
    """The line as typed.

    Attributes:
        sets: parameters and weights.
    """

    inputs: Inputs | Asked
    sets: Mapping[str, str]
    sweep: Sweep | None
    goal: Goal | None
    along: Search | None
    output: Path | None


@command(
    "whatif",
    say(
        "Move lines and weights of a rule pack, and see which accounts move between tiers and what they are worth "
        "(--set, --weights), how the counts run along a line (--sweep), or which line gives a wanted count (--fit)."
    ),
    "kam whatif telecom accounts.csv --ledger bills=bills.csv --set key_spend=8000",
    "kam whatif telecom --set key_spend=8000",
    "kam whatif telecom accounts.csv --weights spend=50,growth=20 -o movers.csv",
    "kam whatif telecom accounts.csv --sweep key_spend=6000:16000:1000",
    "kam whatif telecom accounts.csv --fit tier=key count=40 --knob key_spend",
)
@account_or_workspace_options
@option(
    "--weights",
    value=say("PART=WEIGHT,…"),
    help=say("Weights of the scorecard; the parts that are not named share the rest in proportion."),
)
@option(
    "--sweep",
    value=say("NAME=FIRST:LAST:STEP"),
    help=say("Count the tiers along the values of a parameter, or of a weight: weights.PART."),
)
@option(
    "--fit",
    nargs=2,
    value=say("tier=TIER count=NUMBER"),
    help=say("Find the line that puts so many accounts, or such a share of them (share=5%), into a tier."),
)
@option("--knob", "--by", "knob", value=say("NAME"), help=say("What --fit moves; NAME=LOW:HIGH looks only there."))
@option("-o", "--output", value=say("FILE"), help=say("Write a row per mover to a .csv or .parquet file."))
@option("--json", "as_json", is_flag=True, help=say("Print one JSON object."))
@click.pass_context
def whatif(context: click.Context, /, inputs: Inputs | Asked, as_json: bool, **given: Any) -> None:
    """Ask what if."""
    asked = _asked(inputs, given)
    kept = _kept(context, asked)
    if asked.goal is not None:
        _fit(context, asked, kept, as_json)
    elif asked.sweep is not None:
        _sweep(context, asked, kept, as_json)
    else:
        _step(context, asked, kept, as_json)


def _asked(inputs: Inputs | Asked, given: Mapping[str, Any]) -> _Asked:
    """What the line asks for.

    Raises:
        KamError: nothing, or things that exclude each other.
    """
    from kamengine.whatif.settings import combined, parse_goal, parse_search, parse_sweep, parse_weights

    sweep, goal, knob, output = (given[name] for name in ("sweep", "fit", "knob", "output"))
    sets = combined(inputs.sets, parse_weights(given["weights"]) if given["weights"] is not None else {})
    if sweep and goal:
        raise KamError.of(say("--sweep and --fit are two questions"), say("ask one of them"), place=_PLACE)
    if knob is not None and not goal:
        raise KamError.of(say("--knob says what --fit moves"), say("leave it out, or add --fit"), place=_PLACE)
    if not (sets or sweep or goal):
        what = say("nothing is moved")
        raise KamError.of(what, say("say what: --set, --weights, --sweep or --fit"), place=_PLACE)
    if output is not None and (sweep or goal):
        what = say("movers are written for --set and --weights only")
        raise KamError.of(what, say("leave --output out"), place=_PLACE)
    return _Asked(
        inputs,
        sets,
        parse_sweep(sweep) if sweep else None,
        parse_goal(goal) if goal else None,
        parse_search(knob) if knob is not None else None,
        results_file(output, *([inputs] if isinstance(inputs, Inputs) else [])) if output is not None else None,
    )


def _kept(context: click.Context, asked: _Asked) -> Kept:
    """The run to compare with: with the pack's own values, or for --sweep and --fit with those that are set."""
    sets = asked.sets if asked.sweep or asked.goal else {}
    return kept_portfolio(context, asked.inputs, sets, asked.output)


def _step(context: click.Context, asked: _Asked, kept: Kept, as_json: bool) -> None:
    from kamengine.cli.whatif.whatif_page import step_json, step_page
    from kamengine.intake.formulas import neutralised_sql
    from kamengine.whatif.step import what_if, write_movers

    messages = messages_of(context)
    result = what_if(kept.resident, dict(asked.sets))
    if asked.output is not None:
        write_movers(result, asked.output, text_in_csv=neutralised_sql)
    if as_json:
        echo_json(step_json(result))
        return
    click.echo(step_page(result, kept, messages))
    if asked.output is not None:
        click.echo(messages.say("A row per mover is in {file}", file=str(asked.output)))


def _sweep(context: click.Context, asked: _Asked, kept: Kept, as_json: bool) -> None:
    from kamengine.cli.whatif.sweep_page import sweep_json, sweep_page
    from kamengine.whatif.knobs import knob_of
    from kamengine.whatif.sweep import sweep

    assert asked.sweep is not None
    knob = knob_of(kept.resident.checked, kept.resident.bindings, asked.sweep.knob, "--sweep")
    steps = sweep(kept.resident, knob.name, asked.sweep.values, dict(asked.sets))
    if as_json:
        echo_json(sweep_json(steps))
    else:
        click.echo(sweep_page(knob, steps, kept, messages_of(context)))


def _fit(context: click.Context, asked: _Asked, kept: Kept, as_json: bool) -> None:
    from kamengine.cli.whatif.fit_page import fit_json, fit_page
    from kamengine.whatif.fit import fit

    assert asked.goal is not None
    found = fit(kept.resident, asked.goal, asked.along, dict(asked.sets))
    if as_json:
        echo_json(fit_json(found))
    else:
        click.echo(fit_page(found, kept, messages_of(context)))
