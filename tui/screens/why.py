"""Why an instance cannot run: what was found, where it stands, and the form that mends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Static

from tui import keymap
from tui.diagnosis.finding import Diagnosis, Mend, Place
from tui.errors import ApiError
from tui.models.reference import Reference
from tui.resources import BY_KIND
from tui.screens.opening import is_opening
from tui.store.lookup import Choice
from tui.stylesheets import dialog_stylesheets
from tui.text import Display, clean
from tui.widgets.finding_list import FindingList

if TYPE_CHECKING:
    from tui.diagnosis.evidence import Evidence
    from tui.settings import Settings
    from tui.store.state import ListState
    from tui.store.store import Store

NO_MEND = Display("Nothing that this form changes mends it.")


class WhyScreen(ModalScreen[Place | None]):
    """Dismissed with where the main screen is to go, or with None.

    It asks for all that the instance names when it opens, and again after a form mended some.
    Objects with a screen of their own are read over this one, so that one comes back to it.
    """

    CSS_PATH = dialog_stylesheets("overview")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("dialog"), *keymap.bindings("why")]
    AUTO_FOCUS = "FindingList"

    listed = query_one(FindingList)

    def __init__(
        self,
        store: Store,
        settings: Settings,
        identifier: str,
        name: Display,
        may_write: Callable[[], bool],
    ) -> None:
        """Look at an instance.

        Args:
            store: Who asks the API.
            settings: The settings in use.
            identifier: The instance's ID.
            name: What it is called.
            may_write: Returns whether something can be changed; says why not.
        """
        super().__init__()
        self._store = store
        self._settings = settings
        self._identifier = identifier
        self._called = name
        self._may_write = may_write
        self._evidence: Evidence | None = None
        self._diagnosis: Diagnosis | None = None
        self._looking_at: Display | None = None
        self._unsubscribe: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the verdict, the findings, and room for one of them in full."""
        with Vertical(classes="dialog overview") as dialog:
            dialog.border_title = Content(Display(f"Why can't this run? · {self._called}"))
            dialog.border_subtitle = Content("Esc close")
            yield Static(classes="overview-verdict")
            yield FindingList(id="findings")
            yield Static(classes="overview-whole")

    def on_mount(self) -> None:
        """Begin to look."""
        self._unsubscribe = self._store.subscribe(self._show_waiting)
        self._look()

    def on_unmount(self) -> None:
        """Listen no longer."""
        if self._unsubscribe is not None:
            self._unsubscribe()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Open no second form while one is about to open: keys typed ahead do nothing."""
        return not (action == "mend" and is_opening(self))

    # Looking.

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        from tui.diagnosis.gathering import gather
        from tui.diagnosis.rules import diagnose

        self._tell(Display("Looking at the instance …"))
        try:
            self._evidence = await gather(self._store, self._identifier, self._count)
        except ApiError as error:
            self._say(error.sentence)
        else:
            self._diagnosis = diagnose(self._evidence)
            self._show(self._diagnosis)
        self._looking_at = None

    def _count(self, done: int, total: int) -> None:
        self._tell(Display(f"Looking at what it is made of: {done:,} of {total:,} …"))

    def _tell(self, words: Display) -> None:
        """Say how far the looking is, and why a request waits; what was found before stays."""
        self._looking_at = words
        waiting = self._store.state.waiting
        self._say(Display(f"{words} {waiting}.") if waiting else words)

    def _show_waiting(self, state: ListState) -> None:
        if self._looking_at is not None:
            self._tell(self._looking_at)

    def _say(self, words: Display) -> None:
        quiet = Content.styled(words, "$foreground 60%")
        self.query_one(".overview-verdict", Static).update(quiet)

    def _show(self, diagnosis: Diagnosis) -> None:
        verdict = Content.styled(diagnosis.verdict, "bold")
        self.query_one(".overview-verdict", Static).update(verdict)
        self.listed.show(diagnosis.findings)
        self._show_whole()

    @on(FindingList.Highlighted)
    def _show_whole(self) -> None:
        """Show the finding under the cursor in full, with where it leads and what mends it."""
        row = self.listed.cursor_row
        if row is None:
            return
        one, lead, mend = row.finding, f"Enter goes to {_place_words(row.finding.place)}", ""
        if one.mend is not None:
            key = keymap.key_of(f"why_{one.mend.command}")
            lead += f" · {key} opens {_form_words(one.mend)}"
            mend = f"{key} mend · "
        lines = [
            Content.styled(one.subject, "bold"),
            Content(one.sentence),
            Content.styled(lead, "$foreground 60%"),
        ]
        self.query_one(".overview-whole", Static).update(Content("\n").join(lines))
        self.query_one(".dialog").border_subtitle = Content(
            f"Enter go to it · {mend}y copy · r look again · Esc close"
        )

    # What can be done.

    @on(FindingList.Opened)
    def _go_to_it(self) -> None:
        row = self.listed.cursor_row
        if row is None:
            return
        place = row.finding.place
        if not isinstance(place, Reference):
            self.dismiss(place)
            return
        from tui.screens.resource_screen import ResourceScreen

        screen = ResourceScreen(self._store, self._settings, place.kind, place)
        self.app.push_screen(screen, self._came_back)

    def _came_back(self, reference: Reference | None) -> None:
        """Pass on what a screen over this one leads to."""
        if reference is not None:
            self.dismiss(reference)

    @work(group="dialog")
    async def action_mend(self, command: str) -> None:
        """Open the form that mends what the cursor is on; then look again."""
        row = self.listed.cursor_row
        mend = row.finding.mend if row is not None else None
        if row is None or mend is None or mend.command != command:
            self.notify(NO_MEND, markup=False)
        elif self._may_write():
            try:
                await self._open_form(mend, row.finding.subject)
            except ApiError as error:
                self.notify(error.sentence, severity="error", markup=False)

    async def _open_form(self, mend: Mend, subject: Display) -> None:
        """Raises `ApiError` where what the form changes could not be had."""
        from tui.screens import changes
        from tui.screens.provider_change import set_provider

        app, store, identifier = self.app, self._store, self._identifier
        if mend.command == "template":
            said = await changes.create_session_template(app, store, identifier, self._called)
            if said is not None:
                self.notify(said, markup=False)
                self._look()
            return
        if mend.command == "clone":
            made = await changes.create_instance(app, store, identifier)
            if made is not None and made.id is not None:
                self.dismiss(Reference("integration_instance", made.id, clean(made.name)))
            return
        if mend.provider is not None:
            assert self._evidence is not None, "what is mended was looked at"
            row = (self._evidence.instance.providers or ())[mend.provider]
            changed: object = await set_provider(app, store, identifier, row.as_json())
        else:
            adds = Choice(mend.adds, subject) if mend.adds else None
            changed = await changes.update_instance(app, store, identifier, adds=adds)
        if changed is not None:
            self._look()

    def action_look_again(self) -> None:
        """Ask for all of it anew."""
        self._look()

    @work(group="copy")
    async def action_copy(self) -> None:
        """Copy what was found."""
        from tui.screens.clipboard import copy_text

        if self._diagnosis is not None:
            await copy_text(self.app, self._diagnosis.text, Display("What was found"))

    def action_close(self) -> None:
        """Leave; what is still being asked for is dropped."""
        self.dismiss(None)


def _place_words(place: Place) -> str:
    return f"the {BY_KIND[place.kind].title}" if isinstance(place, Reference) else "its place"


def _form_words(mend: Mend) -> str:
    if mend.command != "edit":
        return f"{'a new' if mend.command == 'clone' else 'its'} form: {mend.words}"
    is_of_provider = mend.provider is not None or mend.adds is not None
    whose = "the provider's" if is_of_provider else "the instance's"
    return f"{whose} form: {mend.words}"
