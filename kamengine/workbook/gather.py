"""The rows of each sheet → a pack in its full form, and the cell from which each part of it comes."""

from __future__ import annotations

from typing import Any

from kamengine.pack.forms import Data, part_id
from kamengine.problems import did_you_mean, say
from kamengine.workbook import sheets
from kamengine.workbook.gather_work import WorkRows
from kamengine.workbook.grid import GridRow, Grids
from kamengine.workbook.rows import Path
from kamengine.workbook.sheets import PACK_KEYS

_VALUE = ("value", "from", "source")
_HEAD = ("label.en", "label.zh", "unit", "low", "high", "choices")


def gather(grids: Grids) -> tuple[Data, dict[Path, str]]:
    """A pack in its full form, and the place of each key of it; what does not fit together is noted in the grids."""
    gatherer = _Gatherer(grids)
    return gatherer.pack(), gatherer.places


class _Gatherer(WorkRows):
    """Puts the rows together, sheet by sheet."""

    def pack(self) -> Data:
        data: Data = {"pack": {}}
        score: Data = {}
        review: Data = {}
        for row in self.rows(sheets.PACK):
            self._pack_row(row, {"pack": data["pack"], "score": score, "review": review})
        groups = {
            "fields": self._fields(),
            "ledgers": self._ledgers(),
            "params": self._parameters(),
            "tables": self._tables(),
            "indicators": dict(self.records(sheets.INDICATORS, ("indicators",))),
            "criteria": dict(self.records(sheets.CRITERIA, ("criteria",))),
        }
        data |= {group: found for group, found in groups.items() if found}
        parts = self._parts()
        if parts or score:
            data["score"] = {**score, "parts": parts}
        data["tiers"] = [self.record(row, ("tiers", n)) for n, row in enumerate(self.rows(sheets.TIERS))]
        rest = {"review": review, **self.work(), "tests": self._tests()}
        return data | {group: found for group, found in rest.items() if found}

    def _pack_row(self, row: GridRow, tables: dict[str, Data]) -> None:
        key, value = self.needed(row, "key"), row.value("value")
        if key is None:
            return
        if key not in PACK_KEYS:
            self.wrong(row.place("key"), say("unknown key"), did_you_mean(key, PACK_KEYS))
            return
        table, _, inner = key.partition(".")
        path = (table, inner) if table in ("score", "review") else ("pack", *key.split("."))
        known = self.places.setdefault(path, row.place("value"))
        self.places.setdefault(path[:2], row.place("value"))
        if known != row.place("value"):
            self.wrong(row.place("key"), say("{name} is given twice", name=key))
        elif value is not None and len(path) > 2:
            tables["pack"].setdefault(path[1], {})[path[2]] = value
        elif value is not None:
            tables[path[0]][path[1]] = value

    def _parameters(self) -> Data:
        params: Data = {}
        heads: dict[str, GridRow] = {}
        for row in self.rows(sheets.PARAMETERS):
            name = self.needed(row, "name")
            if name is None:
                continue
            path: Path = ("params", name)
            head = heads.setdefault(name, row)
            if head is row:
                params[name] = self._with_range(row, self.record(row, path, "low", "high", *_VALUE, "name"), path)
                params[name]["values"] = []
            self._same_head(head, row)
            path = (*path, "values", len(params[name]["values"]))
            params[name]["values"].append(self.record(row, path, "name", *_HEAD))
            self.places.setdefault((*path, "value"), row.place("value"))
        return params

    def _with_range(self, row: GridRow, param: Data, path: Path) -> Data:
        low, high = row.value("low"), row.value("high")
        if low is None and high is None:
            return param
        if low is None or high is None:
            empty = "low" if low is None else "high"
            self.wrong(row.place(empty), say("is empty"), say("give both ends of the range, or none"))
            return param
        self.places[(*path, "range")] = row.place("low")
        return {**param, "range": [low, high]}

    def _same_head(self, head: GridRow, row: GridRow) -> None:
        for key in _HEAD:
            value = row.value(key)
            if value is not None and value != head.value(key):
                what = say("says something else than row {row} of the same name", row=head.number)
                self.wrong(row.place(key), what, say("change the first row, and leave this cell empty"))

    def _tables(self) -> Data:
        tables = {name: {**table, "rows": []} for name, table in self.records(sheets.TABLES, ("tables",))}
        for row in self.rows(sheets.TABLE_ROWS):
            name = self.known(row, "table", tables, sheets.TABLES)
            if name is None:
                continue
            path: Path = ("tables", name, "rows", len(tables[name]["rows"]))
            self.places.setdefault(path[:-1], row.place("table"))
            keys = self._keys(row)
            record = self.record(row, path, "table", *keys)
            self.places[(*path, "key")] = row.place("key 1")
            tables[name]["rows"].append({"key": [row.value(key) for key in keys], **record})
        return tables

    def _keys(self, row: GridRow) -> list[str]:
        """The key columns that a row fills: from the first one on, without a gap."""
        filled = sorted((key for key in row.values() if key.startswith("key ")), key=lambda key: int(key[4:]))
        for number, key in enumerate(filled, 1):
            if key != f"key {number}":
                self.wrong(row.place(f"key {number}"), say("is empty"))
                break
        return filled

    def _parts(self) -> list[Data]:
        parts: dict[str, Data] = {}
        seen: dict[str, GridRow] = {}
        for row in self.rows(sheets.PARTS):
            path: Path = ("score", "parts", len(parts))
            record = self.record(row, path)
            if self.needed(row, "indicator") is not None and self.first(seen, part_id(record), row, "id"):
                parts[part_id(record)] = record
        index = {name: number for number, name in enumerate(parts)}
        for sheet, group in ((sheets.BANDS, "bands"), (sheets.LINES, "line")):
            for row in self.rows(sheet):
                name = self.known(row, "part", parts, sheets.PARTS)
                if name is None:
                    continue
                found = parts[name].setdefault(group, [])
                path = ("score", "parts", index[name], group)
                self.places.setdefault(path, row.place("part"))
                record = self.record(row, (*path, len(found)), "part")
                if self._filled(row, group):
                    found.append(record if group == "bands" else [row.value("value"), row.value("points")])
        return list(parts.values())

    def _filled(self, row: GridRow, group: str) -> bool:
        """Whether a band has its points, or a point of a line both its numbers; an empty cell is noted."""
        empty = [key for key in (("value", "points") if group == "line" else ("points",)) if row.value(key) is None]
        for key in empty:
            self.wrong(row.place(key), say("is empty"))
        return not empty

    def _fields(self) -> Data:
        fields = dict(self.records(sheets.FIELDS, ("fields",)))
        self._choices(fields, None)
        return fields

    def _ledgers(self) -> Data:
        ledgers: Data = dict(self.records(sheets.LEDGERS, ("ledgers",)))
        seen: dict[tuple[str, str], GridRow] = {}
        for row in self.rows(sheets.LEDGER_COLUMNS):
            ledger, name = self.known(row, "ledger", ledgers, sheets.LEDGERS), self.needed(row, "name")
            if ledger is not None and name is not None and self.first(seen, (ledger, name), row, "name"):
                path = ("ledgers", ledger, "fields", name)
                ledgers[ledger].setdefault("fields", {})[name] = self.record(row, path, "ledger", "name")
        for name, ledger in ledgers.items():
            self._choices(ledger.get("fields", {}), name)
        self._stray_spellings(ledgers)
        return ledgers

    def _choices(self, fields: Data, ledger: str | None) -> None:
        """Choices with the other spellings that another sheet has for them."""
        owner = sheets.FIELDS if ledger is None else sheets.LEDGER_COLUMNS
        for name, field in fields.items():
            listed = field.get("choices", [])
            for choice in {choice for choice in listed if listed.count(choice) > 1}:
                path = ("fields", name) if ledger is None else ("ledgers", ledger, "fields", name)
                self.wrong(self.places[(*path, "choices")], say("{id} is listed twice", id=choice[:60]))
            if "choices" in field:
                field["choices"] = {choice: [] for choice in listed}
        seen: dict[Any, GridRow] = {}
        for row in self.rows(sheets.SPELLINGS):
            if row.value("ledger") != ledger:
                continue
            of_field, choice = self.known(row, "field", fields, owner), self.needed(row, "choice")
            if of_field is None or choice is None:
                continue
            choices = fields[of_field].get("choices", {})
            if choice not in choices:
                what = say("{name} is not a choice of {field}", name=choice[:60], field=of_field)
                self.wrong(row.place("choice"), what, did_you_mean(choice, choices))
            elif self.first(seen, (ledger, of_field, choice), row, "choice"):
                choices[choice] = row.value("spellings") or []

    def _stray_spellings(self, ledgers: Data) -> None:
        for row in self.rows(sheets.SPELLINGS):
            if row.value("ledger") is not None:
                self.known(row, "ledger", ledgers, sheets.LEDGERS)

    def _tests(self) -> list[Data]:
        tests: dict[str, Data] = {}
        seen: dict[str, GridRow] = {}
        for row in self.rows(sheets.TESTS):
            name = self.needed(row, "name")
            if name is not None and self.first(seen, name, row, "name"):
                tests[name] = self._test(row, ("tests", len(tests)))
        index = {name: number for number, name in enumerate(tests)}
        for row in self.rows(sheets.TEST_ROWS):
            name, ledger = self.known(row, "test", tests, sheets.TESTS), self.needed(row, "ledger")
            if name is None or ledger is None:
                continue
            rows = tests[name].setdefault("ledgers", {}).setdefault(ledger, [])
            path: Path = ("tests", index[name], "ledgers", ledger, len(rows))
            self.places.setdefault(path[:-1], row.place("ledger"))
            rows.append({key.removeprefix("row."): value for key, value in row.values("test", "ledger").items()})
            for key in row.values("test", "ledger"):
                self.places[(*path, key.removeprefix("row."))] = row.place(key)
        return list(tests.values())

    def _test(self, row: GridRow, path: Path) -> Data:
        groups = [key for key in row.values() if key.startswith(sheets.TESTS.more)]
        test = self.record(row, path, "without_rows", *groups)
        for ledger in row.value("without_rows") or []:
            test.setdefault("ledgers", {})[ledger] = []
            self.places[(*path, "ledgers", ledger)] = row.place("without_rows")
        for key in groups:
            steps = key.split(".", 2 if key.startswith(("expect.criteria.", "expect.indicators.")) else 1)
            inside = test
            for step in steps[:-1]:
                inside = inside.setdefault(step, {})
            inside[steps[-1]] = row.value(key)
            self.places[(*path, *steps)] = row.place(key)
        return test
