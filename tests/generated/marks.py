"""Parts of a page between marks, which are written anew and looked at for drift."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
COMMAND = "python -m tests.generated"


def with_part(page: str, name: str, part: str) -> str:
    """Return the page's text with the part of that name put in anew.

    Raises:
        ValueError: The page has no such marks.
    """
    begin, end = f"<!-- {name}: {COMMAND} -->\n", f"<!-- end {name} -->"
    before, rest = page.split(begin)
    _, after = rest.split(end)
    return f"{before}{begin}{part}{end}{after}"


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [f"| {' | '.join(line)} |\n" for line in (head, *rows)]
    lines.insert(1, f"|{'---|' * len(head)}\n")
    return "".join(lines)
