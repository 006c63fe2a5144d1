"""TOML → `Pack`: every key of ``docs/packs.md``, with the line of everything that is wrong."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path as FilePath

from kamengine.declarations import KINDS, Choice, Field, Ledger
from kamengine.pack import model
from kamengine.pack.read_playbooks import read_work
from kamengine.pack.read_values import dated_value, read_table
from kamengine.pack.section import Findings, Section, word_for
from kamengine.pack.toml_source import MAX_BYTES, TomlSource, read_toml
from kamengine.pack.window import PERS, Window
from kamengine.problems import KamError, Place, Problem, say, system_reason

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_FIELD_KEYS = ("type", "label", "unit", "choices", "aliases", "immutable", "optional", "least", "most")


def read_pack_file(path: FilePath) -> tuple[model.Pack | None, list[Problem]]:
    """The pack in a file and everything that is wrong with it; no pack when the file is not TOML.

    Raises:
        KamError: there is no such file, or it cannot be opened.
    """
    return read_pack(str(path), pack_bytes(path))


def pack_bytes(path: FilePath) -> bytes:
    """The bytes of a pack's file; of one that is too large to be a pack, a little more than a pack may have.

    Raises:
        KamError: there is no such file, or it cannot be opened.
    """
    place = Place(str(path))
    if path.is_dir():
        raise KamError.of(say("this is a folder, not a rule pack"), say("name the .toml file in it"), place=place)
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        remedy = say("a rule pack is expected; kam packs lists them")
        raise KamError.of(say("there is no such file"), remedy, place=place) from None
    except OSError as error:
        reason = system_reason(error)
        raise KamError.of(say("cannot be read: {reason}", reason=reason), place=place) from error


def read_pack(file: str, content: bytes) -> tuple[model.Pack | None, list[Problem]]:
    """The pack in a file's bytes and everything that is wrong with its shape; its conditions are still text."""
    source = read_toml(file, content)
    if isinstance(source, Problem):
        return None, [source]
    findings = Findings(source)
    pack = _PackReader(source, findings).pack()
    return pack, findings.problems


