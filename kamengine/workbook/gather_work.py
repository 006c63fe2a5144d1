"""The rows of the sheets about work → playbooks with their steps, roles, visits and stages."""

from __future__ import annotations

from kamengine.pack.forms import Data
from kamengine.workbook import sheets
from kamengine.workbook.grid import GridRow
from kamengine.workbook.rows import Rows


class WorkRows(Rows):
    """Reads what a pack says of work."""

    def work(self) -> Data:
        """Roles, visits, stages and playbooks; a group that no row speaks of is empty."""
        return {
            "roles": dict(self.records(sheets.ROLES, ("roles",))),
            "visits": self._visits(),
            "stages": self._stages(),
            "playbooks": self._playbooks(),
        }

    def _visits(self) -> Data:
        every: Data = {}
        seen: dict[str, GridRow] = {}
        for row in self.rows(sheets.VISITS):
            tier = self.needed(row, "tier")
            if tier is not None and self.first(seen, tier, row, "tier") and self.needed(row, "every") is not None:
                every[tier] = row.value("every")
                self.places[("visits", "every", tier)] = row.place("every")
        return {"every": every} if every else {}

    def _stages(self) -> Data:
        stages: Data = dict(self.records(sheets.STAGES, ("stages",)))
        seen: dict[tuple[str, str], GridRow] = {}
        for row in self.rows(sheets.STAGE_ITEMS):
            stage, id = self.known(row, "stage", stages, sheets.STAGES), self.needed(row, "id")
            if stage is not None and id is not None and self.first(seen, (stage, id), row, "id"):
                record = self.record(row, ("stages", stage, "items", id), "stage", "id")
                stages[stage].setdefault("items", {})[id] = record.get("label", {"en": ""})
        return stages

    def _playbooks(self) -> list[Data]:
        playbooks: dict[str, Data] = {}
        seen: dict[str, GridRow] = {}
        for row in self.rows(sheets.PLAYBOOKS):
            id = self.needed(row, "id")
            if id is not None and self.first(seen, id, row, "id"):
                playbooks[id] = self.record(row, ("playbooks", len(playbooks)))
        index = {id: number for number, id in enumerate(playbooks)}
        named: dict[tuple[str, str], GridRow] = {}
        for row in self.rows(sheets.STEPS):
            of, id = self.known(row, "playbook", playbooks, sheets.PLAYBOOKS), self.needed(row, "id")
            if of is not None and id is not None and self.first(named, (of, id), row, "id"):
                steps = playbooks[of].setdefault("steps", [])
                self.places.setdefault(("playbooks", index[of], "steps"), row.place("playbook"))
                steps.append(self.record(row, ("playbooks", index[of], "steps", len(steps)), "playbook"))
        return list(playbooks.values())
