"""Lets keys have their effects in the order in which they were typed.

Textual hands each key to what has the focus when it arrives. There a letter is typed at once, but
a binding takes its key only where that has come up to the app. Of keys that come together, as they
do over a slow line, letters would so overtake a backspace, or go to what had the focus before.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol, TypeAlias, runtime_checkable

from textual.app import App
from textual.events import Key, Paste
from textual.message import Message
from textual.message_pump import MessagePump

Typed: TypeAlias = Key | Paste

PATIENCE = 0.5
"""Seconds that what was typed next waits for a key that never comes up: its widget is gone."""

CALM = 0.2
"""Seconds after which a key that none came behind is followed no longer: one that comes alone
costs no more than without an order."""

_LOOK_EVERY = 0.01
_ROUNDS = 2
"""Times that a key is followed: what its binding posts may make a widget post something else."""


@runtime_checkable
class GivingWay(Protocol):
    """A screen that tells when another is about to take its place, whose keys the next ones are."""

    @property
    def gives_way(self) -> bool:
        """Whether it is about to."""
        ...


class KeyPassed(Message):
    """Comes up behind a key: nothing is left to be done with that.

    Attributes:
        event: The key.
    """

    def __init__(self, event: Typed) -> None:
        super().__init__()
        self.event = event


class KeyOrder:
    """Hands keys on one at a time."""

    def __init__(self, app: App[Any], hand_on: Callable[[Typed], Awaitable[None]]) -> None:
        """Order the keys of `app`; `hand_on` is what it does with one by itself."""
        self._app = app
        self._hand_on = hand_on
        self._under_way: Typed | None = None
        self._is_followed = False
        self._calm: asyncio.TimerHandle | None = None
        self._target: MessagePump | None = None
        self._rounds = 0
        self._waiting: deque[Typed] = deque()
        self._patience: asyncio.TimerHandle | None = None

    async def take(self, event: Typed) -> None:
        """Hand a key on, once those before it have had their effects."""
        self._waiting.append(event)
        if self._under_way is not None:
            self._follow(self._under_way)
        await self._go_on()

    async def passed(self, event: Typed) -> None:
        """Go on: all that is to be done with a key is done."""
        if event is self._under_way and self._is_followed:
            self._let_go(event)
            await self._go_on()

    async def _go_on(self) -> None:
        while self._under_way is None and self._waiting:
            self._under_way = event = self._waiting.popleft()
            self._target, self._rounds, self._is_followed = self._now, 0, False
            await self._hand_on(event)
            if not event.is_forwarded:
                # The app has used it itself, before anybody else saw it.
                self._is_followed = True
                self._let_go(event)
            elif self._waiting:
                self._follow(event)
            else:
                self._await_calm()
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
        if self._waiting and self._under_way is not None:
            # Not a Textual timer, which is a task of its own: a held key makes one each time.
            give_up = partial(self._give_up, self._under_way)
            loop = asyncio.get_running_loop()
            self._patience = loop.call_later(PATIENCE, self._app.call_later, give_up)

    def _follow(self, event: Typed) -> None:
        """Send after a key what tells that it has passed: another one waits for that."""
        if not self._is_followed:
            self._is_followed = True
            if self._target is None or not self._target.post_message(KeyPassed(event)):
                self._let_go(event)

    def _await_calm(self) -> None:
        if self._calm is not None:
            self._calm.cancel()
        self._calm = asyncio.get_running_loop().call_later(CALM, self._be_calm)

    def _be_calm(self) -> None:
        if not self._is_followed:
            self._under_way = None

    def _let_go(self, event: Typed) -> None:
        """Have the next key handed on, once what this one opened or went to is ready for it."""
        screen = self._app.screen
        if isinstance(screen, GivingWay) and screen.gives_way:
            self._app.set_timer(_LOOK_EVERY, partial(self.passed, event))
            return
        before, self._target = self._target, self._now
        is_ready = self._rounds >= _ROUNDS and before is self._target
        self._rounds += 1
        if is_ready or not self._target.post_message(KeyPassed(event)):
            self._under_way = None

    @property
    def _now(self) -> MessagePump:
        """What keys are handed to."""
        return self._app.focused or self._app.screen

    async def _give_up(self, event: Typed) -> None:
        if event is self._under_way:
            self._under_way = None
            await self._go_on()
