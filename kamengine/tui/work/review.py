"""Promotions and demotions with their causes, each to be confirmed, put off or overridden."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import BindingType

from kamengine.problems import KamError, Message, say
from kamengine.review.every import Reviews, every_review
from kamengine.review.moves import Review
from kamengine.review.words import STATE_WORDS, causes_text
from kamengine.tui.actions.cause_finder import CauseFinder
from kamengine.tui.actions.move_work import CONFIRM_KEY, DEFER_KEY, MOST_UNPLANNED, OVERRIDE_KEY, Chosen, MoveWork
from kamengine.tui.actions.run_work import RunWork
from kamengine.tui.actions.task_work import ADD_KEY, TaskWork
from kamengine.tui.ground.keys import Key, bindings
from kamengine.tui.ground.opening import WHY
from kamengine.tui.ground.trail import AccountTrail
from kamengine.tui.looks.lines import Line, paragraph
from kamengine.tui.screens.searching import SEARCH_KEY, has_words
from kamengine.tui.widgets.item_list import Item
from kamengine.tui.widgets.told import Told
from kamengine.tui.work.moves_to_review import move_details, move_lines, pack_lines
from kamengine.tui.work.work_list import MARK_KEYS, PART_KEYS, WorkListScreen
from kamengine.work.tiers.moves import STATES, Move, falls_first

if TYPE_CHECKING:
    from kamengine.review.causes import Caused

KEYS = (
    Key("enter", "↵", "open", say("Open the account: why it moved"), say("account")),
    CONFIRM_KEY,
    DEFER_KEY,
    OVERRIDE_KEY,
    Key("f", "f", "filter(1)", say("Show other moves: open, put off, overridden, confirmed, all"), say("filter")),
    Key("F", "F", "filter(-1)", say("The same the other way round")),
    Key("s", "s", "sort", say("The largest falls first, or the best tiers"), say("falls first")),
    SEARCH_KEY,
    ADD_KEY,
    *PART_KEYS,
    Key("R", "R", "run", say("Run the packs whose facts or rules have changed")),
    *MARK_KEYS,
)
_MOST = 500  # moves of a pack that are listed
_ALL = "all"
_FILTERS = (*STATES, _ALL)


@dataclass
class _Pack:
    """The moves of a pack, and what caused them, as far as that is known.

    Attributes:
        review: all moves.
        fresh: whether the run is of the facts and rules that hold now.
        listed: the moves that are listed.
        causes: of moves, by account.
        failed: whether nobody could look for causes.
    """

    review: Review
    fresh: bool
    listed: Sequence[Move] = ()
    causes: dict[str, Caused] = field(default_factory=dict)
    failed: bool = False


class _View(NamedTuple):
    """Which moves are listed: those in a state or all, by fall or as they come, of the accounts that are looked for."""

    filter: str
    falls_first: bool
    sought: str

    def of_each(self, reviews: Sequence[Review]) -> list[list[Move]]:
        """The first of these moves of each pack."""
        return [self._of(review) for review in reviews]

    def _of(self, review: Review) -> list[Move]:

        def is_sought(account: str) -> bool:
            return has_words(self.sought, account, review.names.get(account, ""))

        states = STATES if self.filter == _ALL else (self.filter,)
        moves = review.moves.where(states, is_sought if self.sought else None)
        return list((falls_first(moves, review.after.ranks) if self.falls_first else moves)[:_MOST])


class ReviewScreen(MoveWork, TaskWork, RunWork, WorkListScreen):
    """Moves to decide about."""

    MODE = "review"
    SOUGHT = say("number or name")
    KEYS: ClassVar[tuple[Key, ...]] = KEYS
    MARKED_KEYS: ClassVar[tuple[Key, ...]] = (CONFIRM_KEY, DEFER_KEY, OVERRIDE_KEY, ADD_KEY)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self) -> None:
        """The open moves; nothing is looked up yet."""
        super().__init__()
        self._filter, self._falls_first = "open", False
        self._packs: dict[str, _Pack] = {}
        self._finder = CauseFinder()
        self._moves: dict[Hashable, Move] = {}
        self._notes: tuple[Message, ...] = ()
        self._waiting = 0
        self._wish = 0
        self._looked = False

    @property
    def ready(self) -> bool:
        """Whether everything that was asked for last is shown, causes too."""
        return not self._waiting

    def on_mount(self) -> None:
        """Look up the moves that were looked at the last time."""
        kind = self.home.memory.get(self.MODE, "filter", self._filter)
        self._filter = kind if kind in _FILTERS else self._filter
        self._falls_first = self.home.memory.get(self.MODE, "falls first", self._falls_first)
        self._look()

    def on_unmount(self) -> None:
        """Find out nothing any more that nobody will see."""
        self._finder.close()

    def work_changed(self) -> None:
        """Look again."""
        self._look()

    def say_again(self) -> None:
        """Everything in the language that is spoken now."""
        self._show()

    # ── looking up ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _look(self, *, run_first: bool = False) -> None:
        self._wish += 1
        self._waiting += 1
        self.attempt(self._looked_up(self._wish, run_first=run_first))

    async def _looked_up(self, wish: int, *, run_first: bool) -> None:
        office, host, who = self.office, self.office.host, self.office.who
        try:
            if self._looked:  # what is known is shown at once as it is wished for
                await self._list()
            reviews = await office.work(
                lambda work: every_review(work, host, who, run_first=run_first, most=MOST_UNPLANNED)
            )
            if wish != self._wish:
                return
            await self._take(reviews, wish, again=run_first)
            for pack in list(self._packs.values()):
                await self._find_causes(pack, wish)
        finally:
            self._waiting -= 1
        if run_first and wish == self._wish:
            self._caught_up = self.home.changes + 1  # this screen has looked already
            self.home.note_change()

    def seek(self, *, ended: bool = False) -> None:
        """Show the moves of the accounts that are looked for, and find out why those moved that were not listed."""
        self._waiting += 1
        self.attempt(self._causes_of_sought(self._wish, self.sought))

    async def _causes_of_sought(self, wish: int, sought: str) -> None:
        try:
            await self._list()
            for pack in list(self._packs.values()):
                if sought == self.sought:  # else somebody has typed on
                    await self._find_causes(pack, wish)
        finally:
            self._waiting -= 1

    async def _find_causes(self, pack: _Pack, wish: int) -> None:
        """The causes of the moves that are listed; nobody waits for them."""
        missing = [move for move in pack.listed if move.account not in pack.causes]
        if not missing or pack.failed or wish != self._wish:
            return
        try:
            pack.causes.update(await self._finder.causes(self.office, pack.review.run, missing))
        except KamError as error:
            pack.failed = True
            self.home.tell(error)
        if wish == self._wish:
            self._show()

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _view(self) -> _View:
        return _View(self._filter, self._falls_first, self.sought)

    async def _list(self) -> None:
        """Choose the moves that are listed, and show them; there may be very many, of which nobody waits for that."""
        packs, view = self._packs, self._view
        listed = await _listed(view, packs)
        if packs is not self._packs or view != self._view:  # somebody has wished for something else meanwhile
            await self._list()
            return
        self._set(packs, listed)

    async def _take(self, reviews: Reviews, wish: int, *, again: bool) -> None:
        """Take these moves in, and show them, unless somebody wished for something else meanwhile.

        What is known of the causes of runs that are still the newest ones stays.
        """
        packs: dict[str, _Pack] = {}
        for review, fresh in reviews.found:
            same = self._packs.get(review.run.pack)
            if same is not None and same.review.run.id == review.run.id:
                failed = same.failed and not again
                packs[review.run.pack] = replace(same, review=review, fresh=fresh, failed=failed)
            else:
                packs[review.run.pack] = _Pack(review, fresh)
                if same is not None:
                    self._finder.stop()
        view = self._view
        listed = await _listed(view, packs)
        if wish == self._wish:
            self._notes, self._looked = reviews.notes, True
            self._set(packs, listed)
            if view != self._view:
                await self._list()

    def _set(self, packs: dict[str, _Pack], listed: Sequence[Sequence[Move]]) -> None:
        """Show moves of packs; until then everything is as it was."""
        for pack, moves in zip(packs.values(), listed, strict=True):
            pack.listed = moves
        self._packs = packs
        self._show()

    def _show(self) -> None:
        items: list[Item] = []
        self._moves = {}
        for name, pack in self._packs.items():
            if self.sought and not pack.listed:
                continue
            items.append(Item(partial(self._pack_lines, pack, len(pack.listed), first=not items)))
            for move in pack.listed:
                self._moves[name, move.account] = move
                items.append(Item(partial(self._move_lines, pack, move), (name, move.account), height=2))
        if not self._looked:
            items = [Item(self._pending)]
        self.items.show(self.or_nothing(items))
        self.query_one("#about", Told).show(self._about)
        self.tell_detail()
        self.tell_state()

    def _pending(self, cells: int) -> list[Line]:
        return paragraph(self.messages.say("looking…"), cells, "muted")

    def _pack_lines(self, pack: _Pack, shown: int, cells: int, *, first: bool) -> list[Line]:
        return pack_lines(pack.review, shown, self.messages, cells, first=first)

    def _move_lines(self, pack: _Pack, move: Move, cells: int) -> list[Line]:
        return move_lines(pack.review, move, self._cause(pack, move), self.messages, cells)

    def _cause(self, pack: _Pack, move: Move) -> str:
        caused = pack.causes.get(move.account)
        if caused is not None:
            return causes_text(caused, self.messages)
        if pack.failed:
            return self.messages.say("the causes could not be looked for; R tries again")
        return self.messages.say("looking for causes…")

    def _about(self, cells: int) -> list[Line]:
        """Which moves are shown, and what is worth knowing of the runs."""
        messages = self.messages
        words: dict[str, Message] = {_ALL: say("all")}
        words.update(STATE_WORDS.items())
        about = [messages.say("moves: {filter}", filter=words[self._filter])]
        about += [messages.say("falls first")] if self._falls_first else []
        lines = paragraph(" · ".join(about), cells, "strong")
        stale = [pack.review.checked.title for pack in self._packs.values() if not pack.fresh]
        if stale:
            text = messages.say("facts or rules changed since the run: {packs}; R runs again", packs=stale)
            lines += paragraph(text, cells, "open")
        for note in self._notes:
            lines += paragraph(messages.text(note), cells, "open")
        return lines

    def details(self) -> Sequence[tuple[str, str]]:
        """All that is known of the move that is looked at."""
        key = self.items.current
        if key not in self._moves or not isinstance(key, tuple):
            return ()
        pack, move = self._packs[str(key[0])], self._moves[key]
        return move_details(pack.review, move, self._cause(pack, move), self.messages)

    @property
    def copied(self) -> str:
        """The id of the account that is looked at."""
        move = self._moves.get(self.items.current)
        return move.account if move is not None else ""

    # ── what actions are about ───────────────────────────────────────────────────────────────────────────────────────

    @property
    def moves_meant(self) -> Mapping[str, Chosen]:
        """The marked moves, else the one that is looked at; those that are confirmed need no decision."""
        meant = set(self.items.meant)
        found = {}
        for name, pack in self._packs.items():
            chosen = tuple(move for move in pack.listed if (name, move.account) in meant and move.state != "confirmed")
            if chosen:
                found[name] = Chosen(pack.review, chosen)
        return found

    @property
    def accounts_meant(self) -> tuple[str, ...]:
        """The accounts of the marked moves, else of the one that is looked at."""
        return tuple(dict.fromkeys(self._moves[key].account for key in self.items.meant if key in self._moves))

    @property
    def moves_in_sight(self) -> int:
        """How many are listed."""
        return len(self._moves)

    # ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_filter(self, steps: int) -> None:
        """Show moves about which something else was decided."""
        self._filter = _FILTERS[(_FILTERS.index(self._filter) + steps) % len(_FILTERS)]
        self.home.memory.put(self.MODE, "filter", self._filter)
        self._look()

    def action_sort(self) -> None:
        """Begin with the largest falls, or again with the best tiers, at the first move of all."""
        self._falls_first = not self._falls_first
        self.home.memory.put(self.MODE, "falls first", self._falls_first)
        self.items.begin_again()
        self._look()

    def action_run(self) -> None:
        """Run the packs whose facts or rules have changed."""
        self.attempt(self._run())

    async def _run(self) -> None:
        await self.run_packs()
        self._look(run_first=True)  # which says of what could not be run why

    def on_item_list_opened(self) -> None:
        """Open the account; the other moves of the pack come before and after it."""
        key = self.items.current
        if key not in self._moves or not isinstance(key, tuple):
            return
        same = [each for each in self._moves if isinstance(each, tuple) and each[0] == key[0]]
        trail = AccountTrail([str(account) for _, account in same], same.index(key))
        then = partial(self._back_at, same, trail)
        self.home.open_account(trail, pack=str(key[0]), section=WHY, then=then)

    def _back_at(self, keys: Sequence[Hashable], trail: AccountTrail) -> None:
        self.items.move_to(keys[trail.position])


async def _listed(view: _View, packs: Mapping[str, _Pack]) -> Sequence[Sequence[Move]]:
    """The moves of each pack that are listed, chosen in a thread of its own."""
    return await asyncio.to_thread(view.of_each, [pack.review for pack in packs.values()])
