"""Where the lines of a screen are cut into pieces: never within what lies on top.

Textual cuts a line wherever any widget begins or ends, one that lies below another too. A character of two cells that
stands on such a cut is lost: half of it is in either piece. Here the edges that something on top hides cut nothing, so
that a notice over two panes is drawn whole.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip


class WholeCharacters(Compositor):
    """Puts the widgets of a screen on top of each other, and cuts lines only where something else is seen."""

    @property
    def cuts(self) -> list[list[int]]:
        """The columns at which each line is cut: its ends, and every edge of a widget that is seen there."""
        if self._cuts is None:
            width, height = self.size
            edges = [{0, width} for _ in range(height)]
            seen: list[list[tuple[int, int]]] = [[] for _ in range(height)]
            for region, clip in self.visible_widgets.values():  # those on top come first
                shown = region.intersection(clip)
                if shown:
                    for y in shown.line_range:
                        edges[y].update(edge for edge in shown.column_span if not _hidden(edge, seen[y]))
                        seen[y].append(shown.column_span)
            self._cuts = [sorted(line) for line in edges]
        return self._cuts

    def render_partial_update(self) -> ChopsUpdate | None:
        """What has changed; pieces of which a part has are drawn whole."""
        update = super().render_partial_update()
        if update is not None:
            update.spans = [(y, *self._around(y, start, end)) for y, start, end in update.spans]
        return update

    def _around(self, y: int, start: int, end: int) -> tuple[int, int]:
        """The ends of the pieces of a line that have something in a span."""
        cuts = self.cuts[y]
        return cuts[bisect_right(cuts, start) - 1], cuts[min(bisect_left(cuts, end), len(cuts) - 1)]

    def _render_chops(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        """The pieces of each line by the column that they begin at: of what lies on top there."""
        pieces: list[dict[int, Strip | None]] = [dict.fromkeys(cuts[:-1]) for cuts in self.cuts]
        for region, clip, strips in self._get_renders(crop):
            shown = region.intersection(clip)
            start, end = shown.column_span
            for y, strip in zip(shown.line_range, strips, strict=False):
                if not is_rendered_line(y):
                    continue
                line = pieces[y]
                # the edges of this widget are no cuts where they are hidden; what begins at such an edge is, too
                edges = [start, *(cut for cut in self.cuts[y] if start < cut < end), end]
                divided = strip.divide([edge - start for edge in edges[1:]])
                for column, piece in zip(edges, divided, strict=False):
                    if column in line and line[column] is None:
                        line[column] = piece
        return cast("Sequence[Mapping[int, Strip]]", pieces)


def _hidden(edge: int, above: Sequence[tuple[int, int]]) -> bool:
    """Whether something on top covers both sides of an edge."""
    return any(start < edge < end for start, end in above)
