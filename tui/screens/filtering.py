"""The main screen's part that comes back to filters: saved ones, recent ones, the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work

from tui.errors import SavedFilterError
from tui.screens.reaching import ReachingScreen
from tui.text import Display, clean
from tui.widgets.filter_bar import FilterBar

if TYPE_CHECKING:
    from tui.saved_filters import SavedFilter


class FilteringScreen(ReachingScreen):
    """The panes, with the filters that outlive a run."""

    def apply_filter(self, saved: SavedFilter) -> None:
        """List what a saved filter asks for, in its order and columns; one can go back."""
        if self._store is None:
            self._say(Display("Not connected yet."), severity="warning")
            return
        self._list_anew(saved.text, clean(saved.name))
        self.arrange_as(saved)
        self.kept.recent.use(saved.text, keep=False)

    @on(FilterBar.LineTaken)
    def _line_taken(self, event: FilterBar.LineTaken) -> None:
        """Apply what was picked below the empty line."""
        if self._store is None:
            self.filter_bar.text = event.text
            self.go_to_pane("list")
        elif event.name is None:
            self._list_anew(event.text, Display(""))
            self.kept.recent.use(event.text)
        else:
            try:
                self.apply_filter(self.kept.saved.named(event.name))
            except SavedFilterError as error:
                self._say(clean(error), severity="warning")

    def keep_line(self) -> None:
        """Remember the line that is in use, unless something is wrong with it."""
        if self._store is not None and not self.store.state.problems:
            self.kept.recent.use(self.filter_bar.text)

    @work(group="dialog")
    async def action_filter_form(self) -> None:
        """Change the filter in a form that is in step with the line."""
        if self._store is None:
            self._say(Display("Not connected yet."), severity="warning")
            return
        from tui.screens.filter_form import FilterFormScreen

        form = FilterFormScreen(
            self.filter_bar.text.strip(), self.store.lookup, self._settings.profile, self.clock
        )
        line = await self.app.push_screen_wait(form)
        if line is not None:
            self._list_anew(line, Display(""))
            self.keep_line()

    @work(group="dialog")
    async def action_filters(self) -> None:
        """Choose a saved filter, and apply it."""
        from tui.screens.saved_filters import choose_filter

        try:
            chosen = await choose_filter(self.app, self.kept.saved)
        except SavedFilterError as error:
            self._say(clean(error), severity="error")
            return
        if chosen is not None:
            self.apply_filter(chosen)

    @work(group="dialog")
    async def action_save_filter(self) -> None:
        """Save the filter by a name."""
        if self._store is None:
            self._say(Display("Not connected yet."), severity="warning")
            return
        from tui.screens.filter_name import save_filter

        try:
            saved, state = self.kept.saved, self.store.state
            said = await save_filter(self.app, saved, state, self.own_columns)
        except SavedFilterError as error:
            self._say(clean(error), severity="error")
        else:
            if said is not None:
                self._say(said)
