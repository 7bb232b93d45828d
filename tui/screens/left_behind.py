"""Offers what was typed into a form and not sent, before that form is opened anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from tui.text import Display, clean
from tui.times import age

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from textual.app import App

    from tui.drafts import Draft, Kept
    from tui.store.store import Store

DraftT = TypeVar("DraftT", bound="DataclassInstance")

_ANEW = "anew"


@dataclass(frozen=True, slots=True)
class Beginning(Generic[DraftT]):
    """What a form begins with.

    Attributes:
        draft: What was typed before, or None for a new form.
        keeper: Keeps what is typed from now on; None where nothing is kept.
        uncertain: Whether it was being sent when it was left.
    """

    draft: DraftT | None = None
    keeper: Draft | None = None
    uncertain: bool = False


async def begin(
    app: App[None], store: Store, form: str, title: str, fresh: DraftT
) -> Beginning[DraftT] | None:
    """Return what the form begins with; None where the user rather leaves it.

    `fresh` is what it would begin with if nothing had been typed.
    """
    if store.drafts is None:
        return Beginning()
    from tui.drafts import Kept
    from tui.forms.restore import restored
    from tui.screens.choice import ChoiceScreen, Line

    left = store.drafts.left_behind(form)
    chosen: Kept | str | None = _ANEW
    if left:
        lines: list[Line[Kept | str]] = [Line(_columns(one, store), one) for one in left]
        screen: ChoiceScreen[Kept | str] = ChoiceScreen(
            "Go on with what was typed before?",
            [*lines, Line((Display("Begin anew"), Display("")), _ANEW)],
            note=_note(left),
        )
        chosen = await app.push_screen_wait(screen)
    if chosen is None:
        return None
    if isinstance(chosen, Kept):
        try:
            draft = restored(fresh, chosen.values, chosen.before)
        except ValueError:
            # Written by another version, or by somebody else: no use to this form.
            store.drafts.discard(chosen)
        else:
            return Beginning(draft, store.drafts.take_up(chosen), chosen.uncertain)
    return Beginning(keeper=store.drafts.begin(form, title))


def reminder(store: Store) -> Display | None:
    """Return a word about what was left unsent at an earlier time, or None."""
    left = store.drafts.left_behind() if store.drafts is not None else []
    if not left:
        return None
    newest = left[0]
    more = f", and {len(left) - 1} more" if len(left) > 1 else ""
    when = age(newest.kept_at, store.now())
    return clean(
        f"Not sent yet: {newest.title}, typed {when} ago{more}. Opening that form offers it.", 300
    )


def _note(left: Sequence[Kept]) -> str:
    """Return what is to be known before one goes on with any of them."""
    words = ["What is not taken up stays for another time; Discard in the form forgets it."]
    if any(one.uncertain for one in left):
        words.append("What was being sent may have been carried out: look for it first.")
    if any(one.left_out for one in left):
        words.append("What looked like a secret is never kept: type it where (masked) stands.")
    return " ".join(words)


def _columns(kept: Kept, store: Store) -> tuple[Display, ...]:
    values = kept.values if isinstance(kept.values, dict) else {}
    words = [f"{age(kept.kept_at, store.now())} old"]
    words += ["was being sent"] if kept.uncertain else []
    words += ["lacks a secret"] if kept.left_out else []
    return clean(values.get("name") or "(no name)", 28), clean(", ".join(words), 80)
