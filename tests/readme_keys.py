"""Writes the README's table of keys from the keymap: `python -m tests.readme_keys`."""

from __future__ import annotations

from pathlib import Path

from tui.keymap import in_scope, scopes

README = Path(__file__).parent.parent / "README.md"
_BEGIN, _END = "<!-- keys: python -m tests.readme_keys -->\n", "<!-- end keys -->"
_TITLES = {
    "main": "Main screen",
    "list": "In the list",
    "tree": "In the tree",
    "filter": "In the filter line",
    "search": "In the tree's search line",
    "form": "In forms",
    "app": "Everywhere",
}


def table() -> str:
    """Return the table of keys, as the README has it between its marks."""
    lines = ["| where | key | does |", "|---|---|---|"]
    for scope in scopes():
        for command in in_scope(scope) if scope in _TITLES else ():
            keys = ", ".join(f"`{key}`" for key in command.shown_keys.split(", "))
            lines.append(f"| {_TITLES[scope]} | {keys} | {command.help} |")
    return "\n".join(lines) + "\n"


def with_table(readme: str) -> str:
    """Return the README's text with the table put in anew."""
    before, rest = readme.split(_BEGIN)
    _, after = rest.split(_END)
    return f"{before}{_BEGIN}{table()}{_END}{after}"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text()))
