"""An explanation as a page for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kamengine.changes import Changes
from kamengine.explain.left_out_words import left_out_beside
from kamengine.explain.model import MARKS, Explanation, Interval, Need, PartTrace
from kamengine.explain.must_change import change_lines
from kamengine.explain.provenance import correction_lines
from kamengine.explain.sentences import Outline, Sentences
from kamengine.locale import Messages
from kamengine.locale.display import date, fit, plain, width
from kamengine.locale.figures import figure, score_figure
from kamengine.locale.wrap import wrapped
from kamengine.problems import say

_LEAST_BAR, _MOST_BAR = 6, 20
_LEAST_NAME = 10
_GAP = "  "
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def render_text(
    explanation: Explanation,
    messages: Messages,
    width: int = 80,
    changes: Changes | None = None,
    beside: Sequence[str] = (),
) -> str:
    """The page that ``kam explain`` prints.

    Args:
        explanation: what was recorded.
        messages: the reader's language.
        width: how many terminal cells a line may take; tables are never cut below their columns.
        changes: what must change; left out, nothing is said of it.
        beside: lines that stand below the verdict, such as the tier in effect, and from which one the account fell.

    Returns:
        Lines without a line break at the end: the verdict, what is missing, what was corrected by hand, the criteria,
        the tiers down to the certain one, the scorecard, the indicators that only inform, what must change for a better
        tier.
    """
    page = _Page(explanation, Sentences.of(explanation, messages), messages, max(40, width), beside)
    corrected = correction_lines(explanation, page.words, page.cells)
    blocks = [page.head(), page.needs(), corrected, page.criteria(), page.tiers(), page.scorecard(), page.informative()]
    if changes is not None:
        blocks.append(change_lines(changes, page.words, page.cells))
    return "\n\n".join("\n".join(block) for block in blocks if block)


class _Page:
    """The blocks of one page."""

    def __init__(
        self,
        explanation: Explanation,
        sentences: Sentences,
        messages: Messages,
        cells: int,
        beside: Sequence[str],
    ) -> None:
        self.it, self.words, self.messages, self.cells = explanation, sentences, messages, cells
        self.beside = beside

    def head(self) -> list[str]:
        """Who it is, by which rules, the verdict, and on whom else it depends."""
        it, text = self.it, self.words.text
        id = plain(it.account_id)
        pack = it.checked.pack
        title = plain(self.messages.label(pack.title)) or pack.id
        as_of = date(it.bindings.as_of, self.messages.language)
        others = left_out_beside(it.checked, it.left_out, self.messages)
        lines = [
            text(say("{name} ({id})", name=plain(it.name), id=id)) if it.name else id,
            text(say("{pack} {version}, as of {date}", pack=title, version=plain(pack.version), date=as_of)),
            self._verdict(),
            *(plain(line, None) for line in self.beside),
            *([plain(others, None)] if others is not None else []),
        ]
        if it.score is not None:
            lines.append(self._score(it.score))
        return [line for one in lines for line in wrapped(one, self.cells)]

    def needs(self) -> list[str]:
        """What is missing that would decide."""
        if not self.it.needs:
            return []
        names = [self.words.need(need) for need in self.it.needs]
        plain_names = [width(name) for need, name in zip(self.it.needs, names, strict=True) if need.gap is None]
        most = min(max(plain_names, default=0), self.cells // 2)
        lines = [self.words.text(say("Missing facts that would decide:"))]
        for need, name in zip(self.it.needs, names, strict=True):
            if need.gap is not None:
                lines += wrapped(name, self.cells, "  ", "    ")
            else:
                lines.append(f"  {fit(name, most)}  {self._where(need)}".rstrip())
        return lines

    def criteria(self) -> list[str]:
        """Each criterion with its mark, and its conditions below."""
        lines: list[str] = []
        for criterion in self.it.criteria:
            outline = self.words.outline(criterion.trace, begun=False)
            lines += self._outlined(outline, 0, self.words.name(criterion.id))
        return self._titled(self.words.text(say("Criteria")), lines)

    def tiers(self) -> list[str]:
        """Each tier down to the certain one."""
        lines: list[str] = []
        for tier in self.it.tiers:
            name = self.words.tier(tier.id)
            if tier.trace is None:
                outline = Outline(tier.outcome, self.words.text(say("everyone else")))
            else:
                outline = self.words.outline(tier.trace, begun=False)
            lines += self._outlined(outline, 0, name)
            if tier.id == self.it.tier:
                break
        return self._titled(self.words.text(say("Tiers")), lines)

    def scorecard(self) -> list[str]:
        """The parts of the score with their points and contributions."""
        if not self.it.parts:
            return []
        say_ = self.words.text
        headers = [
            say_(say("Part")),
            say_(say("Value")),
            say_(say("Points")),
            say_(say("Weight")),
            say_(say("Contribution")),
        ]
        rows = [self._row(part) for part in self.it.parts]
        weight = self._number(sum(part.weight for part in self.it.parts))
        assert self.it.score is not None
        rows.append([say_(say("Score")), "", "", weight, self._interval(self.it.score)])
        widths = [max(map(width, column)) for column in zip(*rows, headers, strict=True)]
        room = self.cells - sum(widths[1:]) - len(_GAP) * (len(widths) - 1)
        widths[0] = min(widths[0], max(_LEAST_NAME, room))
        bars = self._bars(room - widths[0] - len(_GAP))
        table = [headers, ["-" * cells for cells in widths], *rows]
        return [_aligned(row, widths, bar).rstrip() for row, bar in zip(table, ["", "", *bars], strict=True)]

    def informative(self) -> list[str]:
        """The indicators that only inform, with their values."""
        names = [name for name, indicator in self.it.checked.pack.indicators.items() if indicator.informative]
        labels = {name: self.words.name(name) for name in names}
        most = min(max(map(width, labels.values()), default=0), self.cells * 2 // 3)
        lines = [
            f"  {fit(label, most)}{_GAP}{self.words.value_of(name, self.it.values.get(name))}"
            for name, label in labels.items()
        ]
        return self._titled(self.words.text(say("For information")), lines)

    # ── verdict ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _verdict(self) -> str:
        text, tier = self.words.text, self.words.tier
        certain, possible = self.it.tier, self.it.tier_possible
        if certain is None and possible is None:
            return text(say("Tier: none; no condition is met"))
        if certain is None and possible is not None:
            return text(say("Tier: undecided; {possible} is still possible", possible=tier(possible)))
        assert certain is not None
        if possible is None or possible == certain:
            return text(say("Tier: {tier}", tier=tier(certain)))
        return text(
            say("Tier: {tier} for certain; {possible} is still possible", tier=tier(certain), possible=tier(possible))
        )

    def _score(self, score: Interval) -> str:
        if score[0] == score[1]:
            return self.words.text(say("Score: {score} of 100", score=self._reached(score[0])))
        low, high = map(self._reached, score)
        return self.words.text(say("Score: {low} to {high} of 100, as facts are missing", low=low, high=high))

    def _where(self, need: Need) -> str:
        """The name that files and rules use, and the ledger that a missing indicator comes from."""
        indicator = self.it.checked.pack.indicators.get(need.name)
        name = "" if self.words.need(need) == need.name else need.name
        if indicator is None or indicator.ledger is None:
            return name
        label = self.messages.label(self.it.checked.ledgers[indicator.ledger].label) or indicator.ledger
        source = self.words.text(say("from {ledger}", ledger=plain(label)))
        return f"{name} · {source}" if name else source

    # ── conditions ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _titled(self, title: str, lines: list[str]) -> list[str]:
        return [title, *lines] if lines else []

    def _outlined(self, outline: Outline, depth: int, label: str = "") -> Iterator[str]:
        text = self.words.text(say("{label}: {text}", label=label, text=outline.text)) if label else outline.text
        indent = "  " * (2 * depth)
        yield from wrapped(text, self.cells, f"{indent}{MARKS[outline.outcome]} ", f"{indent}    ")
        for below in outline.below:
            yield from self._outlined(below, depth + 1)

    # ── scorecard ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _row(self, part: PartTrace) -> list[str]:
        value = self.words.value_of(part.subject, part.value)
        points, adds = self._interval(part.points), self._interval(part.contribution)
        return [self.words.part(part.id), value, points, self._number(part.weight), adds]

    def _bars(self, cells: int) -> list[str]:
        """A bar for each part and none for the total; empty where there is no room for bars."""
        heaviest = max(part.weight for part in self.it.parts)
        if cells < _LEAST_BAR or not heaviest:
            return [""] * (len(self.it.parts) + 1)
        scale = min(cells, _MOST_BAR) / heaviest
        return [*(_bar(part.contribution, scale) for part in self.it.parts), ""]

    def _interval(self, ends: Interval) -> str:
        """Points as scores are shown: never more than they are, so that parts never seem to add up to more."""
        low, high = map(self._reached, ends)
        return low if ends[0] == ends[1] else f"{low}–{high}"

    def _reached(self, score: float) -> str:
        return score_figure(score, self.messages.language)

    def _number(self, value: float) -> str:
        return figure(value, None, self.messages.language)


def _aligned(cells: Sequence[str], widths: Sequence[int], bar: str) -> str:
    """One line of the scorecard: the name to the left, figures to the right, then the bar."""
    figures = [fit(cell, width, "right") for cell, width in zip(cells[1:], widths[1:], strict=True)]
    return _GAP.join((fit(cells[0], widths[0]), *figures, bar))


def _bar(ends: Interval, cells_per_point: float) -> str:
    """A bar: solid for what is certain, shaded for what is still possible."""
    low, high = (round(end * cells_per_point * 8) for end in ends)
    full, eighths = divmod(low, 8)
    solid = "█" * full + (_EIGHTHS[eighths] if eighths else "")
    return solid + "░" * max(0, round(high / 8) - len(solid))
