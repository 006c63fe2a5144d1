"""What the processes that `test_killed` kills have loaded before they start, so that the kills fall into their work."""

from __future__ import annotations

import importlib

for module in (
    *("duckdb", "sqlite_utils", "babel.numbers", "tests.workspace.worker"),
    *("kamengine_crm", "kamengine_distributor", "kamengine_telecom"),
    *(
        "kamengine.cli.imports.import_",
        "kamengine.cli.imports.page",
        "kamengine.cli.accounts.classify",
        "kamengine.cli.accounts.summary",
    ),
    *("kamengine.intake.imports.flow", "kamengine.engine.run", "kamengine.api", "kamengine.explain"),
):
    importlib.import_module(module)
