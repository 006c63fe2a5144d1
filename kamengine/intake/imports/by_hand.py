"""What an import of accounts says to the facts that people corrected by hand, which hold whatever it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from kamengine.intake.imports.findings import MOST, Example, Finding
from kamengine.problems import Message, say
from kamengine.workspace import Workspace
from kamengine.workspace.corrected import CorrectedFact, State, canonical
from kamengine.workspace.tables import corrected_facts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def of_corrections(workspace: Workspace, connection: DuckDBPyConnection) -> tuple[Finding, ...]:
    """Where the newest import contradicts corrections, agrees with them, or lacks their accounts.

    Args:
        workspace: the import is in it already.
        connection: any; views of the workspace are made in it.
    """
    if not workspace.corrections.list():
        return ()
    facts = corrected_facts(connection, workspace.tables(connection))
    found = []
    for state, (what, remedy) in _SAID.items():
        of_state = [fact for fact in facts if fact.state == state]
        if of_state:
            found.append(Finding(what(len(of_state)), len(of_state), _examples(of_state), remedy))
    return tuple(found)


def _examples(facts: Sequence[CorrectedFact]) -> tuple[Example, ...]:
    """The first facts: account, field, and the imported value where it is another one."""
    return tuple(Example(_example(fact)) for fact in facts[:MOST])


def _example(fact: CorrectedFact) -> str:
    """``A city = Wuhan → Xian``: what is imported, then what was stated; where both are the same, only that."""
    stated = fact.correction
    held = "?" if stated.value is None else stated.value
    text = f"{stated.account} {stated.field}"
    if fact.state in ("agrees", "no account"):
        return f"{text} = {held}"
    return f"{text} = {canonical(fact.imported) or '?'} → {held}"


_SAID: Mapping[State, tuple[Callable[[int], Message], Message]] = {
    "contradicts": (
        lambda count: say("corrections that the import contradicts: {count} (imported → stated)", count=count),
        say("they hold; kam fact ACCOUNT shows both values"),
    ),
    "agrees": (
        lambda count: say("corrections that the import agrees with: {count}", count=count),
        say("kam fact ACCOUNT --withdraw FIELD withdraws what is not needed"),
    ),
    "no account": (
        lambda count: say("corrections of accounts that are not in the import: {count}", count=count),
        say("they are kept for when the accounts come again"),
    ),
    "unfit": (
        lambda count: say(
            "corrections of another kind than what is imported: {count} (imported → stated)", count=count
        ),
        say("they are not used; state the facts again"),
    ),
}
