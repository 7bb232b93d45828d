"""What the server refused, placed at the form's fields and put in a form's words."""

from __future__ import annotations

from collections.abc import Sequence

from tui.errors import ApiError, InvalidData, MalformedAnswer, ServerError, TransportError
from tui.forms.problems import FieldPath, FormProblems
from tui.text import Display

KEPT = Display("What you typed is kept; send again when it may go through.")


def field_problems(error: InvalidData, rows: Sequence[int] = ()) -> FormProblems:
    """Return the server's errors at the form's own paths.

    `rows` are the numbers that the body's rows of providers have in the form, as a body
    lists only those that changed. An error that names no field is at the empty path, and
    several at one field become one message.
    """
    found: dict[FieldPath, list[Display]] = {}
    for field in error.fields:
        path = field.path if error.entity in ("", "body") else ()
        found.setdefault(_form_path(path, rows), []).append(field.message)
    return FormProblems({path: Display("; ".join(texts)) for path, texts in found.items()})


def form_sentence(error: ApiError) -> Display:
    """Return what happened and what to do, in one line, for the top of a form.

    Advice to press a key of the main screen is replaced, as a form does not take it.
    """
    if not isinstance(error, (TransportError, ServerError, MalformedAnswer)):
        return error.sentence
    said = " ".join(f"{part.rstrip('.')}." for part in (error.message, error.hint) if part)
    request = f" (request {error.request_id})" if error.request_id else ""
    return Display(f"{said}{request} {KEPT}" if not error.outcome_unknown else f"{said}{request}")


def _form_path(path: FieldPath, rows: Sequence[int]) -> FieldPath:
    if len(path) > 1 and path[0] == "providers":
        number = path[1]
        if isinstance(number, str) and number.isdecimal():
            number = int(number)
        if isinstance(number, int) and 0 <= number < len(rows):
            return ("providers", rows[number], *path[2:])
    return path
