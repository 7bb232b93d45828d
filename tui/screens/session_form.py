"""The forms of a session and of a session template: name, description, metadata."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeAlias, TypeVar

from textual.app import ComposeResult
from textual.content import Content

from tui.drafts import Draft
from tui.forms.body import draft_of_session
from tui.forms.diff import Change, changes
from tui.forms.outcome import NOT_CHANGED, Candidate, Found, changed_otherwise, has_all_of
from tui.forms.session import SessionDraft, as_body, to_session, to_session_template
from tui.models.requests import CreateSession, CreateSessionTemplate
from tui.models.session import Session, SessionTemplate
from tui.screens.file_form import FileFormScreen
from tui.screens.form_screen import Submit
from tui.text import Display, clean
from tui.widgets.fields.field import MUTED, FixedField
from tui.widgets.fields.metadata_field import MetadataField
from tui.widgets.fields.text_field import EditorField, TextField

BodyT = TypeVar("BodyT", bound=CreateSessionTemplate)
ResultT = TypeVar("ResultT")

MadeLately: TypeAlias = Callable[[CreateSession], Awaitable[Sequence[Session] | None]]
"""Looks for what a create may have made; None where that cannot be told."""
Reload: TypeAlias = Callable[[], Awaitable[SessionTemplate | None]]
"""Returns the instance's template as the server has it now; None where none was found."""


class _ForInstance(FileFormScreen[BodyT, ResultT]):
    """What is made for one instance, and may have a name, a description, metadata."""

    ENDPOINT: ClassVar[str]
    UNKNOWN: ClassVar[Display]

    def __init__(
        self,
        title: Display,
        *,
        instance_id: str,
        instance_name: Display,
        submit: Submit[BodyT, ResultT],
        before: SessionDraft,
        draft: SessionDraft | None,
        keeper: Draft | None,
        uncertain: bool,
        about: Display | None = None,
    ) -> None:
        """Make the form.

        Args:
            title: What the form is for.
            instance_id: The instance that it is made for.
            instance_name: The instance's name.
            submit: Sends the body.
            before: What there is, before anything is typed.
            draft: What was typed before, to begin with.
            keeper: Keeps what is typed until it is sent or given up.
            uncertain: Whether an earlier try had no answer.
            about: A word on what sending does.
        """
        super().__init__(
            title,
            path=f"/integration-instances/{instance_id}/{self.ENDPOINT}",
            submit=submit,
            unknown=self.UNKNOWN,
            restored=draft is not None,
            keeper=keeper,
            uncertain=uncertain,
        )
        self._instance = Content.assemble(instance_name, "  ", (clean(instance_id, 80), MUTED))
        self._before = before
        self._begin_with = draft or before
        self._about = about

    def compose_fields(self) -> ComposeResult:
        """Yield the instance, which is fixed, and the three fields."""
        start = self._begin_with
        instance = FixedField("instance", "Instance", self._instance)
        instance.note = self._about
        yield instance
        yield TextField("name", "Name", start.name, placeholder="optional")
        yield EditorField("description", "Description", start.description, placeholder="optional")
        yield MetadataField(start.metadata)

    def draft(self) -> SessionDraft:
        """Return what stands in the form."""
        return SessionDraft(
            name=self.query_one("#field-name", TextField).value,
            description=self.query_one("#field-description", EditorField).value,
            metadata=self.query_one("#field-metadata", EditorField).value,
        )

    def before(self) -> SessionDraft:
        """Return what stood in the form before anything was typed."""
        return self._before

    def loaded(self, body: Mapping[str, Any]) -> SessionDraft:
        """Return what stands in the form once it is filled in from `body`."""
        return draft_of_session(body, self.draft())

    def kept(self) -> dict[str, Any]:
        """Return the body of what stands in the form."""
        return to_session(self.draft()).as_json()


