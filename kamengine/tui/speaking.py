"""The language of the app: what is shown is said by the app's messages, and said again when the language changes."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.screen import Screen
from textual.widget import Widget

from kamengine.locale import Messages
from kamengine.tui.guarded import GuardedApp
from kamengine.tui.inks import INKS, style_class

Result = TypeVar("Result")


class SpeakingApp(GuardedApp):
    """An app that knows the reader's language."""

    def __init__(self, messages: Messages, *, ansi_color: bool | None = None) -> None:
        """Speak the language of these messages."""
        super().__init__(ansi_color=ansi_color)
        self.messages = messages

    def speak(self, messages: Messages) -> None:
        """Speak another language from now on, on every screen."""
        self.messages = messages
        for screen in self.screen_stack:
            for widget in (screen, *screen.query("*")):
                if isinstance(widget, SpeakingWidget | SpeakingScreen):
                    widget.say_again()


class SpeakingWidget(Widget):
    """A widget that shows text."""

    @property
    def messages(self) -> Messages:
        """The app's messages, in the language that is spoken now."""
        return messages_of(self)

    def say_again(self) -> None:
        """Show everything in the language that is spoken now."""
        self.refresh(layout=True)


class SpeakingScreen(Screen[Result]):
    """A screen that shows text, with the inks that its widgets draw in."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {style_class(ink) for ink in INKS}

    @property
    def messages(self) -> Messages:
        """The app's messages, in the language that is spoken now."""
        return messages_of(self)

    @property
    def ready(self) -> bool:
        """Whether it shows what was asked for last, and nothing is being looked up."""
        return True

    def say_again(self) -> None:
        """Show everything of its own in the language that is spoken now; its widgets are asked by themselves."""


def messages_of(widget: Widget) -> Messages:
    """The messages of the app that a widget is in."""
    app = widget.app
    assert isinstance(app, SpeakingApp)
    return app.messages
