"""A form whose draft outlives it: what is typed is kept until it is sent or given up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Generic, TypeVar

from textual.timer import Timer

from tui.drafts import MASK, Draft
from tui.errors import DraftError
from tui.forms.problems import FieldPath
from tui.forms.restore import as_values
from tui.screens.field_screen import FieldScreen
from tui.store.lookup import Lookup
from tui.text import Display, clean

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ResultT = TypeVar("ResultT")

KEEP_PAUSE = 0.2
"""Seconds until what is typed is kept: as much may be lost if the machine fails."""

SECRET_LEFT_OUT = Display(f"{MASK} stands where a secret was, which is not kept: type it again")


class KeepingForm(FieldScreen[ResultT], Generic[ResultT]):
    """A form that keeps its draft while one types.

    Subclasses say what stands in it (`draft`) and what stood there before (`before`).
    """

    def __init__(
        self,
        title: Display,
        *,
        lookup: Lookup | None = None,
        restored: bool = False,
        keeper: Draft | None = None,
        uncertain: bool = False,
    ) -> None:
        """Make the form.

        Args:
            title: What the form is for.
            lookup: Names the objects that its fields hold the IDs of.
            restored: Whether it begins with what was typed before, so that Esc asks.
            keeper: Keeps what is typed until it is sent or given up.
            uncertain: Whether an earlier try had no answer.
        """
        super().__init__(title, lookup=lookup, restored=restored)
        self._keeper = keeper
        self._keep_timer: Timer | None = None
        self._told_of_disk = False
        self._uncertain = uncertain

    def on_unmount(self) -> None:
        """Leave to the next form what was not sent."""
        if self._keeper is not None:
            self._keeper.close()

    def on_input_changed(self) -> None:
        """Keep what is typed."""
        self.typed()

    def on_text_area_changed(self) -> None:
        """Keep what is typed."""
        self.typed()

    def typed(self) -> None:
        """Keep what stands in the form, in a moment."""
        if self._keeper is not None and self._keep_timer is None and self.is_mounted:
            self._keep_timer = self.set_timer(KEEP_PAUSE, self.keep)

    def keep(self) -> None:
        """Keep what stands in the form, if anything was typed."""
        if self._keep_timer is not None:
            self._keep_timer.stop()
            self._keep_timer = None
        if self._keeper is None or not self.is_touched:
            return
        try:
            before = as_values(self.before())
            self._keeper.save(as_values(self.draft()), before, uncertain=self._uncertain)
        except DraftError as error:
            if not self._told_of_disk:
                self.notify(clean(error), severity="warning", markup=False)
            self._told_of_disk = True

    def masked(self) -> dict[FieldPath, Display]:
        """Return the fields of a draft of before in which a secret was not kept."""
        if not self._restored:
            return {}
        values = as_values(self.draft())
        return {(name,): SECRET_LEFT_OUT for name in values if MASK in json.dumps(values[name])}

    def given_up(self) -> None:
        """Forget what was kept: the user does not want it."""
        if self._keeper is not None:
            self._keeper.remove()
            self._keeper = None

    def draft(self) -> DataclassInstance:
        """Return what stands in the form."""
        raise NotImplementedError

    def before(self) -> DataclassInstance:
        """Return what stood in the form before anything was typed."""
        raise NotImplementedError
