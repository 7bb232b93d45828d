"""Starts the explorer: what is slow to import is imported in the order of its need."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, NoReturn

from tui.profiles import Profiles
from tui.settings import Settings, cache_path

if TYPE_CHECKING:
    from tui.api.api import Api
    from tui.connect import Begun, Connection
    from tui.secret import Secret
    from tui.store.cache import CachedList


def explore(settings: Settings, profiles: Profiles) -> NoReturn:
    """Run the explorer in this terminal, and end the process with it."""
    from tui import terminal
    from tui.remote import is_thin

    terminal.prepare(os.environ, thin=is_thin(settings.profile, os.environ))
    opening = Opening(settings)
    opening.begin()
    from tui.app import ExplorerApp

    terminal.run(ExplorerApp(settings, opening, profiles))


class Opening:
    """Connects; for the settings of the start it can begin before it is asked to."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._begun: Future[Begun] | None = None

    def begin(self) -> None:
        """Look for the key and for what was kept of its list, in a thread."""
        if _may_be_kept(self._settings):
            self._begun = ThreadPoolExecutor(1).submit(_begin, self._settings)

    def __call__(
        self,
        settings: Settings,
        key: Secret | None = None,
        *,
        keep: bool = False,
        renew: bool = False,
        on_cached: Callable[[CachedList | None], None] | None = None,
        on_api: Callable[[Api], None] | None = None,
    ) -> Connection:
        """Return a store, as the opener's protocol says."""
        tell = on_cached or (lambda _: None)
        begun = None
        future, self._begun = self._begun, None
        if future is not None and settings is self._settings and key is None and not renew:
            begun = future.result()
        elif not settings.demo:
            if not _may_be_kept(settings):
                tell(None)  # There is nothing to hurry for.
            begun = _begin(settings, key, keep=keep, renew=renew)
        tell(begun.cached if begun else None)
        from tui.connect import connect

        return connect(settings, begun=begun, on_api=on_api)


def _begin(settings: Settings, key: Secret | None = None, **options: bool) -> Begun:
    from tui.connect import begin

    return begin(settings, key, **options)


def _may_be_kept(settings: Settings) -> bool:
    return settings.keeps_lists and not settings.demo and cache_path().exists()
