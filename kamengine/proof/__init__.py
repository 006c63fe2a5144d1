"""Proofs about rule packs: what is so for every account that could ever be, with a witness where there is one.

A question is first put to cases judged by the reference evaluator, then to a solver; what the solver calls impossible
is proved, what it calls possible is shown only when the reference confirms it.
"""

from kamengine.proof.model import Coverage, Finding, Report
from kamengine.proof.prove import prove

__all__ = ["Coverage", "Finding", "Report", "prove"]