class _PackReader:
    """Reads one file, section by section."""

    def __init__(self, source: TomlSource, findings: Findings) -> None:
        self.source, self.findings = source, findings
        self.top = Section(findings, (), source.data)
        self.refined: dict[str, frozenset[str]] = {}

    def pack(self) -> model.Pack:
        top = self.top
        if "pack" not in top.data:
            top.wrong("pack", say("the file has no [pack] section"), say("is this a rule pack? see docs/packs.md"))
        head = top.section("pack")
        pack = model.Pack(
            id=self._id(head, "id"),
            version=head.text("version", required=True) or "",
            title=head.label("title"),
            description=head.label("description"),
            plugins=head.texts("plugins"),
            scope=head.text("scope"),
            currency=head.text("currency"),
            value=head.text("value"),
            hit=head.one_of("hit", ("first", "unique"), "first"),  # type: ignore[arg-type]  # checked by one_of
            fields={name: self._field(name, section) for name, section in top.sections("fields")},
            refined=self.refined,
            ledgers={name: self._ledger(name, section) for name, section in top.sections("ledgers")},
            params={name: self._param(name, section) for name, section in top.sections("params")},
            tables={name: read_table(name, section) for name, section in top.sections("tables")},
            indicators={name: self._indicator(name, section) for name, section in top.sections("indicators")},
            criteria={name: self._criterion(name, section) for name, section in top.sections("criteria")},
            score=self._score(top.section("score")) if "score" in top.data else None,
            tiers=tuple(self._tier(section) for section in top.items("tiers")),
            tests=tuple(self._test(section) for section in top.items("tests")),
            work=read_work(top),
            file=self.source.file,
            digest=self.source.digest,
            lines=self.source.lines,
        )
        head.done()
        if "hit" in top.data:
            top.raw("hit")
            top.wrong("hit", say("belongs in the section [pack]"))
        top.done()
        if not pack.tiers:
            top.wrong("tiers", say("the pack has no tiers"), say("add at least one [[tiers]]"))
        return pack

    def _id(self, section: Section, key: str) -> str:
        text = section.text(key, required=True) or ""
        if text and not _ID.fullmatch(text):
            section.wrong(key, say("{id} is not an id: letters, digits, - and _", id=f'"{text[:40]}"'))
        return text

    def _field(self, name: str, section: Section) -> Field:
        self.refined[name] = frozenset(section.data) & frozenset(_FIELD_KEYS)
        field = Field(
            name,
            section.one_of("type", KINDS, "text"),  # type: ignore[arg-type]  # checked by one_of
            section.label("label"),
            section.text("unit"),
            self._choices(section),
            section.texts("aliases"),
            section.truth("immutable"),
            section.truth("optional"),
            section.number("least"),
            section.number("most"),
        )
        if field.kind == "choice" and not field.choices:
            section.wrong("choices", say("a choice needs its list of values"), say('write choices = ["a", "b"]'))
        if field.choices and "type" in section.data and field.kind != "choice":
            section.wrong("choices", say("only fields of type choice have choices"))
        section.done()
        return field

    def _choices(self, section: Section) -> tuple[Choice, ...]:
        value = section.raw("choices")
        if value is None:
            return ()
        if isinstance(value, dict):
            listed = section.section("choices")
            return tuple(Choice(key, aliases=listed.texts(key)) for key in listed.data)
        ids = section.texts("choices")
        for id in (id for id, count in Counter(ids).items() if count > 1):
            section.wrong("choices", say("{id} is listed twice", id=id))
        return tuple(Choice(id) for id in dict.fromkeys(ids))

    def _ledger(self, name: str, section: Section) -> Ledger:
        fields = tuple(self._field_of_ledger(field, part) for field, part in section.sections("fields"))
        date = section.raw("date")
        if date is not None and not isinstance(date, str):
            section.wrong("date", say("must be {wanted}, not {found}", wanted=say("a text"), found=word_for(date)))
        day = "date" if date is None else str(date) or None
        if date is None and not any(field.name == "date" for field in fields):
            day = None
        ledger = Ledger(name, fields, section.label("label"), day, section.texts("account_aliases"))
        if day and not any(field.name == day and field.kind == "date" for field in fields):
            section.wrong("date", say("{name} is not a field of type date of this ledger", name=day))
        section.done()
        return ledger

    def _field_of_ledger(self, name: str, section: Section) -> Field:
        field = self._field(name, section)
        self.refined.pop(name, None)
        return field

    def _param(self, name: str, section: Section) -> model.Param:
        bounds = self._numbers(section, "range", 2)
        if len(bounds) == 2 and bounds[0] > bounds[1]:
            section.wrong("range", say("its low end is above its high end"))
        values = []
        if "value" in section.data:
            values.append(dated_value(section))
        for item in section.items("values"):
            values.append(dated_value(item))
            item.done()
        if "value" in section.data and "values" in section.data:
            section.wrong("values", say("give either value or values, not both"))
        if not {"value", "values"} & set(section.data) or (not values and "values" in section.data):
            section.wrong("values", say("the parameter has no value"), say('write value = 1, source = "…"'))
        starts = [value.start for value in values if value]
        if len(set(starts)) < len(starts):
            section.wrong("values", say("two values start on the same day"))
        low, high = bounds if len(bounds) == 2 else (None, None)
        found = tuple(value for value in values if value)
        label, choices = section.label("label"), section.texts("choices")
        param = model.Param(name, label, section.text("unit"), low, high, found, choices)
        section.done()
        return param

    def _numbers(self, section: Section, key: str, count: int) -> list[Decimal]:
        value = section.raw(key)
        if value is None:
            return []
        if not isinstance(value, list) or len(value) != count:
            section.wrong(key, say("must be a list of {n} numbers", n=count))
            return []
        numbers = [section.scalar((*section.path, key, index), item) for index, item in enumerate(value)]
        return [number for number in numbers if isinstance(number, Decimal)]

    def _indicator(self, name: str, section: Section) -> model.Indicator:
        window = section.text("window")
        parsed = Window.parse(window) if window else None
        if window and parsed is None:
            section.wrong(
                "window",
                say("{text} is not a window", text=f'"{window[:40]}"'),
                say('write "3 months", "3 full months", "90 days", "last year" or "3 months, 12 months ago"'),
            )
        indicator = model.Indicator(
            name,
            section.label("label"),
            section.text("value", required=True) or "",
            section.text("unit"),
            section.text("from"),
            section.text("where"),
            parsed,
            section.one_of("per", PERS),  # type: ignore[arg-type]  # checked by one_of
            self._when_empty(section),
            self._decimals(section),
            section.texts("aliases"),
            section.truth("immutable"),
            section.truth("informative"),
            section.truth("optional"),
            section.number("least"),
            section.number("most"),
        )
        if indicator.ledger is None:
            for key in ("where", "window", "per", "when_empty"):
                if key in section.data:
                    section.wrong(
                        key, say("only an indicator with `from` has this"), say("name a ledger with from = …")
                    )
        section.done()
        return indicator

    def _when_empty(self, section: Section) -> Decimal | None:
        value = section.raw("when_empty")
        if value is None or value == "unknown":
            return None
        if isinstance(value, int) and not isinstance(value, bool) and value == 0:
            return Decimal(0)
        section.wrong("when_empty", say('must be 0 or "unknown"'))
        return None

    def _decimals(self, section: Section) -> int:
        value = section.number("decimals")
        if value is None:
            return 6
        if value not in range(11):
            section.wrong("decimals", say("must be a whole number from 0 to 10"))
            return 6
        return int(value)

    def _criterion(self, name: str, section: Section) -> model.Criterion:
        when = section.text("when", required=True) or ""
        criterion = model.Criterion(name, section.label("label"), when, section.truth("risk"))
        section.done()
        return criterion

    def _score(self, section: Section) -> model.Score:
        missing = section.one_of("missing", ("interval", "zero", "renormalise"), "interval")
        parts = tuple(self._part(item) for item in section.items("parts"))
        if not parts:
            section.wrong("parts", say("the scorecard has no parts"), say("add [[score.parts]]"))
        section.done()
        return model.Score(missing, parts)  # type: ignore[arg-type]  # checked by one_of

    def _part(self, section: Section) -> model.Part:
        subject = section.text("indicator", required=True) or ""
        weight = section.quantity("weight", required=True)
        part = model.Part(
            section.text("id") or subject,
            section.label("label"),
            subject,
            Decimal(0) if weight is None else weight,
            tuple(self._band(item, index) for index, item in enumerate(section.items("bands"))),
            self._line(section),
        )
        if ("bands" in section.data) == ("line" in section.data):
            section.wrong("bands", say("a part has either bands or a line"))
        if "bands" in section.data and not part.bands:
            section.wrong("bands", say("has no bands"))
        section.done()
        return part

    def _band(self, section: Section, index: int) -> model.Band:
        start = section.quantity("from", required=index > 0)
        points = section.quantity("points", required=True)
        section.done()
        return model.Band(start, Decimal(0) if points is None else points)

    def _line(self, section: Section) -> tuple[tuple[model.Quantity, model.Quantity], ...]:
        points = section.raw("line")
        if points is None:
            return ()
        if not isinstance(points, list) or len(points) < 2:
            section.wrong("line", say("must be a list of at least two points [value, points]"))
            return ()
        found = []
        for index, point in enumerate(points):
            pair = self._pair(section, index, point)
            if pair:
                found.append(pair)
        return tuple(found)

    def _pair(self, section: Section, index: int, point: object) -> tuple[model.Quantity, model.Quantity] | None:
        path = (*section.path, "line", index)
        if not isinstance(point, list) or len(point) != 2:
            self.findings.add(path, say("must be a pair [value, points]"))
            return None
        x, y = (section.scalar(path, item) for item in point)
        if not isinstance(x, Decimal | str) or not isinstance(y, Decimal | str):
            return None
        return x, y

    def _tier(self, section: Section) -> model.Tier:
        if "hit" in section.data:
            section.raw("hit")
            section.wrong("hit", say("belongs in the section [pack]"))
        tier = model.Tier(self._id(section, "id"), section.label("label"), section.text("when"))
        section.done()
        return tier

    def _test(self, section: Section) -> model.PackTest:
        ledgers = {name: self._ledger_rows(section, name) for name in section.section("ledgers").data}
        section.raw("ledgers")
        test = model.PackTest(
            section.text("name", required=True) or "",
            section.day("as_of"),
            section.scalars("set"),
            section.scalars("given"),
            ledgers,
            self._expect(section),
        )
        section.done()
        return test

    def _ledger_rows(self, section: Section, name: str) -> tuple[dict[str, model.Scalar], ...]:
        return tuple(row.plain() for row in section.section("ledgers").items(name))

    def _expect(self, section: Section) -> dict[str, object]:
        if section.data.get("expect", {}) == {}:
            section.wrong("expect", say("the test expects nothing"), say('write expect = {{ tier = "…" }}'))
        expect = section.section("expect")
        flat: dict[str, object] = {}
        for key in ("tier", "tier_possible"):
            id = expect.text(key)
            if id is not None:
                flat[key] = id
        for group in ("criteria", "indicators"):
            for name, value in expect.section(group).plain().items():
                flat[f"{group}.{name}"] = value
        if expect.raw("in_scope") is not None:
            flat["in_scope"] = expect.raw("in_scope")
        if expect.raw("score") is not None:
            flat["score"] = self._expected_score(expect)
        expect.done()
        return flat

    def _expected_score(self, expect: Section) -> object:
        raw = expect.raw("score")
        if isinstance(raw, list):
            return tuple(self._numbers(expect, "score", 2))
        return expect.number("score")
