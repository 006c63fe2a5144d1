"""The people at a customer: who they are, whom they report to, and who of us looks after them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from kamengine.problems import KamError, Place, say
from kamengine.work.accounts.buying_centre import HIGHEST_INFLUENCE
from kamengine.work.accounts.dossier import PREFIXES, refuse_blank, refuse_outside, the
from kamengine.work.ground.things import all_of, find, keep
from kamengine.work.model import Contact, Visit
from kamengine.work.people.people import folded
from kamengine.workspace import Transaction, Workspace


def contacts_of(workspace: Workspace, account: str) -> list[Contact]:
    """The contacts of an account who are still there, by key."""
    return list(all_of(workspace, Contact, account=account, open=True))


def add_contact(workspace: Workspace, change: Transaction, contact: Contact) -> Contact:
    """Keep a new contact, who gets a key.

    Raises:
        KamError: the name is empty, the account has a contact of this name, a mark is off its scale, or the person
            reported to is none of the account's.
    """
    for other in contacts_of(workspace, contact.account):
        if folded(other.name) == folded(contact.name):
            told = {"account": other.account, "name": other.name, "key": other.key}
            what = say("{account} has a contact called {name}: {key}", **told)
            remedy = say("kam contact set {key} changes it; tell two people apart by their names", key=other.key)
            raise KamError.of(what, remedy, place=Place(key="NAME"))
    new = contact.with_(key=workspace.work.new_key(change, Contact.kind, PREFIXES[Contact]))
    _check(workspace, new, "NAME")
    keep(workspace, change, new, "add")
    return new


def change_contact(workspace: Workspace, change: Transaction, key: str, values: Mapping[str, Any]) -> Contact:
    """Change what is known of a contact.

    Args:
        workspace: where it is kept.
        change: in which it is done.
        key: of the contact.
        values: by field of `Contact`.

    Raises:
        KamError: there is no such contact, or what would be kept is not sound; see `add_contact`.
    """
    contact = the(workspace, Contact, key).with_(**values)
    _check(workspace, contact, "--name")
    keep(workspace, change, contact)
    return contact


def close_contact(workspace: Workspace, change: Transaction, key: str, why: str) -> Contact:
    """Note that somebody is no contact any more; visits go on naming the person.

    Raises:
        KamError: there is no such contact.
    """
    contact = the(workspace, Contact, key)
    note = "\n".join(filter(None, (contact.note, why)))
    closed = contact.with_(status="closed", note=note) if contact.status != "closed" else contact
    keep(workspace, change, closed, "close")
    return closed


def last_met(workspace: Workspace, account: str | None = None) -> dict[str, dt.date]:
    """When contacts were last met at a visit or spoken to in a call, by key; those who never were are left out."""
    found: dict[str, dt.date] = {}
    for visit in all_of(workspace, Visit, account=account):
        if visit.status == "done":
            for key in visit.met:
                found[key] = max(visit.day, found.get(key, visit.day))
    return found


def _check(workspace: Workspace, contact: Contact, place: str) -> None:
    """See that a contact is sound; `place` is where the name was typed."""
    refuse_blank(contact.name, place)
    refuse_outside(contact.influence, HIGHEST_INFLUENCE, "--influence")
    _check_above(workspace, contact)


def _check_above(workspace: Workspace, contact: Contact) -> None:
    """See that a contact reports to another one of the account, and not, by however many steps, to himself.

    Raises:
        KamError: it is not so.
    """
    place, path, above = Place(key="--reports-to"), [contact.key], contact.reports_to
    while above:
        if above in path:
            what = say("they would report to each other in a circle: {keys}", keys=" → ".join([*path, above]))
            raise KamError.of(what, say("name somebody further up"), place=place)
        found = find(workspace, Contact, above)
        if found is None or found.account != contact.account:
            what = say("{key} is no contact of {account}", key=above[:40], account=contact.account)
            remedy = say("kam contact list {account} lists them", account=contact.account)
            raise KamError.of(what, remedy, place=place)
        path.append(above)
        above = found.reports_to
