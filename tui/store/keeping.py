"""Keeps an account's list for the next start."""

from __future__ import annotations

import asyncio
from datetime import datetime

from tui.models.row import InstanceRow
from tui.store.cache import ListCache


class Keeping:
    """Writes the list where it is another than the one that was written last."""

    def __init__(self, cache: ListCache) -> None:
        self._cache = cache
        self._kept: tuple[tuple[InstanceRow, ...], datetime] | None = None

    async def keep(
        self, rows: tuple[InstanceRow, ...], loaded_at: datetime, *, complete: bool
    ) -> None:
        """Keep these rows, which the server gave at that moment.

        Raises:
            CacheError: They could not be written.
        """
        kept, self._kept = self._kept, None  # Until it is done, nobody knows what is on disk.
        # Writing a hundred thousand rows makes keys wait: not for the moment alone.
        is_kept = (
            kept is not None
            and kept[0] == rows
            and await asyncio.to_thread(self._cache.renew, kept[1], loaded_at, complete=complete)
        )
        if not is_kept:
            await asyncio.to_thread(self._cache.write, rows, loaded_at, complete=complete)
        self._kept = rows, loaded_at
