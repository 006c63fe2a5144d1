"""The pictures of the documentation show what the app shows today."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from tests.documentation.pictures import FOLDER, PICTURES, make


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    make(folder)
    return folder


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_current(made, name):
    assert words(FOLDER / name) == words(made / name), "renew with python -m tests.documentation.pictures"


def test_every_picture_is_of_the_app():
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(PICTURES)


def words(picture: Path) -> list[str]:
    """The texts of an SVG, in order; how they are drawn is the library's affair."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", picture.read_text(encoding="utf-8"))
    return [unescape(text).strip("\xa0 ") for text in texts if text.strip("\xa0 ")]
