"""Why: what is missing, each criterion, the tiers, the score, and what must change, as things to look at one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from kamengine.changes import Changes
from kamengine.explain import Explanation, Sentences
from kamengine.explain.left_out_words import left_out_beside
from kamengine.explain.must_change import change_lines
from kamengine.locale import Messages
from kamengine.locale.display import plain
from kamengine.problems import Message, say
from kamengine.review.words import causes_text, moved_text
from kamengine.tui.dossier.parts import gap, heading
from kamengine.tui.dossier.verdict import need_lines, of_criterion, of_tier, score
from kamengine.tui.dossier.why_shelf import Explained
from kamengine.tui.looks.lines import Line, paragraph
from kamengine.tui.widgets.item_list import Item

if TYPE_CHECKING:
    from kamengine.review.causes import Caused
    from kamengine.review.one import Moved

NEED = "need"


def why_items(explained: Explained, changes: Changes | None, messages: Messages, *, aside: bool) -> list[Item]:
    """The items of the section.

    Args:
        explained: why the account has its tier.
        changes: what must change; None while it is not known.
        messages: the language.
        aside: whether score and changes stand beside the list (see `aside_lines`), and not in it.
    """
    it = explained.explanation
    items = _notes(explained, messages)
    if it.needs:
        items.append(heading(say("Missing facts that would decide"), messages))
        for need in it.needs:
            items.append(Item(partial(need_lines, it, need, messages), (NEED, need.name)))
        items.append(gap())
    items.append(heading(say("Why"), messages))
    for one in it.criteria:
        told = enumerate(of_criterion(it, one, messages))
        items += [Item(lines, ("criterion", one.id, at)) for at, lines in told]
    items += [gap(), heading(say("Tiers"), messages)]
    for tier in it.tiers:
        items += [Item(lines, ("tier", tier.id, at)) for at, lines in enumerate(of_tier(it, tier, messages))]
        if tier.id == it.tier:
            break
    if not aside:
        items += _beside(it, changes, messages)
    return items


def moved_items(moved: Moved | None, caused: Caused | None, messages: Messages, *, sought: bool) -> list[Item]:
    """That the account fell or rose, since when and why: what is to be known first of all.

    Args:
        moved: its move; None for none.
        caused: what caused it; None while that is not known.
        messages: the language.
        sought: whether that has been looked for.
    """
    if moved is None:
        return []
    causes = causes_text(caused, messages) if caused is not None else ""
    text = moved_text(moved, causes if causes or sought else messages.say("looking for causes…"), messages)
    mark = ("▲ ", "best") if moved.move.direction == "up" else ("▼ ", "open")
    return [Item(partial(paragraph, plain(text, None), ink="strong", first=(mark,)), ("moved",)), gap()]


def aside_lines(explanation: Explanation, changes: Changes | None, messages: Messages, cells: int) -> list[Line]:
    """The score, and what must change, for the side of a wide screen."""
    lines: list[Line] = []
    for title, told in _parts(explanation, changes, messages):
        body = told(cells)
        if body:
            lines += [((messages.text(title), "heading"),), *body, ()]
    return lines


def _notes(explained: Explained, messages: Messages) -> list[Item]:
    """The tier in effect where it is another one, a run that is not of the facts of now, and who is left out."""
    told = [explained.in_effect.words] if explained.in_effect is not None else []
    if explained.stated and not explained.current:
        told.append(say("Filled in since this run: {names}. R takes it in.", names=list(explained.stated)))
    elif not explained.current:
        told.append(say("Facts or rules have changed since this run: R runs the rules again."))
    lines = [messages.text(one) for one in told]
    others = left_out_beside(explained.explanation.checked, explained.explanation.left_out, messages)
    lines = [plain(line, None) for line in (*lines, *([others] if others is not None else []))]
    items = [Item(partial(paragraph, line, ink="open"), ("note", at)) for at, line in enumerate(lines)]
    return [*items, gap()] if items else []


def _beside(explanation: Explanation, changes: Changes | None, messages: Messages) -> list[Item]:
    items: list[Item] = []
    for key, (title, told) in enumerate(_parts(explanation, changes, messages)):
        if told(40):
            items += [gap(), heading(title, messages), Item(told, ("part", key))]
    return items


def _parts(
    explanation: Explanation, changes: Changes | None, messages: Messages
) -> Sequence[tuple[Message, Callable[[int], list[Line]]]]:
    return (
        (say("Score"), lambda cells: score(explanation, messages, cells)),
        (say("What must change"), lambda cells: _changes(explanation, changes, messages, cells)),
    )


def _changes(explanation: Explanation, changes: Changes | None, messages: Messages, cells: int) -> list[Line]:
    if changes is None:
        return []
    words = Sentences.of(explanation, messages)
    return [((line, ""),) for line in change_lines(changes, words, cells)[1:]]
