"""Tags: words of one's own that accounts are given, such as ``vip``. Capitals make no other tag."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kamengine.problems import KamError, Place, did_you_mean, say
from kamengine.work.ground.lists import Tag
from kamengine.work.ground.things import all_of, find, keep
from kamengine.workspace import Transaction, Workspace
from kamengine.workspace.journal import to_json

LONGEST_TAG = 40
SEPARATOR = ", "
"""What stands between the tags of an account where they are one text."""
_SHOWN = 60


@dataclass(frozen=True)
class Tagged:
    """What was done.

    Attributes:
        added: how many tags accounts got that they did not have.
        removed: how many tags were taken from accounts.
    """

    added: int
    removed: int


def tag_key(account: str, name: str) -> str:
    """The key of a tag of an account."""
    return to_json([account, folded(name)])


def folded(name: str) -> str:
    """A name without regard to capitals and forms of characters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def change_tags(
    workspace: Workspace,
    change: Transaction,
    accounts: Sequence[str],
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
) -> Tagged:
    """Give tags to accounts and take tags from them, all in one change.

    A tag that is known is written as it is known, whatever the capitals.

    Args:
        workspace: where they are.
        change: in which it is done.
        accounts: their ids.
        add: tags that they get.
        remove: tags that they lose; those who do not have one stay as they are.

    Raises:
        KamError: a tag cannot be one, is to be added and removed, or is to be removed and no account has it.
    """
    known = {folded(name): name for name in tag_counts(workspace)}
    wanted = [tag_named(text, "--add") for text in add]
    new = {folded(name): known.get(folded(name), name) for name in wanted}
    gone = [_known(text, known) for text in remove]
    if both := [name for name in gone if folded(name) in new]:
        raise KamError.of(say("{name} is to be added and removed", name=both[0]), place=Place(key="--remove"))
    added = removed = 0
    for account in accounts:
        for name in new.values():
            tag = Tag(key=tag_key(account, name), account=account, name=name)
            if find(workspace, Tag, tag.key) is None:
                keep(workspace, change, tag, "add")
                added += 1
        for name in gone:
            removed += workspace.work.drop(change, Tag.kind, tag_key(account, name)) is not None
    return Tagged(added, removed)


def tag_named(text: str, option: str) -> str:
    """A tag as it is kept, of what somebody typed.

    Raises:
        KamError: it is empty or too long, or has a comma or a character that cannot be shown.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    place = Place(key=option)
    if not name:
        raise KamError.of(say("the tag is empty"), say("write a word such as vip"), place=place)
    if len(name) > LONGEST_TAG:
        what = say("{value} is too long for a tag", value=name[:_SHOWN])
        raise KamError.of(what, say("write at most {n} characters", n=LONGEST_TAG), place=place)
    if "," in name or not name.isprintable():
        what = say("{value} cannot be a tag", value=name[:_SHOWN])
        raise KamError.of(what, say("write letters, digits and blanks; one --add for each tag"), place=place)
    return name


def tags_of(workspace: Workspace, accounts: Iterable[str] | None = None) -> Mapping[str, tuple[str, ...]]:
    """The tags of the accounts that have some, each in order; only of these accounts, if any are named."""
    found: dict[str, list[str]] = {}
    if accounts is None:
        tags: Iterable[Tag] = all_of(workspace, Tag)
    else:
        tags = (tag for account in accounts for tag in all_of(workspace, Tag, account=account))
    for tag in tags:
        found.setdefault(tag.account, []).append(tag.name)
    return {account: tuple(sorted(names, key=folded)) for account, names in found.items()}


def tag_counts(workspace: Workspace) -> dict[str, int]:
    """Every tag that an account has, in order, and how many have it."""
    counts = Counter(tag.name for tag in all_of(workspace, Tag))
    return {name: counts[name] for name in sorted(counts, key=folded)}


def _known(text: str, known: Mapping[str, str]) -> str:
    name = known.get(folded(" ".join(text.split())))
    if name is None:
        remedy = did_you_mean(text, known.values()) or say("kam tags lists them")
        raise KamError.of(say("no account has the tag {name}", name=text[:_SHOWN]), remedy, place=Place(key="--remove"))
    return name
