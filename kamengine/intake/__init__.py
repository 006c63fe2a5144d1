"""Files become a snapshot: read, checked and cleaned in bulk, every problem reported at once."""

from kamengine.intake.take_in import take_in
from kamengine.intake.wanted import Intake, IntakeOptions, WantedTable

__all__ = ["Intake", "IntakeOptions", "WantedTable", "take_in"]
