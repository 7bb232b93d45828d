"""Writes the generated parts of the README and of the guides: `python -m tests.generated`."""

from __future__ import annotations

from tests.generated.pages import PAGES, page

for name in PAGES:
    path, text = page(name)
    path.write_text(text, encoding="utf-8")
