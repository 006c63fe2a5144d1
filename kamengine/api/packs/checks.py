"""Everything that is wrong or worth a look in a rule pack: of its form, of what it says of work, and what is proved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.api.packs.playbooks import work_of
from kamengine.pack.find import Candidate
from kamengine.problems import Problem

if TYPE_CHECKING:
    from kamengine.plugin_host import PluginHost
    from kamengine.proof import Report


@dataclass(frozen=True)
class PackChecks:
    """A pack that was looked at, and what was found out about it.

    Attributes:
        candidate: the pack.
        report: what is proved; None when it is not sound, or nobody asked for proofs.
        work: what is wrong with playbooks that plugins have for it, and which of them are left out.
    """

    candidate: Candidate
    report: Report | None = None
    work: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong or worth a look."""
        return (*self.candidate.problems, *self.work, *(self.report.findings if self.report else ()))

    @property
    def errors(self) -> int:
        """How many problems make the pack unfit."""
        return sum(severity(problem) == "error" for problem in self.problems)

    @property
    def warnings(self) -> int:
        """How many problems are for its author to judge."""
        return len(self.problems) - self.errors


def check_candidate(candidate: Candidate, host: PluginHost, *, proofs: bool = True) -> PackChecks:
    """Look a pack over.

    Args:
        candidate: the pack, sound or not.
        host: the plugins.
        proofs: also look for what can be proved, which may take seconds.
    """
    if candidate.checked is None:
        return PackChecks(candidate)
    from kamengine.proof import Finding, prove

    work = work_of(host, candidate.checked)
    left_out = (Finding(one.place, one.what, one.remedy, "playbook-left-out", proof=None) for one in work.notes)
    report = prove(candidate.checked, work) if proofs else None
    return PackChecks(candidate, report, (*work.problems, *left_out))


def severity(problem: Problem) -> str:
    """``error`` or ``warning``; what has no severity is an error."""
    return str(getattr(problem, "severity", "error"))
