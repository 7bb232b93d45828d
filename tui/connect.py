"""The composition: from settings and a key to a store that can be asked.

What it leads to is slow to import and to make (HTTP, certificates, the keyring), so it is
called in a thread, and imports that in the order of its need: first what begins, the key and
what was kept of the list, then, once that is on screen, all that speaks with the API.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from shutil import get_terminal_size
from typing import TYPE_CHECKING, NamedTuple

from tui.api.origin import Origin
from tui.credentials.source import Found, find_key
from tui.credentials.sources import sources
from tui.errors import CredentialsError, UsageError
from tui.sandbox import SANDBOX_KEY
from tui.secret import Secret
from tui.settings import Settings, cache_path
from tui.store.scope import Scope
from tui.times import Clock, utc_now

if TYPE_CHECKING:
    import httpx

    from tui.api.api import Api
    from tui.drafts import Drafts
    from tui.store.cache import CachedList, ListCache
    from tui.store.recent import Recent
    from tui.store.store import Store

_AROUND = 6
"""Lines of a screen that are not the list's: header, frame, filter line, titles, footer."""

SANDBOX_HOST = "http://127.0.0.1"
"""Where the built-in sandbox pretends to be; nothing is sent to any address."""


class Connection(NamedTuple):
    """A store, and how its key was come by.

    Attributes:
        store: The store.
        notes: What sources said that could not answer before one did.
        cached: The top of the list of the last start, where it was kept.
    """

    store: Store
    notes: tuple[str, ...] = ()
    cached: CachedList | None = None


class Begun(NamedTuple):
    """What is quickly had: the key, and what was kept of the list.

    Attributes:
        origin: Where the API is.
        found: The key.
        cache: Where the list is kept, if it is.
        cached: The top of the list of the last start.
    """

    origin: Origin
    found: Found
    cache: ListCache | None = None
    cached: CachedList | None = None


def begin(
    settings: Settings, key: Secret | None = None, *, keep: bool = False, renew: bool = False
) -> Begun:
    """Return `key` or the first that is found, and what was kept for it.

    With `keep`, `key` is put into the keyring first; with `renew`, the official CLI's
    login is renewed first.

    Raises:
        LoginExpired: The official CLI's login may be renewed; that takes the user's word.
        CredentialsError: There is no key, or the keyring did not take it; the message
            names the next way in.
        UsageError: The host is none, or not https, or the profile cannot be used.
    """
    origin = usable_origin(settings)
    if renew:
        renew_cli_login(settings, origin)
    if key is None:
        found = find_key(sources(settings, origin, os.environ))
    else:
        found = Found(key, "the key that was typed")
        if keep:
            from tui.credentials.keyring import Keyring

            Keyring(settings.profile.name, origin).store(key)
    if not settings.keeps_lists:
        return Begun(origin, found)
    from tui.store.cache import ListCache

    cache = ListCache(cache_path(), _scope(settings, origin, found), found.key)
    # At once no more than is seen: each row takes time, and the others come soon enough. One more
    # would bring a scrollbar, too, for which all is laid out twice.
    return Begun(origin, found, cache, cache.read(max(1, get_terminal_size().lines - _AROUND)))


def connect(
    settings: Settings,
    key: Secret | None = None,
    *,
    begun: Begun | None = None,
    on_api: Callable[[Api], None] | None = None,
    clock: Clock = utc_now,
) -> Connection:
    """Return a store for the settings' API, from what has `begun` or else begins with `key`.

    `on_api` is given what can be asked already while the store is still being made.

    Raises:
        CredentialsError: There is no key.
        UsageError: The host is none, or not https, or the profile cannot be used.
    """
    if settings.demo:
        return Connection(demo(settings, clock))
    begun = begun or begin(settings, key)
    api = _open_api(settings, begun.origin, begun.found, None, clock)
    if on_api is not None:
        on_api(api)
    from tui.drafts import Drafts, drafts_path
    from tui.store.recent import Recent, recent_path

    scope = _scope(settings, begun.origin, begun.found)
    account = f"{scope.profile} {scope.host} {scope.environment_id or ''}"
    drafts = Drafts(drafts_path(), account)
    recent = Recent(recent_path(account) if settings.keeps_lists else None)
    store = open_store(
        settings, api, scope, cache=begun.cache, drafts=drafts, recent=recent, clock=clock
    )
    return Connection(store, begun.found.notes, begun.cached)


