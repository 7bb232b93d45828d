"""What is wrong with what was typed: one field's problem, or a whole form's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from tui.errors import UsageError
from tui.text import Display, clean

FieldPath: TypeAlias = tuple[str | int, ...]
"""Field names and row numbers from the form's root, as ``("providers", 0, "tool_filters")``."""


class FieldProblem(UsageError):
    """One value that cannot be sent as it stands.

    Attributes:
        message: What to mend, safe to draw; it names the line where there is one.
        reason: The same without the line.
        line: The line at fault, counted from 1, or None.
        column: The character at fault in it, counted from 1, or None.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        self.line = line
        self.column = column
        self.reason: Display = clean(message)
        place = f"line {line}, column {column}: " if line is not None else ""
        self.message: Display = clean(place + message)
        super().__init__(self.message)


class FormProblems(UsageError):
    """All that keeps a form from being sent.

    Attributes:
        problems: The message of each field at fault, in the form's order.
        positions: Line and column of those that know them, both counted from 1.
    """

    def __init__(
        self,
        problems: Mapping[FieldPath, Display],
        positions: Mapping[FieldPath, tuple[int, int]] | None = None,
    ) -> None:
        self.problems = dict(problems)
        self.positions = dict(positions or {})
        super().__init__("; ".join(self.problems.values()))


class ProblemCollector:
    """Gathers the problems of a form's fields, so that all are told at once."""

    def __init__(self) -> None:
        self._problems: dict[FieldPath, Display] = {}
        self._positions: dict[FieldPath, tuple[int, int]] = {}

    def add(self, path: FieldPath, problem: FieldProblem | str) -> None:
        """Note what is wrong with the field at `path`."""
        if isinstance(problem, str):
            self._problems[path] = clean(problem)
            return
        self._problems[path] = problem.message
        if problem.line is not None and problem.column is not None:
            self._positions[path] = (problem.line, problem.column)

    def include(self, path: FieldPath, problems: FormProblems) -> None:
        """Note the problems of a part of the form that lies at `path`."""
        self._problems.update({(*path, *sub): text for sub, text in problems.problems.items()})
        self._positions.update({(*path, *sub): at for sub, at in problems.positions.items()})

    def check(self) -> None:
        """Go on if there was none.

        Raises:
            FormProblems: Some field had one.
        """
        if self._problems:
            raise FormProblems(self._problems, self._positions)
