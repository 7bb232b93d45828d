"""The main screen's part that orders the list, and chooses what it shows of each row."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work

from tui.errors import SettingsFileError
from tui.keymap import key_of
from tui.resources import BY_KIND, Kind
from tui.screens.connecting import ConnectingScreen
from tui.text import Display, clean
from tui.widgets.instance_list import InstanceList

if TYPE_CHECKING:
    from tui.profile import Profile
    from tui.saved_filters import SavedFilter
    from tui.store.sort import Sort

LOADING_AGAIN = Display(
    "Not all that is loaded is at hand any more: the list is loaded again for its new column."
)
ONLY_NOW = Display("The demo's columns are kept until you leave.")


class ArrangingScreen(ConnectingScreen):
    """The panes, with the list's order and columns; subclasses load (`load_again`)."""

    @property
    def own_columns(self) -> tuple[str, ...]:
        """The profile's columns: those of a filter that says nothing of columns."""
        return self._settings.profile.columns

    def load_again(self) -> None:
        """Load the list again, as a whole."""
        raise NotImplementedError

    def arrange_as(self, saved: SavedFilter) -> None:
        """Order the list, and show the columns, as a saved filter says.

        By creation, its line says which way.
        """
        from tui.store.sort import Sort

        by_line = self.store.state.filter.order == "asc"
        self.order_by(Sort(saved.by, by_line if saved.by == "created" else saved.reverse))
        self.show_columns(saved.columns or self.own_columns)

    def order_by(self, sort: Sort) -> None:
        """Order the rows that are loaded."""
        if sort != self.store.state.sort and self.store.set_sort(sort):
            self._read_metadata()

    def show_columns(self, columns: tuple[str, ...]) -> None:
        """Show these columns, of all rows that are loaded."""
        if columns != self.store.state.columns and self.store.set_columns(columns):
            self._read_metadata()

    @work(exclusive=True, group="columns")
    async def _read_metadata(self) -> None:
        if not await self.store.read_metadata():
            self._say(LOADING_AGAIN)
            self.load_again()

    # The order.

    @work(group="dialog")
    async def action_sort(self) -> None:
        """Choose the order of the list."""
        if self._store is None:
            return
        from tui.screens.sort_menu import SortMenu

        state = self.store.state
        sort = await self.app.push_screen_wait(SortMenu(state.sort, state.columns))
        if sort is not None:
            self._take_order(sort)
            self.call_after_refresh(self._tell_of_first_row)

    def _tell_of_first_row(self) -> None:
        """Say how to see what is first now: the cursor stays on its row, wherever that went."""
        if self.instances.scroll_offset.y > 0:
            self._say(Display(f"The cursor stays on its row; {key_of('top')} goes to the first."))

    @on(InstanceList.SortRequested)
    def _sort_requested(self, event: InstanceList.SortRequested) -> None:
        """Order by the column whose title was clicked; by the same again the other way."""
        if self._store is None:
            return
        from tui.store.sort import Sort

        now = self.store.state.sort
        self._take_order(Sort(event.by, event.by == now.by and not now.reverse))

    def _take_order(self, sort: Sort) -> None:
        """Order the list as the user says; the order by creation stands in the line."""
        if sort.by == "created" and sort != self.store.state.sort:
            from tui.store.filter import with_token

            order = ["asc"] if sort.reverse else []
            self.filter_bar.text = with_token(self.filter_bar.text, "order", order)
        self.order_by(sort)

    # The columns.

    @work(group="dialog")
    async def action_columns(self) -> None:
        """Choose the columns of the list."""
        if self._store is None:
            self._say(Display("Not connected yet."), severity="warning")
            return
        from tui.screens.column_choice import ColumnChoiceScreen

        before = self.store.state.columns
        seen = await self.store.seen_metadata_keys()
        dialog = ColumnChoiceScreen(before, seen, self.show_columns)
        columns = await self.app.push_screen_wait(dialog)
        if columns is not None and columns != before:
            await self._keep_columns(columns)

    async def _keep_columns(self, columns: tuple[str, ...]) -> None:
        """Make the columns the profile's own, in the settings file too."""
        from tui.models.columns import DEFAULT

        profile = self._settings.profile._replace(columns=columns)
        await self._keep_entry(profile, "columns", list(columns), list(DEFAULT))

    async def keep_columns_of(self, kind: Kind, columns: tuple[str, ...]) -> None:
        """Make the columns of another kind's lists the profile's own, in the file too."""
        found = {**self._settings.profile.columns_of, kind: columns}
        if columns == BY_KIND[kind].columns:
            del found[kind]
        profile = self._settings.profile._replace(columns_of=found)
        written = {one: list(names) for one, names in found.items()}
        await self._keep_entry(profile, "columns_of", written, {})

    async def _keep_entry(
        self, profile: Profile, name: str, written: object, usual: object
    ) -> None:
        """Go on with a profile, of which an entry is another; write that into its file."""
        from tui.settings_change import set_entry

        self._settings = self._settings._replace(profile=profile)
        if self._settings.demo:
            self._say(ONLY_NOW)
            return
        path = self._profiles.file.path
        try:
            await asyncio.to_thread(set_entry, path, profile.name, name, written, usual)
        except SettingsFileError as error:
            self._say(clean(error), severity="warning")
        else:
            self._profiles = await asyncio.to_thread(self._profiles.read_again)
