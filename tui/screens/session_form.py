"""The forms of a session and of a session template: name, description, metadata."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.content import Content

from tui.drafts import Draft
from tui.forms.session import SessionDraft, to_session, to_session_template
from tui.models.requests import CreateSession, CreateSessionTemplate
from tui.models.session import Session, SessionTemplate
from tui.screens.form_screen import FormScreen, Submit
from tui.text import Display, clean
from tui.widgets.fields.field import MUTED, FixedField
from tui.widgets.fields.text_field import EditorField, TextField

BodyT = TypeVar("BodyT", bound=CreateSessionTemplate)
ResultT = TypeVar("ResultT")


class _ForInstance(FormScreen[BodyT, ResultT]):
    """What is made for one instance, and may have a name, a description, metadata."""

    TITLE_WORDS: ClassVar[Display]
    ENDPOINT: ClassVar[str]
    UNKNOWN: ClassVar[Display]
    ABOUT: ClassVar[Display | None] = None

    def __init__(
        self,
        *,
        instance_id: str,
        instance_name: Display,
        submit: Submit[BodyT, ResultT],
        draft: SessionDraft | None = None,
        keeper: Draft | None = None,
        uncertain: bool = False,
    ) -> None:
        """Make the form.

        Args:
            instance_id: The instance that it is made for.
            instance_name: The instance's name.
            submit: Sends the body.
            draft: What was typed before, to begin with.
            keeper: Keeps what is typed until it is sent or given up.
            uncertain: Whether an earlier try had no answer.
        """
        super().__init__(
            self.TITLE_WORDS,
            path=f"/integration-instances/{instance_id}/{self.ENDPOINT}",
            submit=submit,
            unknown=self.UNKNOWN,
            restored=draft is not None,
            keeper=keeper,
            uncertain=uncertain,
        )
        self._instance = Content.assemble(instance_name, "  ", (clean(instance_id, 80), MUTED))
        self._begin_with = draft or SessionDraft()

    def compose_fields(self) -> ComposeResult:
        """Yield the instance, which is fixed, and the three fields."""
        start = self._begin_with
        instance = FixedField("instance", "Instance", self._instance)
        instance.note = self.ABOUT
        yield instance
        yield TextField("name", "Name", start.name, placeholder="optional")
        yield EditorField("description", "Description", start.description, placeholder="optional")
        yield EditorField(
            "metadata",
            "Metadata",
            start.metadata,
            placeholder='a JSON object, as {"team": "support"}',
            line_numbers=True,
        )

    def draft(self) -> SessionDraft:
        """Return what stands in the form."""
        return SessionDraft(
            name=self.query_one("#field-name", TextField).value,
            description=self.query_one("#field-description", EditorField).value,
            metadata=self.query_one("#field-metadata", EditorField).value,
        )

    def before(self) -> SessionDraft:
        """Return what stood in the form before anything was typed."""
        return SessionDraft()


class SessionFormScreen(_ForInstance[CreateSession, Session]):
    """Creates a session on an instance."""

    TITLE_WORDS = Display("New session")
    ENDPOINT = "session"
    UNKNOWN = Display(
        "It is not known whether the session was created; look at the sessions first."
    )

    def build(self) -> CreateSession:
        """Return the body of what was typed."""
        return to_session(self.draft())


class SessionTemplateFormScreen(_ForInstance[CreateSessionTemplate, SessionTemplate]):
    """Creates an instance's session template, or updates the one there is."""

    TITLE_WORDS = Display("Session template")
    ENDPOINT = "session-template"
    UNKNOWN = Display(
        "It is not known whether the template was written; sending again does no harm."
    )
    ABOUT = Display("Updates the template if there is one; empty fields are not sent.")

    def build(self) -> CreateSessionTemplate:
        """Return the body of what was typed."""
        return to_session_template(self.draft())
