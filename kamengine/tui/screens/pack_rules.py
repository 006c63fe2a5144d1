"""What a rule pack says, in words."""

from kamengine.tui.screens.pack import RULES, PackScreen
from kamengine.tui.widgets.document import Document


class PackRulesScreen(PackScreen):
    PAGE = RULES

    def parts(self):
        yield Document()
