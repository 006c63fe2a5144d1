"""What a run came to, as data: the same for a script that has just run it and for whoever looks at it later."""

from __future__ import annotations

from typing import Any

from kamengine.engine.left_out import left_out_of
from kamengine.engine.lookups import lookup_misses
from kamengine.engine.run import Run
from kamengine.engine.whole_list import figures_of_the_list
from kamengine.explain.left_out_words import left_out_json
from kamengine.language.json_values import json_value


def summary_json(run: Run) -> dict[str, Any]:
    """The summary in the shape that scripts rely on.

    ``left_out`` says of how many accounts it is unknown what shares and ranks look at (see
    `kamengine.engine.left_out`); ``informative`` is there only for packs that say something of the list.
    """
    summary, figures = run.summary(), figures_of_the_list(run)
    return {
        "pack": run.checked.pack.id,
        "version": run.checked.pack.version,
        "as_of": run.as_of.isoformat(),
        "accounts": summary.accounts,
        "in_scope": summary.in_scope,
        "tiers": dict(summary.tiers),
        "possible": dict(summary.possible),
        "undecided": summary.undecided,
        "left_out": left_out_json(left_out_of(run)),
        "lookup_misses": [
            {"table": miss.table, "key": [json_value(part) for part in miss.key], "accounts": miss.accounts}
            for miss in lookup_misses(run)
        ],
        **({"informative": {name: json_value(value) for name, value in figures.items()}} if figures else {}),
    }
