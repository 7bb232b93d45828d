"""The main screen's part that acts on what the cursor is on, each act in a dialog of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import work

from tui.errors import ApiError, UsageError
from tui.screens import changes
from tui.screens.marking import MarkingScreen
from tui.screens.opening import is_opening
from tui.text import Display, clean

if TYPE_CHECKING:
    from tui.models.integration_instance import IntegrationInstance
    from tui.models.row import InstanceRow

_DIALOGS = frozenset(
    {
        "new",
        "clone",
        "edit",
        "edit_whole",
        "archive",
        "template",
        "session",
        "sessions",
        "undo",
        "sort",
        "columns",
        "export",
        "compare",
        "why",
        "summary",
        "profiles",
        "settings",
        "filters",
        "filter_form",
        "save_filter",
    }
)


class ActingScreen(MarkingScreen):
    """The panes, and what one can do with an object: change it, copy it, open it."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Start no second dialog while one is about to open: keys typed ahead do nothing."""
        if action in _DIALOGS and is_opening(self):
            return False
        return super().check_action(action, parameters)

    @property
    def row(self) -> InstanceRow | None:
        """The row under the list's cursor."""
        return self.instances.cursor_row

    # The object the cursor is on.

    @property
    def _target(self) -> str | None:
        """The ID of the instance that keys act on: the row's in the list, else the open one's."""
        if self._pane == "list":
            return self.row.id if self.row else None
        root = self.object_tree.root_node
        return root.id if root else None

    def _may_write(self) -> bool:
        """Return whether something can be changed now; say why not."""
        if self._store is None:
            why = "Not connected yet."
        elif self._settings.is_read_only:
            why = "Read-only: nothing can be changed."
        elif self.store.state.cached_at is not None:
            why = "Nothing can be changed before the API has answered. r asks again."
        else:
            return True
        self._say(Display(why), severity="warning")
        return False

    @property
    def _marked_are_meant(self) -> bool:
        """Whether keys act on the marked instances: in the list, where there are any."""
        return self._pane == "list" and self._store is not None and bool(self.store.state.marked)

    def _needs_id(self) -> str | None:
        """Return the ID of what may be changed; say why not where there is none."""
        if not self._may_write():
            return None
        if self._target is None:
            self._say(Display("No instance here that has an ID."), severity="warning")
        return self._target

    @work(group="dialog")
    async def action_new(self) -> None:
        """Create an instance."""
        if not self._may_write():
            return
        await self._create(None)

    @work(group="dialog")
    async def action_clone(self) -> None:
        """Create an instance like this one."""
        if identifier := self._needs_id():
            try:
                await self._create(identifier)
            except ApiError as error:
                self._say(error.sentence, severity="error")

    async def _create(self, like: str | None) -> None:
        made = await changes.create_instance(self.app, self.store, like)
        if made is None or made.id is None:
            return
        from tui.screens.result import HIDDEN, ResultScreen

        self.instances.await_key(made.id)
        self._show_document(made.id, made.as_json())
        is_hidden = self.instances.cursor_key != made.id
        screen = ResultScreen(made, HIDDEN if is_hidden else None)
        chosen = await self.app.push_screen_wait(screen)
        if chosen is not None:
            # There, nothing else can be meant by the keys: no mark, no other row. It is shown
            # anew, as the list may have gone on to another row behind the dialog.
            self.go_to(made.id, self.store.document(made.id) or made.as_json())
            steps = {
                "edit": self.action_edit,
                "session": self.action_session,
                "template": self.action_template,
            }
            if chosen in steps:
                steps[chosen]()

    @work(group="dialog")
    async def action_edit(self) -> None:
        """Change the instance, its provider under the tree's cursor, or all that are marked."""
        if self._marked_are_meant:
            if self._may_write():
                from tui.screens.bulk_update import update_marked

                await update_marked(self.app, self.store)
        elif identifier := self._needs_id():
            try:
                said = await self._edit(identifier)
            except ApiError as error:
                self._say(error.sentence, severity="error")
                return
            if said is not None:
                self._say(said)
                self._show_again(identifier)

    async def _edit(self, identifier: str) -> Display | None:
        """Return what was done, or None; raises `ApiError` where there is nothing to edit."""
        if (row := self._provider_row) is not None:
            from tui.screens.provider_change import set_provider

            return await set_provider(self.app, self.store, identifier, row)
        return self._updated(await changes.update_instance(self.app, self.store, identifier))

    @work(group="dialog")
    async def action_edit_whole(self) -> None:
        """Change the instance as JSON in the user's own editor."""
        if identifier := self._needs_id():
            try:
                made = await changes.update_instance(self.app, self.store, identifier, outside=True)
            except ApiError as error:
                self._say(error.sentence, severity="error")
            except UsageError as error:
                self._say(clean(error), severity="warning")
            else:
                if (said := self._updated(made)) is not None:
                    self._say(said)
                    self._show_again(identifier)

    def _updated(self, made: IntegrationInstance | None) -> Display | None:
        """Return what is said of an update; None where there was none."""
        if made is None:
            return None
        from tui.keymap import key_of
        from tui.screens.done import done

        undoes = f" {key_of('undo')} undoes it." if changes.can_be_undone(self.store) else ""
        words = f"Updated {clean(made.name)}.{undoes}"
        return done(words, made, at_cursor=self._pane == "list")

    @property
    def _provider_row(self) -> dict[str, Any] | None:
        """The JSON of the instance's provider that the tree's cursor is on, or within."""
        node = self.object_tree.node
        if self._pane == "list" or node is None or node.is_more or len(node.path) < 2:
            return None
        field, number = node.path[:2]
        if field != "providers":
            return None
        row = self._shown_document[field][number]
        return row if isinstance(row, dict) else None

    @work(group="dialog")
    async def action_undo(self) -> None:
        """Undo the latest update; what was created or archived cannot be undone."""
        if not self._may_write():
            return
        if self.store.writing.undo.latest is None:
            words = "No update of this run is left to undo. Creating and archiving cannot be."
            self._say(Display(words))
            return
        made = await changes.undo_update(self.app, self.store)
        if made is not None and made.id is not None:
            from tui.keymap import key_of
            from tui.screens.done import done

            words = f"{clean(made.name)} is as it was before. {key_of('undo')} undoes that, too."
            self._say(done(words, made))
            self._show_again(made.id)

    @work(group="dialog")
    async def action_archive(self) -> None:
        """Archive the instance, or those that are marked."""
        if self._marked_are_meant:
            if self._may_write():
                from tui.screens.bulk_archive import archive_marked

                await archive_marked(self.app, self.store)
        elif identifier := self._needs_id():
            name = (self.store.document(identifier) or {}).get("name") or identifier
            made = await changes.archive_instance(self.app, self.store, identifier, name)
            if made is not None:
                from tui.screens.done import done

                self._say(done(f"Archived {self._name_of(identifier)}.", made))
                self.go_to_pane("list")
                self._show_again(identifier)

    @work(group="dialog")
    async def action_template(self) -> None:
        """Create or update the instance's session template."""
        if identifier := self._needs_id():
            name = self._name_of(identifier)
            done = await changes.create_session_template(self.app, self.store, identifier, name)
            if done is not None:
                self._say(done)

    @work(group="dialog")
    async def action_session(self) -> None:
        """Create a session on the instance and show how to connect."""
        if identifier := self._needs_id():
            name = self._name_of(identifier)
            made = await changes.create_session(self.app, self.store, identifier, name)
            if made is not None:
                from tui.screens.session_result import SessionResultScreen

                await self.app.push_screen_wait(SessionResultScreen(made))

    @work(group="dialog")
    async def action_sessions(self) -> None:
        """List the sessions that were made of the instance."""
        identifier = self._target
        if self._store is None or identifier is None:
            self._say(Display("No instance here that has an ID."), severity="warning")
            return
        from tui.screens.sessions import show_sessions

        name = self._name_of(identifier)
        try:
            why = await show_sessions(self.app, self.store, self._settings, identifier, name)
        except ApiError as error:
            self._say(error.sentence, severity="error")
        else:
            if why is not None:
                self._say(why, severity="warning")

    def _name_of(self, identifier: str) -> Display:
        document = self.store.document(identifier) or {}
        return clean(document.get("name") or identifier)

    def _show_again(self, key: str) -> None:
        """Show the open instance as it is now, if it is the one that changed."""
        document = self.store.document(key)
        if self._shown_key == key and document is not None:
            self._show_document(key, document)

    @work(group="dialog")
    async def action_export(self) -> None:
        """Export instances to a file."""
        if self._store is None:
            return
        from tui.screens.export import export_instances

        said = await export_instances(self.app, self.store)
        if said is not None:
            self._say(said)

    # Profiles.

    @work(group="dialog")
    async def action_profiles(self) -> None:
        """Switch to another profile."""
        from tui.screens.profile_choice import choose_profile

        profile = await choose_profile(self.app, self._profiles, self._settings)
        if profile is not None:
            await self.switch_profile(profile)

    @work(group="dialog")
    async def action_settings(self) -> None:
        """Look at the settings, and change them."""
        from tui.screens.settings import change_settings

        await change_settings(self.app, self._settings, self._profiles, self.take_profile)
