"""Keeps the Chinese catalog in step with the messages in the code: `python -m tests.locale.update_catalog`.

Messages that are new are added without a translation, to be filled in by hand; those that the code no longer says are
removed; translations stay as they are. The tests of the catalog fail until every message is translated.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "kamengine"
CATALOG = PACKAGE / "locale" / "zh_CN.po"

_HEADER = """\
# Chinese messages of kamengine; the English text is the key.
# Kept in step with the code by: python -m tests.locale.update_catalog
msgid ""
msgstr ""
"Project-Id-Version: kamengine\\n"
"Language: zh_CN\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


@dataclass(frozen=True)
class Use:
    """A call of `say` in the code.

    Attributes:
        template: its text, or None when that is not a literal.
        names: the arguments it is given, or None when they are not all named in the call.
        words: the arguments that are literal texts, and so would stay English in a Chinese sentence.
    """

    file: str
    line: int
    template: str | None
    names: frozenset[str] | None
    words: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where the call is, as ``file:line``."""
        return f"{self.file}:{self.line}"


def uses_in(source: str, file: str) -> Iterator[Use]:
    """Every call of `say(…)` or `….say(…)` in a module, in the order of its lines."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and _says(node.func)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        first = call.args[0] if call.args else None
        template = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
        names = frozenset(keyword.arg for keyword in call.keywords if keyword.arg is not None)
        values = [keyword.value.value for keyword in call.keywords if isinstance(keyword.value, ast.Constant)]
        words = tuple(value for value in values if isinstance(value, str))
        yield Use(file, call.lineno, template, names if len(names) == len(call.keywords) else None, words)


def uses() -> list[Use]:
    """Every call of `say` in the package, but not those with which problems.py and locale pass templates on."""
    found: list[Use] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(REPOSITORY).as_posix()
        passes_on = path == PACKAGE / "problems.py" or CATALOG.parent in path.parents
        found += (
            use for use in uses_in(path.read_text(encoding="utf-8"), file) if use.template is not None or not passes_on
        )
    return found


def placeholders(template: str) -> frozenset[tuple[str, str, str]]:
    """The name, the format and the conversion of each value that a template puts in."""
    return frozenset(
        (name, form or "", conversion or "")
        for _, name, form, conversion in Formatter().parse(template)
        if name is not None
    )


def read_catalog() -> Catalog:
    """The catalog as it is in the repository."""
    with CATALOG.open("rb") as file:
        return read_po(file, locale="zh_CN", charset="utf-8", abort_invalid=True)


def updated(old: Catalog, found: Iterable[Use]) -> Catalog:
    """A catalog of exactly the messages found, with the translations and comments of the old one."""
    new = Catalog(locale="zh_CN", charset="utf-8")
    for use in found:
        if use.template:
            known = old.get(use.template)
            new.add(
                use.template,
                known.string if known else "",
                locations=[(use.file, use.line)],
                flags={"fuzzy"} if known and known.fuzzy else (),
                user_comments=known.user_comments if known else (),
            )
    return new


def main() -> None:
    """Rewrite the catalog and say what there is left to translate."""
    catalog = updated(read_catalog(), uses())
    with CATALOG.open("wb") as file:
        file.write(_HEADER.encode())
        write_po(file, catalog, width=0, omit_header=True, sort_by_file=True, include_lineno=False)
    missing = [str(entry.id) for entry in catalog if entry.id and (not entry.string or entry.fuzzy)]
    print(f"{len(catalog)} messages, {len(missing)} to translate")
    print("\n".join(missing))


def _says(function: ast.expr) -> bool:
    match function:
        case ast.Name(id="say") | ast.Attribute(attr="say"):
            return True
    return False


if __name__ == "__main__":
    main()
