"""The sessions of one instance: how each stands, and how to connect to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType

from tui import keymap
from tui.errors import ApiError
from tui.screens.resource_screen import ResourceScreen
from tui.text import Display, clean

if TYPE_CHECKING:
    from textual.app import App

    from tui.settings import Settings
    from tui.store.objects import ObjectsState
    from tui.store.store import Store

NO_TEMPLATE = Display(
    "It has no session template yet, so no session was made of it. s creates both."
)
NOT_FOUND = Display(
    "Its session template was not found among many, so its sessions cannot be told from others. "
    "B lists all sessions."
)


async def show_sessions(
    app: App[None], store: Store, settings: Settings, identifier: str, name: Display
) -> Display | None:
    """Show the sessions that were made of an instance; return why there are none to show.

    A session names its template, and the template its instance, so that is looked for first.

    Raises:
        ApiError: The template could not be looked for.
    """
    looked = await store.sessions.template_of(identifier, store.document(identifier) or {})
    template = looked.template
    if template is None or template.id is None:
        return NO_TEMPLATE if looked.everywhere else NOT_FOUND
    app.push_screen(SessionsScreen(store, settings, template.id, name))
    return None


class SessionsScreen(ResourceScreen):
    """The list of an instance's sessions, newest first, and the tree of one of them."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("sessions")]
    NEXT = "x connect · Esc goes back"

    def __init__(
        self, store: Store, settings: Settings, template_id: str, instance_name: Display
    ) -> None:
        """Read the sessions of the instance of that name, made from that template."""
        super().__init__(store, settings, "session", only=[("session_template_id", template_id)])
        self._instance_name = instance_name

    @property
    def list_title(self) -> Display:
        """Whose sessions they are."""
        return Display(f"Sessions of {self._instance_name}")

    def empty_words(self, state: ObjectsState) -> Display:
        """Return how to make one, where there is none."""
        if state.phase == "ready" and not state.search:
            return Display("No session was made of it yet. Esc goes back, s makes one.")
        return super().empty_words(state)

    @work(group="dialog")
    async def action_connect(self) -> None:
        """Show how to connect to the session under the cursor, its secrets masked."""
        from tui.api.api import read
        from tui.models.session import Session
        from tui.screens.session_result import SessionResultScreen

        key = self.objects.cursor_key if self._pane == "list" else self.shown_key
        if key is None:
            return
        try:
            session = read(Session, await self._list.fetch(key))
        except ApiError as error:
            self._say(error.sentence, severity="error")
            return
        title = clean(f"Session {session.name or session.id}", 60)
        await self.app.push_screen_wait(SessionResultScreen(session, title))
