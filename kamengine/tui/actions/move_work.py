"""Deciding about moves from any screen: confirmed, put off, or overridden, as ``kam review`` does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kamengine.problems import KamError, Message, say
from kamengine.review.decide import override_moves
from kamengine.review.moves import Review
from kamengine.tui.actions.overriding import Tiers, asked_of_override, tiers_of
from kamengine.tui.dialogs.form import Answers, Asked, Form
from kamengine.tui.ground.keys import Key
from kamengine.tui.ground.speaking import SpeakingScreen
from kamengine.work.ground.days import day_typed, how_typed
from kamengine.work.tiers.decisions import confirm, defer
from kamengine.work.tiers.fold import plain_runs
from kamengine.work.tiers.moves import Move
from kamengine.workspace import Transaction, Workspace

CONFIRM_KEY = Key("a", "a", "move_confirm", say("Accept the move: it takes effect"), say("accept"))
OVERRIDE_KEY = Key("x", "x", "move_override", say("Let another tier hold, with a reason"), say("override"))
DEFER_KEY = Key("b", "b", "move_defer", say("Put the move off to a day"), say("defer"))


@dataclass(frozen=True)
class Chosen:
    """Some of the moves of a pack."""

    review: Review
    moves: tuple[Move, ...]


MOST_UNPLANNED = 200_000
"""Of more accounts the moves are found only after a plan: before, it would take a minute, and much memory."""
Deciding = Callable[[Workspace, Transaction, Chosen], Sequence[object]]


class MoveWork(SpeakingScreen[None]):
    """A screen on which moves can be decided about."""

    @property
    def moves_meant(self) -> Mapping[str, Chosen]:
        """The moves that an action is about, by pack."""
        return {}

    @property
    def moves_in_sight(self) -> int:
        """How many moves there are to choose from."""
        return 1

    def action_move_confirm(self) -> None:
        """Let the moves take effect."""
        asked = [Asked("reason", say("Why, if that is worth noting")), Asked("approver", say("Who agreed; else you"))]

        def deciding(given: Answers) -> Deciding:
            def do(workspace: Workspace, change: Transaction, chosen: Chosen) -> Sequence[object]:
                said = {"reason": given["reason"], "approver": given["approver"]}
                return confirm(workspace, change, chosen.review.run, chosen.moves, **said)

            return do

        self._ask_about(say("Accept"), asked, deciding)

    def action_move_defer(self) -> None:
        """Put the moves off."""
        asked = [
            Asked("until", say("The first day on which it may move"), hint=how_typed(self.office.today), needed=True),
            Asked("reason", say("Why"), needed=True),
            Asked("approver", say("Who agreed; else you")),
        ]

        def deciding(given: Answers) -> Deciding:
            until = day_typed(given["until"], self.office.today)

            def do(workspace: Workspace, change: Transaction, chosen: Chosen) -> Sequence[object]:
                said = {"reason": given["reason"], "approver": given["approver"]}
                return defer(workspace, change, chosen.review.run, chosen.moves, until, **said)

            return do

        self._ask_about(say("Put off"), asked, deciding)

    def action_move_override(self) -> None:
        """Let another tier hold."""
        packs = list(self.moves_meant.values())
        tiers: Tiers = [("", say("the tier before"))]
        if len(packs) == 1:
            tiers += tiers_of(packs[0].review.checked, self.messages)

        def deciding(given: Answers) -> Deciding:
            today = self.office.today
            until = day_typed(given["until"], today)

            def do(workspace: Workspace, change: Transaction, chosen: Chosen) -> Sequence[object]:
                tier, said = given["tier"] or None, {"reason": given["reason"], "approver": given["approver"]}
                review, moves = chosen.review, chosen.moves
                return override_moves(workspace, change, review, moves, tier, until=until, today=today, **said)

            return do

        self._ask_about(say("Override"), asked_of_override(tiers, self.office.today, needed=False), deciding)

    # ── doing it ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _ask_about(self, name: Message, asked: Sequence[Asked], deciding: Callable[[Answers], Deciding]) -> None:
        meant = self.moves_meant
        moves = [move for chosen in meant.values() for move in chosen.moves]
        if not moves:
            self.home.tell(say("There is no move to decide here."))
            return
        title = say("{what}: {account}", what=name, account=moves[0].account)
        if len(moves) > 1:
            title = say("{what}: {n:,} of {all:,} moves", what=name, n=len(moves), all=self.moves_in_sight)

        async def do(given: Answers) -> None:
            await self._decide(meant, deciding(given))

        self.home.push_screen(Form(title, asked, do))

    async def _decide(self, meant: Mapping[str, Chosen], deciding: Deciding) -> None:
        """Decide about all of them in one change, so that one undo takes it back."""
        who = self.office.who

        def decided(workspace: Workspace) -> int:
            with workspace.transaction(who) as change:
                for chosen in meant.values():
                    _see_still_there(workspace, chosen)
                return sum(len(deciding(workspace, change, chosen)) for chosen in meant.values())

        n = await self.office.change(decided)
        self.home.note_change()
        self.home.tell(say("Moves decided: {n:,}; u takes it back", n=n))


def _see_still_there(workspace: Workspace, chosen: Chosen) -> None:
    """See that the run which found the moves is still the newest one that counts.

    Raises:
        KamError: another run was made since.
    """
    runs = plain_runs(workspace, chosen.review.run.pack)
    if not runs or runs[-1].id != chosen.review.run.id:
        what = say("{pack} was run again in the meantime", pack=chosen.review.run.pack)
        raise KamError.of(what, say("press r and look at the moves again"))
