"""The language of the app: what is shown is said by the app's messages, and said again when the language changes."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any, ClassVar, TypeVar, Unpack

from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.events import Event, Mount, Resize, ScreenResume, ScreenSuspend
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import ResultType, Worker, WorkType

from kamengine.locale import Messages
from kamengine.locale.display import plain
from kamengine.problems import KamError, Message
from kamengine.tui.ground.keymap import caps_of
from kamengine.tui.ground.keys import SUSPEND_KEY, Key, bindings
from kamengine.tui.ground.memory import Memory
from kamengine.tui.ground.modes import DOSSIER, class_at
from kamengine.tui.ground.office import Office
from kamengine.tui.ground.opening import Opening
from kamengine.tui.ground.telling import told
from kamengine.tui.ground.trail import AccountTrail, Trail
from kamengine.tui.looks.inks import INKS, style_class
from kamengine.tui.terminal.guarded import GuardedApp
from kamengine.tui.terminal.whole_characters import WholeCharacters

Result = TypeVar("Result")


class SpeakingApp(GuardedApp):
    """An app that knows the reader's language, and the workspace that is worked in.

    Attributes:
        messages: the language.
        office: the workspace; None for accounts of files, of which nothing is kept.
        memory: what is remembered of the workspace until it is opened the next time.
        keymap: the reader's own keys, by what they do.
        changes: how often what people keep has changed.
    """

    def __init__(self, messages: Messages, *, office: Office | None = None, ansi_color: bool | None = None) -> None:
        """Speak the language of these messages."""
        super().__init__(ansi_color=ansi_color)
        self.messages, self.office = messages, office
        self.memory, self.keymap = Memory(None), dict[str, str]()
        self.changes = 0

    about: tuple[str, bool] = ("", False)
    """What the line of modes says on the right, and whether it is something to act on."""

    def speak(self, messages: Messages) -> None:
        """Speak another language from now on, on every screen; what is not there yet will come in it."""
        self.messages = messages
        for screen in self.every_screen:
            if isinstance(screen, SpeakingScreen) and screen.whole:
                screen.say_again()
            for widget in screen.query("*"):
                if isinstance(widget, SpeakingWidget) and widget.is_mounted:
                    widget.say_again()

    @property
    def every_screen(self) -> list[Screen[Any]]:
        """Every screen that is open, in sight or not."""
        return [screen for stack in self._screen_stacks.values() for screen in stack]

    def caps(self, key: Key) -> str:
        """The keys that do something, as people know them."""
        caps = caps_of(self.keymap[key.action]) if key.action in self.keymap else key.caps
        return caps.replace("Space", self.messages.say("Space"))

    def tell(self, what: Message | str | KamError) -> None:
        """Show a notice for a moment: that something was done, or why it was not. It is plain text."""
        if isinstance(what, KamError):
            self.notify("\n".join(told(what, self.messages)), severity="warning", markup=False)
            return
        text = self.messages.text(what) if isinstance(what, Message) else what
        self.notify(plain(text, None), markup=False)

    def open_account(self, trail: Trail | Sequence[str] | str, **how: Unpack[Opening]) -> None:
        """Show the dossier of an account over the screen in sight; Esc leads back there.

        Args:
            trail: the accounts that the reader goes through with ``n`` and ``p``; ids from the first one.
            how: see `Opening`.
        """
        if not isinstance(trail, Trail):
            trail = AccountTrail((trail,) if isinstance(trail, str) else trail)
        then = how.get("then")
        self.push_screen(class_at(DOSSIER)(trail, how), lambda _: then() if then is not None else None)

    def note_change(self) -> None:
        """What people keep has changed: the screen in sight looks again at once, the others when they are seen."""
        self.changes += 1
        if isinstance(self.screen, SpeakingScreen):
            self.screen.catch_up()


class SpeakingWidget(Widget):
    """A widget that shows text."""

    @property
    def home(self) -> SpeakingApp:
        """The app."""
        return app_of(self)

    @property
    def messages(self) -> Messages:
        """The app's messages, in the language that is spoken now."""
        return messages_of(self)

    def say_again(self) -> None:
        """Show everything in the language that is spoken now."""
        self.refresh(layout=True)


def left_already(screen: Screen[Any]) -> AwaitComplete | None:
    """Something to wait for instead of leaving a screen that is in sight no more; None where it is.

    Two keys or clicks in a row that leave a screen must not leave the one below, too.
    """
    if screen.app.screen is screen:
        return None
    nothing: AwaitComplete = AwaitComplete.nothing()  # type: ignore[no-untyped-call]
    return nothing


