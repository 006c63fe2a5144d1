"""How people sort their accounts themselves: tags on accounts, and lists that are kept under a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kamengine.work.ground.things import Thing


@dataclass(frozen=True, kw_only=True)
class Tag(Thing):
    """That an account has a tag, a word of one's own; the key is ``["account","tag"]``.

    Attributes:
        name: the tag, as it is written everywhere.
    """

    kind: ClassVar[str] = "tag"

    account: str
    name: str


@dataclass(frozen=True, kw_only=True)
class View(Thing):
    """A list of accounts that is kept under a name: which accounts, in which order, with which columns.

    The key is the name without regard to capitals.

    Attributes:
        name: as somebody wrote it.
        pack: the rule pack whose names the condition uses; empty for facts without a pack.
        where: the condition; empty for all accounts.
        search: the text that ids or names have in them; empty for any.
        sort: the column that it is sorted by, with ``-`` before it for the largest first; empty for the usual order.
        columns: those that are shown; none for the usual ones.
        widths: for each column how many cells wide somebody made it; 0 for as wide as usual.
    """

    kind: ClassVar[str] = "view"

    name: str
    pack: str = ""
    where: str = ""
    search: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
