"""What ``kam classify --to-next`` says of the accounts that one change takes to a better tier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamengine.cli.pages.output import page_width

if TYPE_CHECKING:
    from kamengine.changes.to_next import NextSteps
    from kamengine.locale import Messages

_MOST_FACTS = 6


def next_steps_json(steps: NextSteps) -> dict[str, Any]:
    """How many accounts are one change away, by which facts, and the facts that were not looked at."""
    return {"to_next": {"accounts": steps.accounts, "facts": steps.facts, "not_looked_at": list(steps.left_out)}}


def next_steps_text(steps: NextSteps, messages: Messages) -> str:
    """The same in words."""
    from kamengine.locale.display import number, plain
    from kamengine.locale.wrap import wrapped

    checked, language = steps.run.checked, messages.language
    lines = [
        messages.say("One change of one fact takes {n} accounts to a better tier.", n=number(steps.accounts, language))
    ]
    facts = [
        messages.say("{text} ({aside})", text=checked.label(name), aside=number(n, language))
        for name, n in list(steps.facts.items())[:_MOST_FACTS]
    ]
    if facts:
        lines.append(messages.say("The cheapest change is mostly of: {facts}", facts=facts))
    if steps.left_out:
        names = [messages.label(checked.label(name)) for name in steps.left_out]
        lines.append(messages.say("Not looked at, since they move all accounts: {names}", names=names))
    return "\n".join(line for text in lines for line in wrapped(plain(text, None), page_width(), "", "  "))