class SteadyScreen(Screen[Result]):
    """A screen that is laid out for the size that the terminal has, and styled once when it comes.

    A screen that has been laid out is told its new size once more. Where the terminal changes twice before that is
    told, Textual's is laid out for both sizes in turn, for ever, and takes no key any more.

    Each widget is styled when it is mounted. Textual's screen styles all of them again whenever it comes in sight,
    which is told twice of one that comes for the first time; here only one that was out of sight does so.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings([SUSPEND_KEY])
    _was_left = False

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        """A screen as Textual makes it, whose lines are cut between characters only."""
        super().__init__(name, id, classes)
        self._compositor = WholeCharacters()

    async def on_event(self, event: Event) -> None:
        """Let no size count that the terminal has no more, and nothing be styled again that was styled just now."""
        if isinstance(event, ScreenSuspend):
            self._was_left = True
        elif isinstance(event, ScreenResume):
            event.refresh_styles = event.refresh_styles and self._was_left
        if not (isinstance(event, Resize) and event.size != self.app.size):
            await super().on_event(event)


class SpeakingScreen(SteadyScreen[Result]):
    """A screen that shows text, with the inks that its widgets draw in."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {style_class(ink) for ink in INKS}
    _caught_up = -1

    @property
    def messages(self) -> Messages:
        """The app's messages, in the language that is spoken now."""
        return messages_of(self)

    @property
    def home(self) -> SpeakingApp:
        """The app."""
        return app_of(self)

    @property
    def office(self) -> Office:
        """The workspace; only screens that are shown where there is one ask for it."""
        office = self.home.office
        assert office is not None, "screens of a workspace are shown in one"
        return office

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Do nothing on a screen that is not all there yet, or no more: keys may be quicker."""
        return self.whole and super().check_action(action, parameters)

    async def on_event(self, event: Event) -> None:
        """Set nothing on a screen that is left, or whose app is, before all of it is there."""
        if not (self._going and isinstance(event, Mount)):
            await super().on_event(event)

    @property
    def whole(self) -> bool:
        """Whether all of it is there: neither still being set nor being left. Keys and jobs that end may be quicker."""
        return self.is_mounted and not self._going

    @property
    def _going(self) -> bool:
        """Whether it is being left, or the app is; then not all of it may be there."""
        return self._pruning or self._closing or self.app._exit or not self.children

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave the screen, once; see `left_already`."""
        return left_already(self) or super().dismiss(result)

    @property
    def ready(self) -> bool:
        """Whether it shows what was asked for last, and nothing is being looked up."""
        return True

    def say_again(self) -> None:
        """Show everything of its own in the language that is spoken now; its widgets are asked by themselves."""

    def attempt(self, doing: Coroutine[Any, Any, None]) -> None:
        """Do something meanwhile; why it is refused is told."""
        self.run_worker(self._attempted(doing))

    async def _attempted(self, doing: Coroutine[Any, Any, None]) -> None:
        try:
            await doing
        except KamError as error:
            self.home.tell(error)

    def run_worker(self, work: WorkType[ResultType], *about: Any, **more: Any) -> Worker[ResultType]:
        """Do something meanwhile; what it finds is not shown on a screen that is being left. See Textual."""
        meant: Any = self._unless_left(work) if isinstance(work, Coroutine) else work
        worker: Worker[ResultType] = super().run_worker(meant, *about, **more)
        return worker

    async def _unless_left(self, work: Coroutine[Any, Any, ResultType]) -> ResultType | None:
        try:
            return await work
        except NoMatches:  # the parts that were to show something have gone already
            if not self._going:
                raise
            return None

    def catch_up(self) -> None:
        """Look again at what people keep if it has changed since this was done last."""
        now = self.home.changes
        if self._caught_up not in (-1, now):
            if not self.whole:  # it will, when it is seen
                return
            self.work_changed()
        self._caught_up = now

    def on_screen_resume(self) -> None:
        """Catch up with what was changed on other screens."""
        self.catch_up()

    @property
    def copied(self) -> str:
        """The text that is copied when somebody asks for it: of what is looked at. Only a whole screen is asked."""
        return ""

    def work_changed(self) -> None:
        """Look again at what people keep, since it has changed; called while this screen is in sight."""


def messages_of(widget: Widget) -> Messages:
    """The messages of the app that a widget is in."""
    return app_of(widget).messages


def app_of(widget: Widget) -> SpeakingApp:
    """The app that a widget is in."""
    app = widget.app
    assert isinstance(app, SpeakingApp)
    return app
