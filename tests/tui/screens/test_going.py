"""Going through lists and texts: every screen that takes the keys has what they go through, and does what they ask."""

from __future__ import annotations

from kamengine.tui.app import every_key
from kamengine.tui.screens.going import LIST_KEYS, TEXT_KEYS, GoesThroughList, GoesThroughText
from kamengine.tui.screens.page import PageScreen


def below(kind):
    every_key()  # loads every screen
    found = {kind}
    while more := {each for one in found for each in one.__subclasses__()} - found:
        found |= more
    return sorted(found - {kind}, key=lambda each: each.__name__)


def test_every_screen_with_the_keys_of_a_list_has_a_list():
    screens = below(GoesThroughList)
    assert len(screens) > 5
    assert [screen.__name__ for screen in screens if not isinstance(getattr(screen, "items", None), property)] == []
    assert all(hasattr(GoesThroughList, f"action_{key.action.split('(')[0]}") for key in LIST_KEYS)


def test_every_screen_with_the_keys_of_a_text_has_a_text():
    screens = below(GoesThroughText)
    assert PageScreen in screens
    assert [screen.__name__ for screen in screens if not isinstance(getattr(screen, "document", None), property)] == []
    assert all(hasattr(GoesThroughText, f"action_{key.action.split('(')[0]}") for key in TEXT_KEYS)
