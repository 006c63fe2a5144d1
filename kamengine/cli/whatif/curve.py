"""``kam curve``: how the values of an indicator are spread, with the lines of the pack, and what the largest hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.asked import Asked
from kamengine.cli.inputs.inputs import Inputs, indicator_or_workspace_options
from kamengine.cli.lines.help import OneOf, command, messages_of, option
from kamengine.cli.pages.output import echo_json, page_lines, page_width
from kamengine.cli.whatif.kept import kept_portfolio
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.pack.checked import CheckedPack
    from kamengine.whatif.distribution import Distribution, Scale

_ROWS = 10
_SCALES = ("even", "powers")


@command(
    "curve",
    say(
        "Show how the values of an indicator are spread over the accounts: a histogram with the lines that the pack "
        "draws through it, how many accounts are at each line or above, and what the largest accounts hold of the "
        "whole (the curve of Lorenz and Pareto)."
    ),
    "kam curve telecom monthly_spend",
    "kam curve telecom accounts.csv monthly_spend --ledger bills=bills.csv",
    "kam curve telecom score --json",
)
@indicator_or_workspace_options
@option(
    "--bins", type=click.IntRange(2, 500), value=say("N"), help=say("At most so many columns; else as many as fit.")
)
@option(
    "--scale",
    type=OneOf(_SCALES),
    help=say("Columns of equal width (even), or by powers of ten (powers); else what suits the values."),
)
@option("--json", "as_json", is_flag=True, help=say("Print one JSON object."))
@click.pass_context
def curve(
    context: click.Context,
    /,
    inputs: Inputs | Asked,
    indicator: str | None,
    bins: int | None,
    scale: Scale | None,
    as_json: bool,
) -> None:
    """Look and print."""
    from kamengine.whatif.distribution import MOST_BINS, USUAL_BINS, distribution
    from kamengine.whatif.lines import measures

    messages = messages_of(context)
    kept = kept_portfolio(context, inputs, inputs.sets)
    resident = kept.resident
    if indicator is None:
        remedy = say("name one: {names}", names=list(measures(resident.checked)))
        raise KamError.of(say("no indicator is named"), remedy, place=Place(key="kam curve"))
    usual = USUAL_BINS if as_json else max(2, min((page_width() - 12) // 2, MOST_BINS))
    spread = distribution(resident.step(resident.bindings), indicator, bins=bins or usual, scale=scale)
    if as_json:
        echo_json(
            {"pack": resident.checked.pack.id, "as_of": resident.bindings.as_of.isoformat(), **spread_json(spread)}
        )
    else:
        click.echo("\n".join(_page(spread, resident.checked, messages)))


def spread_json(spread: Distribution) -> dict[str, Any]:
    """The shape that scripts rely on."""
    from kamengine.language.json_values import json_value

    lines = (
        {
            "value": json_value(each.line.value),
            "parameters": list(each.line.parameters),
            "used_by": list(each.line.used_by),
            "at_or_above": each.at_or_above,
            "held": each.held,
        }
        for each in spread.lines
    )
    return {
        "indicator": spread.name,
        "known": spread.known,
        "unknown": spread.unknown,
        "least": json_value(spread.least),
        "median": json_value(spread.median),
        "greatest": json_value(spread.greatest),
        "total": json_value(spread.total),
        "scale": spread.scale,
        "bins": [
            {"low": json_value(bin.low), "high": json_value(bin.high), "accounts": bin.accounts} for bin in spread.bins
        ],
        "lines": list(lines),
        "top_fifth": spread.top_fifth,
        "gini": spread.gini,
        "curve": [[point.accounts, point.held] for point in spread.curve],
    }


def _page(spread: Distribution, checked: CheckedPack, messages: Messages) -> Iterator[str]:
    from kamengine.whatif.picture import concentration, headline, histogram, legend, measure_name, pareto

    cells = page_width()
    yield from page_lines(measure_name(spread.name, checked, messages))
    yield from page_lines(headline(spread, checked, messages))
    for line in ((), *histogram(spread, checked, messages, cells, _ROWS)):
        yield "".join(text for text, _ in line).rstrip()
    for letter, text in legend(spread, checked, messages):
        yield from page_lines(f"{letter} {text}", rest="  ")
    if spread.curve:
        for line in ((), *pareto(spread, messages, cells, _ROWS)):
            yield "".join(text for text, _ in line).rstrip()
        yield from page_lines(concentration(spread, messages))
