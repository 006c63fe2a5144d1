"""The accounts of two runs beside each other: a table with a row each, and who moved."""

from __future__ import annotations

from sqlglot import exp

from kamengine.diff.sides import SIDES, Both, SideName, quoted
from kamengine.engine.migration import ABSENT, OUT_OF_SCOPE, Migration, all_tiers, exact_value, migration
from kamengine.engine.run import DIALECT


def moves(both: Both) -> Migration:
    """Who moved. The table has also ``name``, and ``possible_from`` and ``possible_to``: the best tiers not ruled out.

    Accounts that neither pack speaks about are left out. What an account is worth is what the new run says; of one
    that the new run does not have, what the old one says.
    """
    old, new = both.old.run, both.new.run
    worth = any(run.checked.pack.value is not None for run in (old, new))
    query = f"""
        SELECT account_id, {_place("old")} AS "from", {_place("new")} AS "to", {_name(both)} AS name,
            "old".tier_possible AS possible_from, "new".tier_possible AS possible_to, {_value(both)} AS "value"
        FROM (SELECT * FROM {quoted(old.table)}) AS "old"
        FULL JOIN (SELECT * FROM {quoted(new.table)}) AS "new" USING (account_id)
        LEFT JOIN {quoted(old.snapshot.accounts.name)} AS "old accounts" USING (account_id)
        LEFT JOIN {quoted(new.snapshot.accounts.name)} AS "new accounts" USING (account_id)
    """
    table = both.table("moves")
    both.connection.execute(f"CREATE TABLE {quoted(table)} AS {query}")
    tiers = all_tiers(*([tier.id for tier in run.checked.pack.tiers] for run in (old, new)))
    return migration(both.connection, table, tiers, value=worth)


def only_possible(both: Both) -> int:
    """How many accounts keep their tier but have another best possible one."""
    stays = '"from" IS NOT DISTINCT FROM "to" AND possible_from IS DISTINCT FROM possible_to'
    found = both.connection.execute(f"SELECT count(*) FROM {quoted(both.table('moves'))} WHERE {stays}").fetchall()
    return int(found[0][0])


def _place(side: SideName) -> str:
    """The tier on one side, or why there is none."""
    out, absent = (exp.Literal.string(text).sql(DIALECT) for text in (OUT_OF_SCOPE, ABSENT))
    accounts = quoted(f"{side} accounts")
    return (
        f"CASE WHEN {quoted(side)}.account_id IS NOT NULL THEN {quoted(side)}.tier "
        f"WHEN {accounts}.account_id IS NOT NULL THEN {out} ELSE {absent} END"
    )


def _name(both: Both) -> str:
    names = [
        f'{quoted(f"{side} accounts")}."name"'
        for side in reversed(SIDES)
        if "name" in both.side(side).run.snapshot.accounts.columns
    ]
    return f"coalesce({', '.join(names)})" if names else "NULL"


def _value(both: Both) -> str:
    new, old = (_value_of(both, side) for side in reversed(SIDES))
    return f'CASE WHEN "new".account_id IS NOT NULL THEN {new} ELSE {old} END' if new != "NULL" else old


def _value_of(both: Both, side: SideName) -> str:
    run = both.side(side).run
    name = run.checked.pack.value
    if name is None:
        return "NULL"
    if name in run.checked.indicators:
        return exact_value(exp.column(name, table=side, quoted=True)).sql(DIALECT)
    if name in run.snapshot.accounts.columns:
        return exact_value(exp.column(name, table=f"{side} accounts", quoted=True)).sql(DIALECT)
    return "CAST(NULL AS DECIMAL(38, 6))"
