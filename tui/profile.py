"""A profile: which API, which environment, whose key, and how it is told from others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias, get_args

from tui.keymap_presets import PRESETS, USUAL
from tui.models.columns import DEFAULT as DEFAULT_COLUMNS
from tui.resources import Kind

KeySource: TypeAlias = Literal["keyring", "env", "token_command", "cli", "file"]
"""Where a profile's key comes from."""

Colour: TypeAlias = Literal["red", "yellow", "green", "blue", "magenta", "grey"]
"""What a profile's label in the header is drawn on."""

Notification: TypeAlias = Literal["none", "bell", "osc9", "osc777"]
"""How somebody is called whose window is not in front."""

KEY_SOURCES: tuple[KeySource, ...] = get_args(KeySource)
COLOURS: tuple[Colour, ...] = get_args(Colour)
NOTIFICATIONS: tuple[Notification, ...] = get_args(Notification)

DEFAULT = "default"
"""The name of the profile that is there without any settings."""


class Profile(NamedTuple):
    """What the settings file says of one profile.

    Attributes:
        name: What it is chosen by, and what keyring entries are kept under.
        host: The API's host or URL.
        environment: The environment's ID, which the API's header calls instance.
        key: Where its key comes from; None means the usual places in their order.
        key_file: The file that holds it, for `file`.
        key_variable: The variable that holds it, for `env`.
        token_command: The program that prints it, for `token_command`.
        cli_profile: The official CLI's profile, by ID or name, for `cli`; None: its current.
        read_only: Whether every write is refused.
        label: What the header calls it, in place of its name.
        colour: What the label is drawn on.
        page_size: Instances that are asked for at once, 1 to 100.
        background_rows: Instances that are loaded unasked, so that typing narrows a good
            part of the list at once.
        follow_seconds: Seconds between two questions in follow mode.
        thin_line: Whether frames wait for those before to be drawn; None: over SSH.
        notify: How one is told that long work has ended, while the window is not in front.
        theme: The colours' name.
        tour: Whether the first start of all begins with the tour.
        filter: The filter line at the start, or `@` and the name of a saved one.
        columns: What the list shows of each instance: names of `tui.models.columns`.
        columns_of: The same of other objects, by their kind, where it is not the usual.
        keymap: The set of keys that `keys` are added to, of `tui.keymap_presets`.
        keys: Commands' IDs, and the keys that take the place of theirs.
        fault: Why it cannot be used, as it stands in the file; None where it can.
    """

    name: str = DEFAULT
    host: str | None = None
    environment: str | None = None
    key: KeySource | None = None
    key_file: Path | None = None
    key_variable: str | None = None
    token_command: tuple[str, ...] = ()
    cli_profile: str | None = None
    read_only: bool = False
    label: str | None = None
    colour: Colour | None = None
    page_size: int = 100
    background_rows: int = 5_000
    follow_seconds: int = 10
    thin_line: bool | None = None
    notify: Notification = "bell"
    theme: str | None = None
    tour: bool = True
    filter: str | None = None
    columns: tuple[str, ...] = DEFAULT_COLUMNS
    columns_of: Mapping[Kind, tuple[str, ...]] = MappingProxyType({})
    keymap: str = USUAL
    keys: Mapping[str, str] = MappingProxyType({})
    fault: str | None = None

    @property
    def title(self) -> str:
        """What people read: the label, else the name."""
        return self.label or self.name

    @property
    def bound_keys(self) -> Mapping[str, str]:
        """The keys of the set and, above them, the profile's own, by command."""
        return {**PRESETS[self.keymap], **self.keys}
