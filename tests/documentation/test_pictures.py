"""The pictures of the documentation show what the app shows today."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from kamengine.tui.ground.modes import MODES
from tests.conftest import REPOSITORY
from tests.documentation.pictures import FOLDER, PICTURES, STEPS, TOUR, make
from tests.documentation.tour import tour


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    make(folder)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("name", [*PICTURES, TOUR])
def test_a_picture_is_current(made, name):
    assert words(FOLDER / name) == words(made / name), "renew with python -m tests.documentation.pictures"


def test_every_picture_is_of_the_app():
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted([*PICTURES, TOUR])


def test_the_tour_shows_every_frame_for_the_same_time_and_needs_no_script():
    frames = [f'<svg viewBox="0 0 10.5 20"><text>{n}</text></svg>' for n in range(4)]
    film = tour(frames)
    assert words_in(film) == ["0", "1", "2", "3"]
    assert 'viewBox="0 0 10.5 20"' in film and "<script" not in film
    assert re.findall(r"animation-delay: (\d+)s", film) == ["0", "3", "6", "9"] and "12s step-end infinite" in film
    assert "25.0000% { visibility: hidden; }" in film


def test_the_tour_that_is_kept_has_all_its_frames():
    assert (FOLDER / TOUR).read_text(encoding="utf-8").count('<g class="frame') == len(STEPS)


def test_the_page_about_the_app_shows_only_pictures_that_are_there_and_names_every_place():
    page = (REPOSITORY / "docs" / "app.md").read_text(encoding="utf-8")
    for name in re.findall(r"\]\(pictures/([^)]+)\)", page):
        assert (FOLDER / name).is_file()
    for mode in MODES:
        assert f"| {mode.digit} | **{mode.title}** |" in page and f"`kam {mode.command}" in page


def words(picture: Path) -> list[str]:
    """The texts of an SVG, in order, without ids of runs; how they are drawn is the library's affair."""
    return words_in(picture.read_text(encoding="utf-8"))


def words_in(picture: str) -> list[str]:
    texts = [unescape(text).strip("\xa0 ") for text in re.findall(r"<text[^>]*>([^<]*)</text>", picture)]
    return [re.sub(r"\b[0-9a-f]{8}\b", "ID", text) for text in texts if text]
