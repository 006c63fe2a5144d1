"""What a run came to, for people and for scripts."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from kamengine.cli.pages.output import page_lines

if TYPE_CHECKING:
    from kamengine.api import Classified
    from kamengine.engine.run import Run, Summary
    from kamengine.engine.whole_list import Figure
    from kamengine.locale import Messages

_MOST_FACTS = 6
_MOST_KEYS = 3


def summary_text(classified: Classified, messages: Messages) -> str:
    """The summary for people: the pack, the counts, a row per tier, and what would decide the undecided."""
    from kamengine.api.runs.words import counts_text, run_title, tier_table

    run, summary = classified.run, classified.run.summary()
    title = run_title(run.checked.pack, run.as_of, classified.as_of_from, messages)
    lines = [*page_lines(title), *page_lines(counts_text(summary, messages)), ""]
    if not summary.in_scope:
        return "\n".join([*lines, *_nobody(run, messages)])
    labels = {id: messages.label(run.checked.tier_label(id)) for id in summary.tiers}
    lines += [tier_table(summary, labels, messages), "", *_undecided(run, summary, messages), *_left_out(run, messages)]
    lines += [*_misses(run, messages), *_figures(run, messages)]
    return "\n".join(lines)


def _nobody(run: Run, messages: Messages) -> list[str]:
    scope = run.checked.pack.scope
    if scope is None:
        return [messages.say("There is nobody to classify.")]
    return [messages.say("The pack speaks about accounts with: {scope}", scope=scope)]


def _undecided(run: Run, summary: Summary, messages: Messages) -> list[str]:
    from kamengine.engine.deciding import deciding_facts
    from kamengine.locale.display import number

    language = messages.language
    if not summary.undecided:
        return [messages.say("Every account is decided.")]
    count = number(summary.undecided, language)
    lines = page_lines(messages.say("Undecided: {n} (at least the certain tier, at most the possible one)", n=count))
    facts = [
        messages.say("{text} ({aside})", text=run.checked.label(name), aside=number(n, language))
        for name, n in list(deciding_facts(run).items())[:_MOST_FACTS]
    ]
    if facts:
        lines += page_lines(messages.say("Facts that would decide them (accounts lacking each): {facts}", facts=facts))
    return lines


def _left_out(run: Run, messages: Messages) -> list[str]:
    """That "certain" ends with what is known of the whole list, where tiers rest on it."""
    from kamengine.engine.left_out import left_out_of
    from kamengine.explain.left_out_words import left_out_of_the_list

    text = left_out_of_the_list(run.checked, left_out_of(run), messages)
    return page_lines(text) if text is not None else []


def _figures(run: Run, messages: Messages) -> list[str]:
    """A line for each indicator and criterion that informs about the whole list."""
    from kamengine.engine.whole_list import figures_of_the_list
    from kamengine.explain.speaker import unit_of
    from kamengine.locale.figures import figure

    def text_of(name: str, value: Figure) -> str:
        if value is None:
            return messages.say("unknown")
        if isinstance(value, bool):
            return messages.say("met") if value else messages.say("not met")
        return figure(value, unit_of(run.checked.indicators[name].type), messages.language)

    def shown(name: str, value: Figure) -> list[str]:
        text = text_of(name, value)
        label = messages.label(run.checked.label(name))
        return page_lines(messages.say("{label}: {text}", label=label, text=text))

    return [line for name, value in figures_of_the_list(run).items() for line in shown(name, value)]


def _misses(run: Run, messages: Messages) -> list[str]:
    """A line for each table in which keys were looked up in vain."""
    from kamengine.engine.lookups import LookupMiss, lookup_misses
    from kamengine.locale.display import number, value

    language = messages.language

    def shown(miss: LookupMiss) -> str:
        key = " / ".join(value(part, language) for part in miss.key)
        return messages.say("{key} (accounts: {n})", key=key, n=number(miss.accounts, language))

    lines: list[str] = []
    for table, found in groupby(lookup_misses(run), lambda miss: miss.table):
        keys = [shown(miss) for miss in found]
        text = messages.say(
            "{table} has no row for these keys, so what is looked up is unknown: {keys}{more}",
            table=messages.label(run.checked.label(table)),
            keys=keys[:_MOST_KEYS],
            more=messages.say(" and others") if len(keys) > _MOST_KEYS else "",
        )
        lines += page_lines(text)
    return lines
