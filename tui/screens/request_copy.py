"""What to copy of a request that was sent: one key each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, TypeAlias, get_args

from textual.app import App
from textual.binding import BindingType

from tui import keymap
from tui.call_text.httpx_code import httpx_code
from tui.call_text.sdk_code import sdk_code
from tui.curl import curl
from tui.models.call import Transcript
from tui.screens.clipboard import copy_text
from tui.screens.menu import MenuItem, MenuScreen
from tui.text import Display

CallCopy: TypeAlias = Literal["curl", "sdk", "httpx", "url", "id", "answer"]
_KINDS: tuple[CallCopy, ...] = get_args(CallCopy)

_WORDS: dict[CallCopy, Display] = {
    "curl": Display("The curl command"),
    "sdk": Display("The Python program"),
    "httpx": Display("The Python program"),
    "url": Display("The URL"),
    "id": Display("The request ID"),
    "answer": Display("The answer"),
}


async def copy_request(app: App[Any], asked: Transcript) -> None:
    """Ask what to copy of a request, and copy it; only to be called in a worker."""
    kind = await app.push_screen_wait(RequestCopyMenu(_missing(asked)))
    if kind is not None:
        await copy_text(app, text_of(asked, kind), _WORDS[kind])


def text_of(asked: Transcript, kind: CallCopy) -> str:
    """Return what a kind of copy takes of a request; nothing, where there is no such thing."""
    call = asked.call
    if kind == "curl":
        body = asked.sent.value if asked.sent.size else None
        return curl(call.method, call.url, body, asked.environment_id)
    if kind == "sdk":
        return sdk_code(asked)
    if kind == "httpx":
        return httpx_code(asked)
    if kind == "url":
        return call.url
    return (call.request_id or "") if kind == "id" else asked.received.text()


def _missing(asked: Transcript) -> dict[CallCopy, Display]:
    """Return what cannot be copied of a request, and why."""
    reasons: dict[CallCopy, Display] = {}
    if (why := asked.why_not_again) is not None:
        reasons |= {"curl": why, "sdk": why, "httpx": why}
    if asked.call.request_id is None:
        reasons["id"] = Display("its answer has none" if asked.call.status else "no answer came")
    if not asked.received.is_kept:
        reasons["answer"] = Display("it is not kept")
    elif not asked.received.size:
        reasons["answer"] = Display("there is none")
    return reasons


class RequestCopyMenu(MenuScreen[CallCopy]):
    """Dismissed with what to copy, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("request_copy")]

    def __init__(self, missing: Mapping[CallCopy, Display]) -> None:
        """Offer all kinds of copy; those that are `missing` only with the reason."""
        items = [
            MenuItem(command, kind, missing.get(kind), kind not in missing)
            for command, kind in zip(keymap.in_scope("request_copy"), _KINDS, strict=True)
        ]
        super().__init__(Display("Copy the request"), items)

    def action_pick(self, kind: str) -> None:
        """Pick a kind of copy by its key."""
        self.pick(f"request_{kind}")
