"""Whole instances as they came, for as long as there is room for them."""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import Any

from tui.models.depth import is_too_deep

LIMIT = 1000
"""Instances kept; those not looked at for longest are dropped and asked for again."""


class Documents:
    """The JSON of instances by row key, least recently used dropped first.

    They are kept as text, a tenth of the size of the objects, and read when opened.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._texts: OrderedDict[str, str] = OrderedDict()

    def put(self, key: str, document: object) -> None:
        """Keep a document, unless it is nested too deeply to be opened."""
        if is_too_deep(document):
            self._texts.pop(key, None)
            return
        self._texts[key] = json.dumps(document, separators=(",", ":"))
        self._texts.move_to_end(key)
        if len(self._texts) > self._limit:
            self._texts.popitem(last=False)

    def get(self, key: str) -> Any | None:
        """Return a document, or None where it was not kept."""
        text = self._texts.get(key)
        if text is None:
            return None
        self._texts.move_to_end(key)
        return json.loads(text)
