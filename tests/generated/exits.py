"""The table of exit statuses, for the guide."""

from __future__ import annotations

from tests.generated.marks import table
from tui.headless.exits import EXITS


def exits() -> str:
    """Return what each exit status tells."""
    return table(("status", "means"), [(f"`{one.status}`", one.meaning) for one in EXITS])