def reach(settings: Settings, clock: Clock = utc_now) -> Api:
    """Return what asks the settings' API, for who keeps nothing of its answers.

    Raises:
        CredentialsError: There is no key.
        UsageError: The host is none, or not https, or the profile cannot be used.
    """
    if settings.demo:
        origin, found, transport = _sandbox(clock)
        return _open_api(settings, origin, found, transport, clock)
    begun = begin(settings._replace(keeps_lists=False))
    return _open_api(settings, begun.origin, begun.found, None, clock)


def kept_list(settings: Settings, most: int) -> CachedList | None:
    """Return what an explorer kept of the settings' list, where the key is at hand.

    No keyring and no program is asked for it.

    Raises:
        CredentialsError: There is no key, or none that may be used.
        UsageError: The host is none, or not https, or the profile cannot be used.
    """
    from tui.credentials.sources import at_hand
    from tui.store.cache import ListCache

    origin = usable_origin(settings)
    found = find_key(at_hand(settings, origin, os.environ))
    return ListCache(cache_path(), _scope(settings, origin, found), found.key).read(most)


def usable_origin(settings: Settings) -> Origin:
    """Return where the settings' API is.

    Raises:
        UsageError: The host is none, or not https, or the profile cannot be used.
    """
    profile = settings.profile
    if profile.fault:
        raise UsageError(
            f"The profile {profile.name} cannot be used until the settings file is mended: "
            f"{profile.fault}. P chooses another."
        )
    return Origin.parse(settings.api_host)


def renew_cli_login(settings: Settings, origin: Origin) -> None:
    """Renew the official CLI's login that the settings use.

    Raises:
        CredentialsError: There is none, or it cannot be renewed.
    """
    from tui.credentials.cli_config import CliProfile
    from tui.credentials.cli_renewal import renew

    login = CliProfile(origin, settings.profile.cli_profile).login()
    if login is None:
        raise CredentialsError(
            f"The official CLI has no login for {origin.host}. Run `metorial login`."
        )
    renew(login)


def demo(settings: Settings, clock: Clock = utc_now) -> Store:
    """Return a store for the built-in sandbox, which lives in this process."""
    origin, found, transport = _sandbox(clock)
    api = _open_api(settings, origin, found, transport, clock)
    return open_store(settings, api, _scope(settings, origin, found), clock=clock)


def _sandbox(clock: Clock) -> tuple[Origin, Found, httpx.AsyncBaseTransport]:
    import httpx

    from tui.sandbox.app import create_app
    from tui.sandbox.world import World

    world = World(now=clock())
    transport = httpx.ASGITransport(app=create_app(world))
    return Origin.parse(SANDBOX_HOST), Found(Secret(SANDBOX_KEY), "the sandbox"), transport


def open_store(
    settings: Settings,
    api: Api,
    scope: Scope,
    *,
    cache: ListCache | None = None,
    drafts: Drafts | None = None,
    recent: Recent | None = None,
    clock: Clock = utc_now,
) -> Store:
    """Return a store that asks `api`, of what `scope` names."""
    from tui.store.api_lookup import ApiLookup
    from tui.store.store import Store

    return Store(
        api,
        ApiLookup(api, recent),
        scope,
        filter_text=settings.filter_line,
        page_size=settings.profile.page_size,
        cache=cache,
        drafts=drafts,
        clock=clock,
    )


def _open_api(
    settings: Settings,
    origin: Origin,
    found: Found,
    transport: httpx.AsyncBaseTransport | None,
    clock: Clock,
) -> Api:
    from tui.api.api import Api
    from tui.api.client import Client

    client = Client(
        origin,
        found.key,
        environment_id=_scope(settings, origin, found).environment_id,
        read_only=settings.is_read_only,
        transport=transport,
        clock=clock,
    )
    return Api(client)


def _scope(settings: Settings, origin: Origin, found: Found) -> Scope:
    environment_id = settings.environment_id or found.environment_id
    return Scope(settings.profile.name, origin.url, environment_id)
