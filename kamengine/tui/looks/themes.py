"""The colours of the app: a dark and a light theme, both quiet, so that what is undecided or missed stands out."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="kam-dark",
    primary="#7aa2c8",
    secondary="#8f9fb3",
    accent="#7aa2c8",
    foreground="#d4d8de",
    background="#15181d",
    surface="#1b1f26",
    panel="#242a33",
    success="#8fb58a",
    warning="#d9a860",
    error="#d07f78",
    dark=True,
)
LIGHT = Theme(
    name="kam-light",
    primary="#2f6597",
    secondary="#5d6b7c",
    accent="#2f6597",
    foreground="#22272e",
    background="#fbfbf9",
    surface="#f1f2f0",
    panel="#e4e7e8",
    success="#3c7a3a",
    warning="#96630c",
    error="#aa3f37",
    dark=False,
)
