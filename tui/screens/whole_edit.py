"""An instance changed as a whole: its JSON in the user's editor, then the update's review.

What the editor left and cannot be sent is kept like what is typed into a form, and offered
the next time; once it can be sent, it is what stands in the form.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tui.api.api import read
from tui.drafts import MASK, Draft
from tui.errors import ApiError, DraftError, UsageError
from tui.forms.instance import InstanceDraft, to_update
from tui.forms.json_text import read_object
from tui.forms.problems import FieldProblem, FormProblems
from tui.forms.restore import as_values
from tui.forms.whole import WholeDraft, edited, whole_text
from tui.models.integration_instance import IntegrationInstance
from tui.screens.keeping_form import SECRET_LEFT_OUT
from tui.screens.left_behind import Beginning, begin
from tui.screens.outside import edit_outside
from tui.screens.refused import RefusedScreen
from tui.text import clean

if TYPE_CHECKING:
    from textual.app import App

    from tui.store.store import Store

UNCHANGED = "Nothing changed: there is nothing to send."
UNREADABLE = "What was kept of it cannot be read any more, and is gone."


async def begin_outside(
    app: App[None], store: Store, identifier: str, base: IntegrationInstance
) -> tuple[IntegrationInstance, Beginning[InstanceDraft]] | None:
    """Return what the form begins with after the user's editor; None where nothing is to be sent.

    With it comes the instance that was edited: `base`, or what it was when that was begun.

    Raises:
        UsageError: There is no editor, it failed, or `base` cannot be edited as a whole.
    """
    name = base.name or identifier
    start = await begin(app, store, f"whole {identifier}", f"{name} as JSON", WholeDraft())
    if start is None:
        return None
    editing = _Editing(app, start, name, base)
    try:
        draft = await editing.edit()
        if draft is None:
            return None
        keeper = None
        if store.drafts is not None:
            # From here on it is the form's: kept there, it need not be kept here.
            keeper = store.drafts.begin(f"update {identifier}", f"Edit {name}")
            editing.hand_over(keeper, draft)
        return editing.base, Beginning(draft, keeper)
    finally:
        if start.keeper is not None:
            start.keeper.close()


class _Editing:
    """One instance in the editor, again and again until it can be sent or is given up.

    Attributes:
        base: The instance that is edited, as it was when that was begun.
    """

    def __init__(
        self, app: App[None], start: Beginning[WholeDraft], name: str, base: IntegrationInstance
    ) -> None:
        self.base = base
        self._app = app
        self._keeper = start.keeper
        self._is_resumed = start.draft is not None
        if start.draft is None:
            text = whole_text(base)
            self._whole = WholeDraft(name, text, text)
        else:
            self._whole = start.draft
            try:
                self.base = read(IntegrationInstance, read_object(start.draft.base))
            except (FieldProblem, ApiError) as error:
                self._forget()
                raise UsageError(UNREADABLE) from error

    async def edit(self) -> InstanceDraft | None:
        """Return the form that the editor made of it; None where nothing is to be sent.

        What cannot be sent is said, and the editor can be opened again with all that was typed.

        Raises:
            UsageError: The editor failed at once.
        """
        text = edit_outside(self._app, self._whole.text, suffix=".json")
        if text is None and self._is_resumed:
            text = self._whole.text
        while text:
            self._keep(text)
            try:
                draft = self._read(text)
            except FormProblems as found:
                if not await self._app.push_screen_wait(RefusedScreen(found.problems)):
                    self._forget()
                    return None
                text = self._edited_again(text)
            else:
                if to_update(draft, self.base).model_fields_set:
                    return draft
                break
        if text:
            self._forget()
        self._app.notify(UNCHANGED, markup=False)
        return None

    def hand_over(self, keeper: Draft, draft: InstanceDraft) -> None:
        """Let the form's keeper have what was edited."""
        try:
            keeper.save(as_values(draft), as_values(InstanceDraft.from_instance(self.base)))
        except DraftError:
            return  # The form says so; the text stays where it is.
        self._forget()

    def _read(self, text: str) -> InstanceDraft:
        """Return the form that `text` makes; raises `FormProblems` where it cannot be sent."""
        draft = edited(self.base, text)
        if self._is_resumed:
            body = to_update(draft, self.base).as_json()
            masked = [name for name in body if MASK in json.dumps(body[name])]
            if masked:
                raise FormProblems({(name,): SECRET_LEFT_OUT for name in masked})
        return draft

    def _edited_again(self, text: str) -> str:
        """Return what the editor makes of what it made before; if it fails, that."""
        try:
            return edit_outside(self._app, text, suffix=".json") or text
        except UsageError as error:
            self._app.notify(clean(error), severity="warning", markup=False)
            return text

    def _keep(self, text: str) -> None:
        if self._keeper is None:
            return
        self._whole = WholeDraft(self._whole.name, text, self._whole.base)
        try:
            self._keeper.save(as_values(self._whole), as_values(WholeDraft()))
        except DraftError as error:
            self._app.notify(clean(error), severity="warning", markup=False)

    def _forget(self) -> None:
        if self._keeper is not None:
            self._keeper.remove()
