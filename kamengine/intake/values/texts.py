"""Texts: blanks at their ends gone, controls made harmless, letters in one form (NFC)."""

from __future__ import annotations

from kamengine.intake.files.families import Family
from kamengine.intake.sql_text import literal
from kamengine.intake.values.marks import Mark
from kamengine.intake.values.no_value import TEXT_WORDS, among
from kamengine.intake.values.readings import Cell, Steps, mark_case

_BREAKS = r"\t\n\x{0b}\x{0c}\r\x{1c}-\x{1f}\x{85}\x{2028}\x{2029}"
_SPACES = rf" {_BREAKS}\x{{a0}}\x{{1680}}\x{{2000}}-\x{{200a}}\x{{202f}}\x{{205f}}\x{{3000}}"
_BLANK = rf"{_SPACES}\x{{200b}}\x{{feff}}"
_BLANK_ENDS = literal(rf"^[{_BLANK}]+|[{_BLANK}]+$")
_BREAK = literal(rf"\r\n|[{_BREAKS}]")
_ANY_BLANK = literal(rf"[{_SPACES}]")
_VISIBLE = literal(rf"[^{_BLANK}\p{{Cc}}]")
# besides the breaks: controls, soft hyphens, marks that turn the direction of writing, and what has no width
_HIDDEN = r"\x{ad}\x{61c}\x{200b}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2064}\x{2066}-\x{2069}\x{feff}"
_CONTROLS = r"\x{00}-\x{08}\x{0e}-\x{1b}\x{7f}-\x{84}\x{86}-\x{9f}"
INVISIBLE = literal(rf"[{_CONTROLS}{_HIDDEN}]")
"""What is dropped from a text. Joiners stay: emoji and some scripts are written with them."""
_INVISIBLE_IN_WORDS = literal(rf"[{_CONTROLS}{_HIDDEN}\x{{200c}}\x{{200d}}]")
# Latin letters and Chinese characters, which have one form only; other texts take the slower way
_LETTERS = r"!-~\x{a1}-\x{ac}\x{ae}-\x{2ff}\x{3001}-\x{3029}\x{3400}-\x{4dbf}\x{4e00}-\x{9fff}\x{ff01}-\x{ff60}"
_PLAIN_TEXT = literal(rf"[{_LETTERS}](?:[ {_LETTERS}]*[{_LETTERS}])?")
# with none of the letters with which a word for nothing begins, or too long to be one: most cells pass by this alone
_FIRST = r"0-9A-MO-TV-Za-mo-tv-z\x{4e00}-\x{4e0c}\x{4e0e}-\x{65df}\x{65e1}-\x{6681}\x{6683}-\x{6729}\x{672b}-\x{9fff}"
_SURELY_PLAIN = literal(rf"[{_FIRST}](?:[ {_LETTERS}]*[{_LETTERS}])?|[{_LETTERS}][ {_LETTERS}]{{18,}}[{_LETTERS}]")
_WIDE = "".join(chr(code) for code in range(0xFF01, 0xFF5F)) + "￥￡￠"
_NARROW = "".join(chr(code) for code in range(0x21, 0x7F)) + "¥£¢"
# translating takes longer than all else, and few cells need it
_NARROW_WORD = literal(r"[ -~¥€£\x{4e00}-\x{9fff}]*")
_WIDE_SIGNS = literal(_WIDE)
_NARROW_SIGNS = literal(_NARROW)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\u2019\ufe52"
_WIDE_MARKS = literal(_WIDE + _DASHES)
_NARROW_MARKS = literal(_NARROW + "-------'.")


def is_plain_text(raw: str) -> str:
    """Whether a text cell is clean as it stands; NULL when it is NULL."""
    with_care = f"regexp_full_match({raw}, {_PLAIN_TEXT}) AND NOT ({among(raw, TEXT_WORDS)})"
    return f"CASE WHEN regexp_full_match({raw}, {_SURELY_PLAIN}) THEN true ELSE {with_care} END"


def clean_text(raw: str) -> str:
    """A text cell made clean; empty when nothing is left."""
    broken = f"regexp_replace({raw}, {_BREAK}, ' ', 'g')"
    return _trimmed(f"nfc_normalize(regexp_replace({broken}, {INVISIBLE}, '', 'g'))")


def clean_id(raw: str) -> str:
    """An id made clean: as a text, with full-width letters, digits and signs made plain; empty when nothing is left."""
    broken = f"regexp_replace({raw}, {_ANY_BLANK}, ' ', 'g')"
    shown = f"regexp_replace({broken}, {_INVISIBLE_IN_WORDS}, '', 'g')"
    narrow = f"CASE WHEN regexp_matches({raw}, '[！-～]') THEN translate({shown}, {_WIDE_SIGNS}, {_NARROW_SIGNS})"
    return f"trim(nfc_normalize({narrow} ELSE {shown} END), ' ')"


def clean_word(raw: str) -> str:
    """A cell that should hold a number or a date, in small letters; dashes are minus signs, any blank is a space."""
    broken = f"regexp_replace({raw}, {_ANY_BLANK}, ' ', 'g')"
    shown = f"regexp_replace({broken}, {_INVISIBLE_IN_WORDS}, '', 'g')"
    plain = f"translate({shown}, {_WIDE_MARKS}, {_NARROW_MARKS})"
    return f"lower(trim(CASE WHEN regexp_full_match({raw}, {_NARROW_WORD}) THEN {raw} ELSE {plain} END, ' '))"


def is_blank(raw: str) -> str:
    """Whether a text cell is NULL or shows nothing."""
    return f"{raw} IS NULL OR NOT regexp_matches({raw}, {_VISIBLE})"


def _trimmed(text: str) -> str:
    return f"regexp_replace({text}, {_BLANK_ENDS}, '', 'g')"


def as_text(raw: str, family: Family, *, whole_numbers: bool = False) -> str:
    """A cell of any family as text.

    Args:
        raw: the cell.
        family: what the column holds.
        whole_numbers: write 1.0 as ``1``, for values of a closed list.
    """
    text = f"CAST({raw} AS VARCHAR)"
    if family == "text":
        return raw
    if family == "moment with zone":
        return f"CAST({raw} AT TIME ZONE 'UTC' AS VARCHAR)"
    if whole_numbers and family in ("float", "decimal"):
        return f"regexp_replace({text}, '\\.0*$', '')"
    return text


def read_text(cell: Cell, family: Family, *, plain: bool) -> Steps:
    """Steps for a text.

    Args:
        cell: the names to use.
        family: what the column holds.
        plain: every cell is clean as it stands.
    """
    text = as_text(cell.raw, family)
    if plain:
        return Steps(text, cell.clean, "0", spotless=True)
    clean = cell.part(0)
    word = among(clean, TEXT_WORDS)
    steps = f"CASE WHEN {is_plain_text(text)} THEN {text} ELSE {clean_text(text)} END"
    mark = mark_case(
        (f"{cell.value} = {text}", Mark.FINE),
        (word, Mark.NO_VALUE),
        (f"regexp_matches({text}, {INVISIBLE})", Mark.INVISIBLE),
        (f"{text} IS NOT NULL", Mark.TIDIED),
    )
    return Steps(
        f"CASE WHEN NOT ({word}) THEN nullif({clean}, '') END",
        cell.clean,
        mark,
        parts=(steps,),
        plain=text,
    )
