"""The last list of each account, kept on disk, so that the next start has something to show.

One SQLite file for all; each list is kept under a name made of profile, host, environment and
the key's fingerprint, so that no key ever sees what another one loaded. Only what a row shows
is kept: no metadata, no key, and nothing with a secret's shape. Everything here blocks.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from tui.errors import CacheError
from tui.models.row import InstanceRow
from tui.redaction import without_secrets
from tui.secret import Secret
from tui.store.scope import Scope
from tui.text import clean, fold
from tui.times import parse

MOST_ROWS = 100_000
"""Rows of one list that are kept."""
MOST_LISTS = 20
"""Lists that are kept, the last ones."""

_VERSION = 1
_PATIENCE = 2.0
_MASK = "(masked)"
_SCHEMA = """
CREATE TABLE lists (
    name TEXT PRIMARY KEY, loaded_at TEXT NOT NULL, complete INTEGER NOT NULL
) STRICT;
CREATE TABLE rows (
    name TEXT NOT NULL, place INTEGER NOT NULL, row TEXT NOT NULL, PRIMARY KEY (name, place)
) STRICT, WITHOUT ROWID;
"""


class CachedList(NamedTuple):
    """A list as it was when the server last gave it.

    Attributes:
        rows: Its rows, in the server's order.
        loaded_at: When that was.
        is_whole: Whether no more rows are kept.
    """

    rows: tuple[InstanceRow, ...]
    loaded_at: datetime
    is_whole: bool = True


class ListCache:
    """The list of one account on disk."""

    def __init__(self, path: Path, scope: Scope, key: Secret) -> None:
        """Keep the list of `scope`, as `key` sees it, in the file at `path`."""
        self._path = path
        fingerprint = hashlib.sha256(b"metorial-tui " + key.get_secret_value().encode())
        parts = [scope.profile, scope.host, scope.environment_id, fingerprint.hexdigest()]
        self._name = hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def read(self, most: int = MOST_ROWS) -> CachedList | None:
        """Return the first rows of the list that is kept, or None.

        A file that is damaged is put aside.
        """
        if not self._path.exists():
            return None
        try:
            with _opened(self._path) as database:
                found = database.execute(
                    "SELECT loaded_at FROM lists WHERE name = ?", (self._name,)
                ).fetchone()
                rows = database.execute(
                    "SELECT row FROM rows WHERE name = ? AND place < ? ORDER BY place",
                    (self._name, most),
                )
                loaded_at = parse(found[0]) if found else None
                if loaded_at is None:
                    return None
                shown = tuple(_row(text) for (text,) in rows)
                return CachedList(shown, loaded_at, is_whole=len(shown) < most)
        except (sqlite3.OperationalError, OSError):
            return None
        except (sqlite3.DatabaseError, ValueError, TypeError, LookupError, RecursionError):
            put_aside(self._path)
            return None

    def write(self, rows: Sequence[InstanceRow], loaded_at: datetime, *, complete: bool) -> None:
        """Keep the list in place of the one before.

        Raises:
            CacheError: It could not be written, as on a full disk.
        """
        with self._writing() as database:
            database.execute("DELETE FROM rows WHERE name = ?", (self._name,))
            database.executemany(
                "INSERT INTO rows VALUES (?, ?, ?)",
                (
                    (self._name, place, _text(row))
                    for place, row in enumerate(rows[:MOST_ROWS])
                    if row.id is not None
                ),
            )
            database.execute(
                "INSERT OR REPLACE INTO lists VALUES (?, ?, ?)",
                (self._name, _moment(loaded_at), complete),
            )
            _drop_oldest(database)

    def renew(self, before: datetime, loaded_at: datetime, *, complete: bool) -> bool:
        """Say when the list that was kept as given at `before` was last given.

        Returns whether that one is still kept: somebody else may have put another there.

        Raises:
            CacheError: It could not be written, as on a full disk.
        """
        renewed = 0  # Where the file is damaged, it is put aside.
        with self._writing() as database:
            renewed = database.execute(
                "UPDATE lists SET loaded_at = ?, complete = ? WHERE name = ? AND loaded_at = ?",
                (_moment(loaded_at), complete, self._name, _moment(before)),
            ).rowcount
        return renewed > 0

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Yield the database, of which a damaged file is put aside."""
        try:
            with _opened(self._path) as database, database:
                yield database
        except (sqlite3.OperationalError, OSError) as error:
            raise CacheError(f"The list is not kept for the next start: {error}") from error
        except sqlite3.DatabaseError:
            put_aside(self._path)


