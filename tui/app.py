"""The app: stylesheets, keys, palette, and the first screen."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual import on
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.events import Event, Key, Paste
from textual.screen import Screen
from textual.types import CSSPathType

from tui import key_command, keymap, window
from tui.key_order import KeyOrder, KeyPassed
from tui.pacing import QUESTION, Pacer
from tui.profile import Profile
from tui.profiles import Profiles
from tui.remote import is_thin
from tui.screen_copy import Difference, ScreenCopy
from tui.screens.keeping import Keeping, KeyRefused
from tui.screens.long_work import WorkEnded
from tui.screens.main import MainScreen
from tui.screens.opener import Opener
from tui.screens.pane_screen import PaneScreen
from tui.settings import Settings
from tui.stylesheets import stylesheet
from tui.text import clean
from tui.themes import HIGH_CONTRAST
from tui.times import Clock, utc_now
from tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from textual.command import Provider

    from tui.screens.resource_screen import ResourceScreen
    from tui.widgets.secret_field import SecretField


def _places() -> type[Provider]:
    from tui.screens.palette import PlaceProvider

    return PlaceProvider


def _filters() -> type[Provider]:
    from tui.screens.palette import FilterProvider

    return FilterProvider


class ExplorerApp(App[None]):
    """The explorer."""

    TITLE = "metorial"
    CSS_PATH: ClassVar[CSSPathType | None] = [stylesheet(name) for name in ("app", "main", "panes")]
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("app")]
    COMMANDS = App.COMMANDS | {_places, _filters}
    COMMAND_PALETTE_BINDING = "ctrl+p"

    def __init__(
        self,
        settings: Settings,
        opener: Opener,
        profiles: Profiles,
        *,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__()
        self.profiles = profiles
        self.settings = settings
        self.opener = opener
        self.clock = clock
        # Animated scrolling costs a slow line more than the page it scrolls.
        self.animation_level = "none"
        self.register_theme(HIGH_CONTRAST)
        self._usual_theme = self.theme
        self._pacer = Pacer(self, self._ask_terminal)
        self._key_order = KeyOrder(self, super().on_event)
        self._copy = ScreenCopy()
        self._takes_words = window.takes_words(os.environ)
        self._window_title = ""
        self._notification = settings.profile.notify

    def on_mount(self) -> None:
        """Look as the profile says."""
        self._look_as(self.settings.profile)
        self.app_resume_signal.subscribe(self, lambda _: self._copy.forget())

    def on_ready(self) -> None:
        """Let the main screen go on: the first frame is drawn."""
        for screen in self.screen_stack:
            if isinstance(screen, MainScreen):
                screen.painted()

    def get_default_screen(self) -> Screen[Any]:
        """Return the main screen."""
        return MainScreen(self.settings, self.opener, self.profiles, self.clock)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer the keymap's commands in the palette, with Textual's theme chooser."""
        yield SystemCommand("theme", "Choose the colours.", self.action_change_theme)
        if isinstance(screen, PaneScreen):
            yield from screen.palette_commands()

    def action_command_palette(self) -> None:
        """Show the commands, to be found by their names."""
        from tui.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def action_redraw(self) -> None:
        """Send the whole screen again, whatever the terminal shows."""
        self._copy.forget()
        self.screen.refresh()

    def action_help(self) -> None:
        """Show the keys and guides."""
        from tui.screens.help import HelpScreen, scopes_here

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(scopes_here(self.screen)))

    @on(KeyRefused)
    def _key_refused(self, event: KeyRefused) -> None:
        main = self.screen_stack[0]
        if isinstance(main, MainScreen):
            main.ask_for_key(event.sentence)

    @on(MainScreen.ProfileChanged)
    def _profile_changed(self, event: MainScreen.ProfileChanged) -> None:
        self._look_as(event.profile)

    def _look_as(self, profile: Profile) -> None:
        """Take a profile's colours and keys, and what it says of the line."""
        self._pacer.set_wanted(is_thin(profile, os.environ))
        self._notification = profile.notify
        key_command.override(profile.bound_keys)
        self.set_keymap(dict(profile.bound_keys))
        if profile.theme is not None and profile.theme not in self.available_themes:
            known = ", ".join(sorted(self.available_themes))
            sentence = clean(f"There is no theme {profile.theme}; there are {known}.", 600)
            self.notify(sentence, severity="warning", markup=False)
        else:
            self.theme = profile.theme or self._usual_theme

    async def on_event(self, event: Event) -> None:
        """Let keys have their effects in the order in which they were typed."""
        if not isinstance(event, (Key, Paste)):
            await super().on_event(event)
        elif event.is_forwarded:  # It has come up from where it was handed to.
            await super().on_event(event)
            await self._key_order.passed(event)
        else:
            await self._key_order.take(event)

    @on(KeyPassed)
    async def _key_passed(self, passed: KeyPassed) -> None:
        await self._key_order.passed(passed.event)

    def on_terminal_supports_synchronized_output(self) -> None:
        """Pace the frames by the terminal's answers, where the line is thin."""
        self._pacer.answered()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        # Textual has no other place to choose what is sent of a frame.
        if isinstance(renderable, (LayoutUpdate, ChopsUpdate)):
            renderable = Difference(renderable, self._copy, self.size)
        super()._display(screen, renderable)

    def post_display_hook(self) -> None:
        """Take note of a frame."""
        self._pacer.frame_sent()

    def _ask_terminal(self) -> None:
        self._write(QUESTION)

    def _write(self, text: str) -> None:
        """Send what draws nothing."""
        if self._driver is not None:
            self._driver.write(text)

    @on(PaneScreen.Placed)
    def _placed(self, event: PaneScreen.Placed) -> None:
        if self._takes_words and event.words != self._window_title:
            self._window_title = event.words
            self._write(window.title(event.words))

    @on(WorkEnded)
    def _work_ended(self, event: WorkEnded) -> None:
        way = self._notification
        if not self.app_focus and (self._takes_words or way == "bell") and way != "none":
            self._write(window.notification(way, event.words))

    @on(KeyFooter.Picked)
    async def _key_picked(self, event: KeyFooter.Picked) -> None:
        for active in self.screen.active_bindings.values():
            if active.binding.id == event.command.id and active.enabled:
                await self.run_action(active.binding.action, active.node)
                return

    # By their names: what sends them is imported when it is first opened.

    async def on_resource_screen_columns_chosen(self, event: ResourceScreen.ColumnsChosen) -> None:
        """Keep what lists of a kind show, as the main screen keeps its own."""
        main = self.screen_stack[0]
        if isinstance(main, MainScreen):
            await main.keep_columns_of(event.kind, event.columns)

    def on_secret_field_copy_requested(self, event: SecretField.CopyRequested) -> None:
        """Copy a secret, unseen."""
        from tui.screens.clipboard import copy_text

        self.run_worker(copy_text(self, event.secret_value.get_secret_value(), event.label))

    def exit(self, *args: Any, **options: Any) -> None:
        """End; what is typed into forms is kept for the next start."""
        self._keep_forms()
        super().exit(*args, **options)

    def _keep_forms(self) -> None:
        """Let every open form keep what was typed."""
        for screen in self.screen_stack:
            if isinstance(screen, Keeping):
                with suppress(NoMatches):  # It is not composed yet: nothing was typed.
                    screen.keep()

    def _fatal_error(self) -> None:
        from rich.text import Text

        from tui import crash

        self._keep_forms()

        # Textual's own crash screen prints local variables, and with them the key.
        error = crash.current_error()
        screens = [type(screen).__name__ for screen in self.screen_stack]
        report = crash.write_report(error, screens)
        self._exit_renderables.append(Text(crash.words(error, report)))
        self._close_messages_no_wait()
