"""Who uses what in a pack, and what comes out of it that anything can change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from kamengine.language.expressions import Expr, names
from kamengine.pack.check_score import quantities
from kamengine.pack.checked import CheckedPack

OutputKind = Literal["criterion", "tier", "scope", "score", "indicator"]


@dataclass(frozen=True)
class Output:
    """Something that people see of an account.

    Attributes:
        kind: a criterion, a tier's condition, the scope, the score, or an indicator that is to be seen.
        key: its name; of a tier its place in the list.
    """

    kind: OutputKind
    key: str | int = ""


class Usage:
    """The names that each part of a pack uses, and the other way round."""

    def __init__(self, checked: CheckedPack) -> None:
        """Look at every condition, and at the scorecard."""
        self.checked = checked
        self._shown = shown_by_playbooks(checked)
        self._users: dict[str, list[Output | str]] = {}
        for user, expr in self._conditions():
            for name in names(expr):
                self._users.setdefault(name, []).append(user)
        for part, _ in checked.parts:
            used = [part.subject, *(number for number, _ in quantities(part) if isinstance(number, str))]
            for name in used:
                self._users.setdefault(name, []).append(Output("score"))

    def users(self, name: str) -> tuple[str, ...]:
        """The indicators that use a name directly."""
        return tuple(dict.fromkeys(user for user in self._users.get(name, []) if isinstance(user, str)))

    def outputs(self, name: str) -> tuple[Output, ...]:
        """What a name can change, through any number of steps."""
        found: dict[Output, None] = {}
        for one in self.below(name):
            seen = self.checked.indicators.get(one)
            informative = seen is not None and seen.indicator.informative
            if informative or one == self.checked.pack.value or one in self._shown:
                found[Output("indicator", one)] = None
            for user in self._users.get(one, []):
                if isinstance(user, Output):
                    found[user] = None
        return tuple(found)

    def below(self, name: str) -> tuple[str, ...]:
        """A name, and every indicator and criterion that depends on it."""
        found: dict[str, None] = {name: None}
        open_ = [name]
        while open_:
            for user in self._users.get(open_.pop(), []):
                known = user if isinstance(user, str) else str(user.key) if user.kind == "criterion" else None
                if known is not None and known not in found:
                    found[known] = None
                    open_.append(known)
        return tuple(found)

    def parameters_below(self, name: str) -> tuple[str, ...]:
        """The parameters of everything that depends on a name."""
        below = {*self.below(name), *self.outputs(name)}
        looked_at = [expr for user, expr in self._conditions() if user in below or _name_of(user) in below]
        return tuple(dict.fromkeys(parameter for expr in looked_at for parameter in names(expr, "parameter")))

    def _conditions(self) -> Iterator[tuple[Output | str, Expr]]:
        checked = self.checked
        for name, expr in checked.criteria.items():
            yield Output("criterion", name), expr
        for name, one in checked.indicators.items():
            yield name, one.expr
            if one.where is not None:
                yield name, one.where
        for index, tier in enumerate(checked.tiers):
            if tier.when is not None:
                yield Output("tier", index), tier.when
        if checked.scope is not None:
            yield Output("scope"), checked.scope


def _name_of(user: Output | str) -> str:
    return user if isinstance(user, str) else str(user.key)


def shown_by_playbooks(checked: CheckedPack) -> frozenset[str]:
    """The fields, indicators and parameters that the playbooks of a pack hold an effect against."""
    playbooks = [written.playbook for written in checked.pack.work.playbooks]
    return frozenset(name for playbook in playbooks for name in (playbook.indicator, playbook.target) if name)


def declared(checked: CheckedPack) -> Mapping[str, tuple[str, ...]]:
    """What a pack itself declares and may be idle: the path of each name."""
    pack = checked.pack
    found: dict[str, tuple[str, ...]] = {}
    for name in pack.fields:
        if "type" in pack.refined.get(name, ()) and name not in ("account_id", "name", pack.value):
            found[name] = ("fields", name)
    for name, indicator in pack.indicators.items():
        if not indicator.informative and name != pack.value:
            found[name] = ("indicators", name)
    found |= {name: ("params", name) for name in pack.params}
    found |= {name: ("tables", name) for name in pack.tables}
    shown = shown_by_playbooks(checked)
    return {name: path for name, path in found.items() if name not in shown}
