"""The panes of a screen: what is shown where, and the keys that move between them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Generic

from textual import on
from textual.app import ComposeResult, SystemCommand
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus, Mount, Resize, ScreenResume
from textual.getters import query_one
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget
from textual.widgets import Input, Static

from tui import keymap
from tui.key_command import Command, Scope
from tui.profile import DEFAULT, Profile
from tui.screens.panes import PANES, Pane, shown_panes
from tui.text import Display, clean
from tui.times import Clock
from tui.widgets.filter_bar import FilterBar
from tui.widgets.header_bar import HeaderBar
from tui.widgets.key_footer import KeyFooter
from tui.widgets.touched_compositor import TouchedCompositor
from tui.widgets.virtual_list import VirtualList
from tui.window import takes_words

if TYPE_CHECKING:
    from tui.widgets.inspector import Inspector
    from tui.widgets.object_tree import ObjectTree

_LONGEST_PLACE = 160


class _Panes(Horizontal):
    """Holds the panes; has nothing to draw of its own, which spares each frame its lines."""

    BLANK = True


class _Detail(Vertical):
    """Holds tree and inspector."""

    BLANK = True


class PaneScreen(Screen[ScreenResultType], Generic[ScreenResultType]):
    """List, tree and inspector: side by side where there is room, else one at a time.

    Subclasses say which list it is, and who completes what is typed above it.
    """

    AUTO_FOCUS = "VirtualList"
    BLANK = True  # The panes are all there is to see.
    KEYS: ClassVar[frozenset[str] | None] = None
    """The IDs of the main screen's and the list's commands that it takes; None: all."""

    class Placed(Message):
        """Another place is shown.

        Attributes:
            words: Where one is, and what is open there.
        """

        def __init__(self, words: Display) -> None:
            super().__init__()
            self.words = words

    # Textual draws the whole screen anew for it; who has the focus is drawn by the panes.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    header = query_one(HeaderBar)
    filter_bar = query_one(FilterBar)
    notice = query_one("#notice", Static)
    footer = query_one(KeyFooter)

    def __init__(self, clock: Clock, *, writes: bool) -> None:
        super().__init__()
        self.clock = clock
        self._writes = writes
        self._compositor = TouchedCompositor()
        self._has_resumed = False
        self._pane: Pane = "list"
        self._zoomed = False
        self._inspector_shown = True
        self._open_there = Display("")
        self._place_said = Display("")

    @property
    def listed(self) -> VirtualList[Any]:
        """The list."""
        raise NotImplementedError

    def compose_list(self) -> ComposeResult:
        """Yield the filter line and the list, with what stands between them."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        yield HeaderBar(id="header")
        with _Panes(id="panes"):
            # It has the focus from the start: what tells of that comes after the first frame.
            with Vertical(id="list-pane", classes="pane -focused"):
                yield from self.compose_list()
            with _Detail(id="detail"):
                yield Vertical(id="tree-pane", classes="pane")
                yield Vertical(id="inspector-pane", classes="pane")
        yield KeyFooter(id="footer")

    @on(ScreenResume)
    def _keep_styles(self, event: ScreenResume) -> None:
        # All was styled as it was made, a moment ago; Textual styles it again, and takes as long.
        event.refresh_styles = event.refresh_styles and self._has_resumed
        self._has_resumed = True

    @on(Mount)
    def _hide_toasts(self) -> None:
        # Textual does as soon as all is drawn, and lays all of it out again.
        for rack in self.query("#textual-toastrack"):
            rack.display = False

    # The first paint does without what is empty then: these come with the first need of them.

    @cached_property
    def object_tree(self) -> ObjectTree:
        """The tree."""
        from tui.widgets.object_tree import ObjectTree

        tree = ObjectTree(id="tree")
        self.query_one("#tree-pane").mount(tree)
        return tree

    @cached_property
    def inspector(self) -> Inspector:
        """The inspector."""
        from tui.links import link_of
        from tui.widgets.inspector import Inspector

        links = link_of if takes_words(os.environ) else None
        inspector = Inspector(links, id="inspector")
        self.query_one("#inspector-pane").mount(inspector)
        return inspector

    def furnish(self) -> None:
        """Put into the panes what the first paint did without."""
        self.inspector.show(self.object_tree.node, self.clock)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Follow the focus, wherever it came from."""
        self._follow_focus()

    def _follow_focus(self) -> None:
        """Let frame and footer say where one is."""
        panes = {pane: self.query_one(f"#{pane}-pane") for pane in PANES}
        turned = []
        for pane, box in panes.items():
            if box.has_focus_within:
                self._pane = pane
            if box.has_focus_within != box.has_class("-focused"):
                box.set_class(box.has_focus_within, "-focused", update=False)
                turned.append(box)
        # The boxes alone: by `:focus-within` Textual styles all that is in them anew.
        self.app.stylesheet.update_nodes(turned)
        self._show_keys()

    def allow_writes(self, writes: bool) -> None:
        """Show the keys that change something, or leave them out."""
        self._writes = writes
        self._show_keys()

    def on_resize(self, event: Resize) -> None:
        """Lay the panes out for the new size."""
        self.lay_out()

    def lay_out(self) -> None:
        """Show the panes that the screen has room for."""
        shown = shown_panes(self.app.size.width, self._pane, self._zoomed, self._inspector_shown)
        for pane in PANES:
            self.query_one(f"#{pane}-pane").display = pane in shown
        self.query_one("#detail").display = shown != {"list"}
        self.set_class(self.app.size.width >= 160, "-three")
        self._show_keys()

    def go_to_pane(self, pane: Pane) -> None:
        """Show a pane and put the focus there."""
        if pane == "inspector":
            self._inspector_shown = True
        self._pane = pane
        self.lay_out()
        widgets = {
            "list": self.listed,
            "tree": self.object_tree,
            "inspector": self.inspector,
        }
        self.set_focus(widgets[pane])
        # Now rather than when the focus tells of itself, so that one frame has it all.
        self._follow_focus()

    def _show_keys(self) -> None:
        focused = self.focused
        scope: Scope = "main"
        if focused is self.listed:
            scope = "list"
        elif self._is_in_tree:
            scope = "tree"
        elif isinstance(focused, Input):
            scope = "filter" if self.filter_bar in focused.ancestors else "search"
        commands = keymap.footer(scope, writes=self._writes, only=self.KEYS)
        if scope == "filter":
            leave = self.filter_bar.leaves_by
            commands = tuple(
                one._replace(title=leave) if one.id == "filter_clear" else one for one in commands
            )
        self.footer.set_commands(commands)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave `/` to text fields, and to the tree, which it searches.

        The empty filter line takes it as one that is pressed once too often.
        """
        if action == "filter":
            is_typing = isinstance(self.focused, Input) and not self._is_in_empty_line
            return not (is_typing or self._is_in_tree)
        return True

    @on(FilterBar.WayOutChanged)
    def _way_out_changed(self) -> None:
        if self.filter_bar.has_focus_within:
            self._show_keys()

    @property
    def _is_in_empty_line(self) -> bool:
        return self.filter_bar.has_focus_within and not self.filter_bar.text

    @property
    def _is_in_tree(self) -> bool:
        return self.focused is not None and self.focused.id == "tree"

    def action_filter(self) -> None:
        """Go to the filter line."""
        self.go_to_pane("list")
        self.filter_bar.focus_line()

    def action_pane(self, pane: Pane) -> None:
        """Go to a pane."""
        self.go_to_pane(pane)

    def action_next_pane(self) -> None:
        """Go to the next pane."""
        self._step_pane(1)

    def action_previous_pane(self) -> None:
        """Go to the pane before."""
        self._step_pane(-1)

    def _step_pane(self, by: int) -> None:
        panes = [pane for pane in PANES if self._inspector_shown or pane != "inspector"]
        self.go_to_pane(panes[(panes.index(self._pane) + by) % len(panes)])

    def action_zoom(self) -> None:
        """Give the pane the whole screen, or take it back."""
        self._zoomed = not self._zoomed
        self.lay_out()

    def action_inspector(self) -> None:
        """Show or hide the inspector."""
        self._inspector_shown = not self._inspector_shown
        if self._pane == "inspector":
            self.go_to_pane("tree")
        self.lay_out()

    def say_place(self, profile: Profile, opened: Display | None = None) -> None:
        """Say where one is, if that is another place than before.

        With `opened`, that is what is open there from now on.
        """
        if opened is not None:
            self._open_there = opened
        named = clean(profile.title) if profile.name != DEFAULT else ""
        said = ("metorial", named, self.header.place, self._open_there)
        place = clean(" · ".join(filter(None, said)), _LONGEST_PLACE)
        if place != self._place_said:
            self._place_said = place
            self.post_message(self.Placed(place))

    def on_screen_resume(self) -> None:
        """Say anew where one is: the screen that was above may have said something else."""
        if self._place_said:
            self.post_message(self.Placed(self._place_said))

    def _say(self, sentence: Display, *, severity: Any = "information") -> None:
        """Say a sentence in passing."""
        self.notify(sentence, severity=severity, markup=False)

    # The palette.

    def palette_commands(self) -> Iterable[SystemCommand]:
        """Return what the palette offers: the keymap's commands of this screen."""
        for command in keymap.palette(self.KEYS):
            yield SystemCommand(
                f"{command.title} ({command.first_key})", command.help, self._runner(command)
            )

    def _runner(self, command: Command) -> Callable[[], Any]:
        target = {"list": self.listed, "tree": self.object_tree}.get(command.scope, self)
        return lambda: self.run_worker(self.app.run_action(command.action, target))