class SessionFormScreen(_ForInstance[CreateSession, Session]):
    """Creates a session on an instance."""

    ENDPOINT = "session"
    UNKNOWN = Display(
        "It is not known whether the session was created; look at the sessions first."
    )

    def __init__(
        self,
        *,
        instance_id: str,
        instance_name: Display,
        submit: Submit[CreateSession, Session],
        made_lately: MadeLately | None = None,
        draft: SessionDraft | None = None,
        keeper: Draft | None = None,
        uncertain: bool = False,
    ) -> None:
        """Make the form; `made_lately` looks for what was made though no answer came."""
        super().__init__(
            Display("New session"),
            instance_id=instance_id,
            instance_name=instance_name,
            submit=submit,
            before=SessionDraft(),
            draft=draft,
            keeper=keeper,
            uncertain=uncertain,
        )
        self._made_lately = made_lately

    def build(self) -> CreateSession:
        """Return the body of what was typed."""
        return to_session(self.draft())

    async def find_made(self, body: CreateSession) -> Found[Session] | None:
        """Look for the session that was just made."""
        made = await self._made_lately(body) if self._made_lately is not None else None
        if made is None:
            return None
        return Found(candidates=tuple(Candidate(_told(one), one) for one in made))


class SessionTemplateFormScreen(_ForInstance[CreateSessionTemplate, SessionTemplate]):
    """Creates an instance's session template, or updates the one there is."""

    ENDPOINT = "session-template"
    UNKNOWN = Display(
        "It is not known whether the template was written; sending again does no harm."
    )

    def __init__(
        self,
        *,
        instance_id: str,
        instance_name: Display,
        submit: Submit[CreateSessionTemplate, SessionTemplate],
        base: SessionTemplate | None = None,
        reload: Reload | None = None,
        unseen: Display | None = None,
        draft: SessionDraft | None = None,
        keeper: Draft | None = None,
        uncertain: bool = False,
    ) -> None:
        """Make the form of a new template, or of `base`.

        `reload` gets the template anew, `unseen` says why it is not known whether there
        is one; the rest is as for a session.
        """
        title, about = "Session template · new", "There is none yet; it may go without a name."
        if base is not None:
            title = "Session template · update"
            about = f"Updates {clean(base.id, 80)}; what you do not touch is not sent."
        elif unseen is not None:
            title, about = "Session template", f"{unseen} If there is one, it is updated."
        super().__init__(
            Display(title),
            instance_id=instance_id,
            instance_name=instance_name,
            submit=submit,
            before=SessionDraft.from_template(base) if base else SessionDraft(),
            draft=draft,
            keeper=keeper,
            uncertain=uncertain,
            about=Display(about),
        )
        self._base = self._fresh = base
        self._reload = reload

    def build(self) -> CreateSessionTemplate:
        """Return the body of what was typed."""
        return to_session_template(self.draft(), self._base)

    async def look_again(self) -> Sequence[Display]:
        """Get the template anew, and return what others changed since the form opened."""
        if self._base is None or self._reload is None:
            return ()
        self._fresh = await self._reload() or self._fresh
        assert self._fresh is not None, "there was one before"
        return [
            Display(f"Changed by somebody else meanwhile: {one.field} is now {one.after}")
            for one in changes(as_body(self._base), as_body(self._fresh))
        ]

    def changes(self, body: CreateSessionTemplate) -> Sequence[Change]:
        """Return what an update changes of the template as it is now."""
        if self._fresh is None:
            return ()
        return changes(as_body(self._fresh), body.as_json())

    async def find_made(self, body: CreateSessionTemplate) -> Found[SessionTemplate] | None:
        """Look whether the template has what was sent."""
        now = await self._reload() if self._reload is not None else None
        if now is None:
            return None
        sent = body.as_json()
        if has_all_of(as_body(now), sent):
            return Found(done=now)
        others = changes(as_body(self._fresh or SessionTemplate()), as_body(now))
        return Found(nothing=NOT_CHANGED, otherwise=changed_otherwise(others) if others else None)


def _told(session: Session) -> dict[str, Any]:
    """Return what tells a session from another of the same name; no secret is among it."""
    return {
        "name": session.name,
        "description": session.description,
        "metadata": session.metadata,
        "id": session.id,
        "status": session.status,
        "created_at": session.created_at,
    }