def clear(path: Path) -> bool:
    """Remove the cache; return whether there was one.

    Raises:
        OSError: It cannot be removed.
    """
    existed = path.exists()
    for suffix in ("", "-wal", "-shm", ".damaged"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return existed


def put_aside(path: Path) -> None:
    """Keep a file that cannot be used for whoever wants to look at it, under another name."""
    with suppress(OSError):
        os.replace(path, path.with_name(f"{path.name}.damaged"))
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield the database, made if it is not there, of mode 0600."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    os.chmod(path, 0o600)
    with closing(sqlite3.connect(path, timeout=_PATIENCE)) as database:
        with suppress(sqlite3.OperationalError):
            # Another explorer is making it; the mode stays with the file, so it is set once.
            database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        with database:
            database.execute("BEGIN IMMEDIATE")
            [version] = database.execute("PRAGMA user_version").fetchone()
            if version != _VERSION:
                _make(database, version)
        yield database


def _make(database: sqlite3.Connection, version: int) -> None:
    if version != 0:
        # Another version's; nothing in it is worth more than asking the server.
        database.execute("DROP TABLE IF EXISTS lists")
        database.execute("DROP TABLE IF EXISTS rows")
    for statement in _SCHEMA.split(";"):
        database.execute(statement)
    database.execute(f"PRAGMA user_version = {_VERSION}")


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _drop_oldest(database: sqlite3.Connection) -> None:
    database.execute(
        "DELETE FROM lists WHERE name NOT IN "
        "(SELECT name FROM lists ORDER BY loaded_at DESC LIMIT ?)",
        (MOST_LISTS,),
    )
    database.execute("DELETE FROM rows WHERE name NOT IN (SELECT name FROM lists)")


def _text(row: InstanceRow) -> str:
    """Return what is kept of a row."""
    # Looked for in all of it at once, as there may be a hundred thousand rows.
    text = "\n".join((row.name, *row.providers, row.search_text))
    mask = _masked if _masked(text) != text else str
    kept: list[object] = [
        row.id,
        row.status,
        mask(row.name),
        [mask(name) for name in row.providers],
        row.integration_id,
        row.identity_id,
        row.identity_actor_id,
        list(row.provider_ids),
        row.created_at.isoformat() if row.created_at else None,
        row.updated_at.isoformat() if row.updated_at else None,
        mask(row.search_text),
        row.problem,
    ]
    return json.dumps(kept)


def _masked(text: str) -> str:
    return without_secrets(text, _MASK)


def _row(text: str) -> InstanceRow:
    """Return a row that was kept; what others may have put there is cleaned like any text.

    Raises:
        ValueError: It is none.
    """
    kept: Any = json.loads(text)
    identifier, status, name, providers, integration, identity, actor, ids, *rest = kept
    created, updated, search, problem = rest
    known = [identifier, status, name, search, *providers, *ids]
    optional = [integration, identity, actor, created, updated, problem]
    if not all(isinstance(one, str) for one in known) or not all(
        one is None or isinstance(one, str) for one in optional
    ):
        raise ValueError("no row")
    return InstanceRow(
        key=identifier,
        id=identifier,
        status=clean(status, 32),
        name=clean(name),
        providers=tuple(clean(one, 80) for one in providers),
        integration_id=integration,
        identity_id=identity,
        identity_actor_id=actor,
        provider_ids=tuple(ids),
        created_at=parse(created),
        updated_at=parse(updated),
        search_text=fold(search),
        problem=None if problem is None else clean(problem),
    )
