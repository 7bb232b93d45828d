"""The main screen's part that shows the tour: one key after the other, tried where it works."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.events import DescendantFocus
from textual.screen import Screen

from tui import keymap
from tui.profiles import Profiles
from tui.screens.filtering import FilteringScreen
from tui.screens.history import Place
from tui.screens.opener import Opener
from tui.settings import Settings
from tui.text import Display
from tui.times import Clock
from tui.widgets.filter_bar import FilterBar

if TYPE_CHECKING:
    from tui.widgets.tour_bar import TourBar


class TouringScreen(FilteringScreen):
    """The panes, with a tour that goes on when the key that it names was used.

    It comes by itself once, at the first start of all, when the first list is there.
    """

    def __init__(
        self, settings: Settings, opener: Opener, profiles: Profiles, clock: Clock
    ) -> None:
        super().__init__(settings, opener, profiles, clock)
        self._tour: TourBar | None = None
        self._tour_step = 0
        self._above: Screen[Any] | None = None
        self._may_tour = settings.tour and settings.instance_id is None

    # It comes and goes.

    def furnish(self) -> None:
        """Fill the panes; show the tour to whoever is here for the first time.

        Whoever has begun something by then has it at the next start.
        """
        super().furnish()
        if self._may_tour and self.store.state.phase != "failed":
            self._may_tour = False
            is_wanted = self._settings.profile.tour and not self.app.is_web
            if is_wanted and self.is_current and self.focused is self.listed:
                self._offer_tour()

    @work(group="tour")
    async def _offer_tour(self) -> None:
        from tui.tour import claim

        folder = self._settings.state_folder
        if folder is not None and await asyncio.to_thread(claim, folder):
            self.action_tour()

    def action_tour(self) -> None:
        """Begin the tour; while it is there, go to its next step."""
        from tui.widgets.tour_bar import TourBar

        if self._tour is not None:
            self._go_on_with_tour()
            return
        self.go_to_pane("list")
        self._tour, self._tour_step = TourBar(id="tour"), 0
        self.mount(self._tour, before=self.footer)
        self._show_step()

    def end_tour(self) -> bool:
        """Take the tour away; return whether there was one."""
        if self._tour is None:
            return False
        self._tour.remove()
        self._tour = None
        again, more = keymap.key_of("tour"), keymap.key_of("help")
        self._say(Display(f"{again} takes the tour again, {more} has all keys."))
        return True

    def _show_step(self) -> None:
        from tui.tour import LAST_NUMBER, STEPS

        assert self._tour is not None, "only a tour that is there has a step"
        step = STEPS[self._tour_step]
        command = keymap.BY_ID[step.command]
        ways = f"{keymap.key_of('tour')} next · {keymap.key_of('back')} ends the tour"
        title = f"Tour · {step.number} of {LAST_NUMBER}"
        self._tour.show(title, command, step.words, "" if step.is_typing else ways)

    def _go_on_with_tour(self, past: int | None = None) -> None:
        """Go to the step after this one, or after number `past` of them."""
        from tui.tour import STEPS

        self._tour_step = (self._tour_step if past is None else past) + 1
        # Whoever skips the way into a line is not in it, and would type into the list.
        while past is None and self._tour_step < len(STEPS) and STEPS[self._tour_step].is_typing:
            self._tour_step += 1
        if self._tour_step == len(STEPS):
            self.end_tour()
        else:
            self._show_step()

    def _used(self, command: str) -> None:
        """Go on, if the tour waits for that command, or would as the next."""
        if self._tour is not None:
            from tui.tour import step_of

            if (used := step_of(command, self._tour_step)) is not None:
                self._go_on_with_tour(used)

    # What tells that a key was used. Textual calls these beside those of the base classes.

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """See one go to the filter line, or into the tree."""
        if self.filter_bar.has_focus_within:
            self._used("filter")
        elif self._is_in_tree:
            self._used("open")

    @on(FilterBar.Left)
    @on(FilterBar.LineTaken)
    def _left_line(self) -> None:
        self._used("filter_accept")

    def _list_anew(self, text: str, subject: Display) -> None:
        super()._list_anew(text, subject)
        self._used("used_by")

    def _return_to(self, place: Place) -> None:
        super()._return_to(place)
        self._used("history_back")

    def on_screen_suspend(self) -> None:
        """Remember what comes over this."""
        self._above = self.app.screen

    def on_screen_resume(self) -> None:
        """See one come back from the palette, or from the help."""
        above, self._above = self._above, None
        if self._tour is None:
            return
        from textual.command import CommandPalette

        from tui.screens.help import HelpScreen

        if isinstance(above, CommandPalette):
            self._used("palette")
        elif isinstance(above, HelpScreen):
            self._used("help")
