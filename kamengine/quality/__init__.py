"""How good the data are: what is missing and what that costs, what stands there twice, what is old."""

from kamengine.quality.as_json import as_json
from kamengine.quality.model import FailedPack, Quality
from kamengine.quality.report import quality_of

__all__ = ["FailedPack", "Quality", "as_json", "quality_of"]
