"""A form that is filled in from a file, and saved as one: the body as the API takes it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic

from textual import work
from textual.binding import BindingType

from tui import keymap
from tui.forms.files import file_name, load_body, save_body
from tui.forms.problems import FormProblems
from tui.screens.form_screen import BodyT, FormScreen, ResultT
from tui.screens.path_screen import PathScreen
from tui.text import clean
from tui.widgets.fields.text_field import EditorField, TextField

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

LOADS = "What the file names is filled in, the rest stays. Nothing is sent before the review."
SAVES = "JSON as the API takes it, for you alone; what looks like a secret is left out."


class FileFormScreen(FormScreen[BodyT, ResultT], Generic[BodyT, ResultT]):
    """A form of a body: its fields have the body's names.

    Subclasses say what a body makes of the form (`loaded`), how that is shown (`fill`), and
    which body it is that the form has (`kept`).
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("file_form")]
    HINTS = ("form_load", "form_save")

    _asking = False

    @property
    def gives_way(self) -> bool:
        """Whether it is about to ask for a file, so that what is typed now is the file's name."""
        return self._asking or super().gives_way

    def loaded(self, body: Mapping[str, Any]) -> DataclassInstance:
        """Return what stands in the form once it is filled in from `body`.

        Raises:
            FormProblems: A field is none of the form's, or its value cannot stand in it.
        """
        raise NotImplementedError

    def kept(self) -> dict[str, Any]:
        """Return the body of what stands in the form, be it complete or not.

        Raises:
            FormProblems: A value cannot be sent.
        """
        raise NotImplementedError

    def fill(self, draft: Any) -> None:
        """Show `draft` in the fields: the texts, which all such forms have."""
        self.query_one("#field-name", TextField).set(draft.name)
        for name in ("description", "metadata"):
            self.query_one(f"#field-{name}", EditorField).set(getattr(draft, name))

    @work(group="dialog")
    async def action_load(self) -> None:
        """Fill the form in from a file; one that is not wholly right changes nothing."""
        if self._asking or self._flight is not None:
            return

        def use(path: Path) -> DataclassInstance:
            return self.loaded(load_body(path))

        self._asking = True
        screen = PathScreen("Fill in from a file", "Load", use, about=LOADS)
        draft = await self.app.push_screen_wait(screen)
        self._asking = False
        if draft is not None:
            self.clear_problems()
            self.fill(draft)
            # What was masked when it was saved must not be sent so.
            self._restored = True
            self.typed()

    @work(group="dialog")
    async def action_save(self) -> None:
        """Save what stands in the form as a file."""
        if self._asking or self._flight is not None:
            return
        self.clear_problems()
        try:
            body = self.kept()
        except FormProblems as found:
            self.show_problems(found)
            return

        def use(path: Path) -> tuple[Path, bool]:
            return path, save_body(path, body)

        self._asking = True
        name = file_name(self.query_one("#field-name", TextField).value)
        screen = PathScreen("Save as a file", "Save", use, path=name, about=SAVES, writes=True)
        saved = await self.app.push_screen_wait(screen)
        self._asking = False
        if saved is not None:
            path, is_masked = saved
            masked = " What looked like a secret is masked in it." if is_masked else ""
            self.notify(f"Saved as {clean(path, 400)}.{masked}", markup=False)
