"""The settings of a workspace: ``workspace.toml``, small and written to be edited by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kamengine.pack.section import Findings, Section
from kamengine.pack.toml_source import read_toml
from kamengine.problems import KamError, Place, Problem, say, system_reason

LANGUAGES = ("zh", "en")
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Settings:
    """What holds for a whole workspace.

    Attributes:
        name: what people call it.
        language: what it speaks to those whose system does not say: ``"zh"`` or ``"en"``.
        currency: that of its money, such as ``CNY``.
        plugins: those whose fields, functions and packs it uses; None for all that are installed.
        calendar: whose working days count: the code of a country such as ``CN``, with a region as in ``DE-BY``, or
            ``weekdays``.
    """

    name: str
    language: str = "zh"
    currency: str = "CNY"
    plugins: tuple[str, ...] | None = None
    calendar: str = "CN"


def read_settings(path: Path) -> Settings:
    """The settings in a file.

    Raises:
        KamError: it cannot be read, or with everything that is wrong in it.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        what = say("cannot be read: {reason}", reason=system_reason(error))
        raise KamError.of(what, place=Place(str(path))) from error
    return parse_settings(str(path), content)


def parse_settings(file: str, content: bytes) -> Settings:
    """The settings in the content of a file.

    Raises:
        KamError: with everything that is wrong in it.
    """
    source = read_toml(file, content)
    if isinstance(source, Problem):
        raise KamError([source])
    findings = Findings(source)
    section = Section(findings, (), source.data)
    name, currency = section.text("name", required=True) or "", section.text("currency") or "CNY"
    language = section.one_of("language", LANGUAGES, "zh") or "zh"
    plugins = section.texts("plugins") if "plugins" in source.data else None
    section.raw("plugins")
    calendar = section.text("calendar") or "CN"
    section.done()
    _refuse_odd(section, name, currency)
    if findings.problems:
        raise KamError(findings.problems)
    return Settings(name, language, currency, plugins, calendar)


def settings_text(settings: Settings) -> str:
    """The settings as a file to be edited by hand, with a word on each."""
    import tomlkit

    document = tomlkit.document()
    for comment, key, value in (
        ("What people call this workspace.", "name", settings.name),
        ("What it speaks where the system does not say: zh or en.", "language", settings.language),
        ("The currency of its money.", "currency", settings.currency),
        ("Whose working days count: a country such as CN or DE-BY, or weekdays.", "calendar", settings.calendar),
        ("The plugins that it uses; without this line, all that are installed.", "plugins", settings.plugins),
    ):
        if value is not None:
            document.add(tomlkit.comment(comment))
            document.add(key, tomlkit.item(list(value) if isinstance(value, tuple) else value))
    return tomlkit.dumps(document)


def is_currency(text: str) -> bool:
    """Whether a text is written like the code of a currency: three capital letters."""
    return len(text) == 3 and text.isascii() and text.isalpha() and text.isupper()


def _refuse_odd(section: Section, name: str, currency: str) -> None:
    if len(name) > _LONGEST_NAME:
        section.wrong("name", say("has more than {most} characters", most=_LONGEST_NAME))
    if not is_currency(currency):
        what = say("{value} is not a currency", value=f'"{currency[:20]}"')
        section.wrong("currency", what, say("write its three letters, such as CNY or USD"))
