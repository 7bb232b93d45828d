"""Which page has which generated parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.generated.coverage import all_endpoints, bodies, list_parameters
from tests.generated.exits import exits
from tests.generated.keys import all_keys, readme_keys
from tests.generated.kinds import kinds
from tests.generated.marks import ROOT, with_part
from tests.generated.settings import settings

PAGES: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "README.md": {"keys": readme_keys},
    "tui/help/api.md": {
        "endpoints": all_endpoints,
        "parameters": list_parameters,
        "bodies": bodies,
    },
    "tui/help/commands.md": {"commands": all_keys},
    "tui/help/scripting.md": {"kinds": kinds, "exits": exits},
    "tui/help/profiles.md": {"settings": settings},
}


def page(name: str) -> tuple[Path, str]:
    """Return where a page is, and its text with all of its parts written anew."""
    path = ROOT / name
    text = path.read_text(encoding="utf-8")
    for part, write in PAGES[name].items():
        text = with_part(text, part, write())
    return path, text
