"""Records the README's session from the built-in sandbox: `python -m screenshots.record`.

The explorer runs in a real terminal. What it draws after each key is taken once it is quiet,
and written down for a moment that is always the same, however long the machine took for it.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.e2e.terminal import Terminal, clean_environment, installed_command

TARGET = Path(__file__).with_name("session.cast")
SIZE = (100, 30)

TYPING = 0.09
"""Seconds between two characters of a word."""
LOOKING = 1.4
"""Seconds that one looks at what a key brought."""
QUIET = 0.6
"""Seconds without output after which the explorer has drawn all: it pauses before it asks."""


class Recorder:
    """A terminal, and what it was sent at which moment of the recording."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._taken = 0
        self._moment = 0.2
        self._decode = codecs.getincrementaldecoder("utf-8")().decode
        self.events: list[tuple[float, str]] = []

    def take(self, *, look: float = LOOKING) -> None:
        """Write down what was drawn since the last time, and look at it for some seconds."""
        output = self._terminal.output
        text = self._decode(output[self._taken :])
        self._taken = len(output)
        self.events.append((round(self._moment, 2), text))
        self._moment += look

    def press(self, *keys: str, look: float = LOOKING, quiet: float = QUIET) -> None:
        """Press keys one after another, and look at what each brought."""
        for key in keys:
            self._terminal.press(key)
            self._terminal.wait_quiet(pause=quiet)
            self.take(look=look)

    def type(self, text: str) -> None:
        """Type a word."""
        self.press(*text[:-1], look=TYPING, quiet=TYPING)
        self.press(text[-1])


def walk(terminal: Terminal) -> Iterator[tuple[float, str]]:
    """Find an instance, see what it resolves to and who else uses it, make a session on it."""
    recorder = Recorder(terminal)
    terminal.wait_for("loaded, complete")
    terminal.wait_for("providers")
    terminal.wait_quiet(pause=QUIET)
    recorder.take()
    recorder.press("j", "j", look=0.7)
    recorder.press("/", look=0.7)
    recorder.type("provider:github ada")
    recorder.press("enter")
    recorder.press("enter")
    recorder.press(*"jjjj", look=0.5)
    recorder.press("f")
    recorder.press("[")
    recorder.press("s")
    recorder.press("ctrl+s", "ctrl+s", "tab", "enter")
    terminal.wait_for("client secret")
    recorder.take()  # Or the last picture would be gone at once.
    yield from recorder.events


def _written(moment: float, text: str) -> str:
    return json.dumps([moment, "o", text], ensure_ascii=False)


def main() -> None:
    """Record the walk."""
    with TemporaryDirectory() as home:
        environment = clean_environment(Path(home), TEXTUAL_COLOR_SYSTEM="256")
        argv = installed_command("--demo")
        with Terminal(argv, environment=environment, size=SIZE) as terminal:
            events = list(walk(terminal))
    columns, rows = SIZE
    head = {"version": 2, "width": columns, "height": rows, "title": "metorial-tui --demo"}
    lines = [json.dumps(head), *(_written(*event) for event in events)]
    TARGET.write_text("\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
