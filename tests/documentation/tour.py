"""Pictures of the app one after the other in a single SVG file, which browsers play without any script."""

from __future__ import annotations

import re
from collections.abc import Sequence

SECONDS = 3.0  # for which a frame is shown
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def tour(frames: Sequence[str]) -> str:
    """An SVG that shows frames in turn, again and again.

    Args:
        frames: SVG pictures of one size.
    """
    found = _SIZE.search(frames[0])
    assert found is not None, "a picture has a size"
    width, height = found.groups()
    share = 100 / len(frames)
    style = (
        f".frame {{ visibility: hidden; animation: shown {SECONDS * len(frames):g}s step-end infinite; }}\n"
        f"@keyframes shown {{ 0% {{ visibility: visible; }} {share:.4f}% {{ visibility: hidden; }} }}\n"
        "@media (prefers-reduced-motion: reduce) { .frame { animation: none; } .first { visibility: visible; } }"
    )
    parts = [
        f'<g class="frame{"" if place else " first"}" style="animation-delay: {SECONDS * place:g}s">\n{frame}\n</g>'
        for place, frame in enumerate(frames)
    ]
    head = f'<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">'
    return "\n".join([head, f"<style>\n{style}\n</style>", *parts, "</svg>\n"])
