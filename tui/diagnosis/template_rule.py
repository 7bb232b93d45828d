"""What follows from the session template of an instance, which each of its sessions needs.

An instance runs without one, so nothing here blocks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tui.diagnosis.evidence import GONE, Evidence, Unknown, provider_id, provider_name
from tui.diagnosis.finding import Finding, Mend, Place
from tui.diagnosis.looking import name_in, status_in
from tui.models.reference import Reference
from tui.text import Display, clean

_SUBJECT = Display("session template")
_MEND = Mend("template", Display("set it"))


def of_template(evidence: Evidence) -> Iterator[Finding]:
    """Yield what is found of the instance's session template."""
    template = evidence.template
    if isinstance(template, Unknown):
        words = Display(f"Whether sessions can be made is not known: {template.reason}.")
        yield Finding("not known", _SUBJECT, words, ())
        return
    if template is None:
        words = Display("There is none yet: the first session needs one, and offers to create it.")
        yield Finding("fine", _SUBJECT, words, (), _MEND)
        return
    identifier = template.get("id")
    name = name_in(template) or Display("It")
    place: Place = ()
    if isinstance(identifier, str) and identifier:
        place = Reference("session_template", identifier, name)
    status = status_in(template)
    if status in GONE:
        words = Display(f"It is {clean(status, 40)}, so no session can be made.")
        yield Finding("endangers", _SUBJECT, words, place, _MEND)
    elif lacking := list(_lacking(evidence, template)):
        words = Display(f"A session of it has no {' and no '.join(lacking)}: it is not filled yet.")
        yield Finding("endangers", _SUBJECT, words, place, _MEND)
    else:
        words = Display("In order: it has all of the instance's providers.")
        yield Finding("fine", _SUBJECT, words, place)


def _lacking(evidence: Evidence, template: Mapping[str, Any]) -> Iterator[Display]:
    """Yield the names of the instance's providers that the template does not have, or not ready."""
    rows = template.get("providers")
    had = {
        row.get("provider_id")
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, dict) and status_in(row) not in GONE
    }
    for number, row in enumerate(evidence.instance.providers or ()):
        identifier = provider_id(row)
        if row.status not in GONE and identifier is not None and identifier not in had:
            yield provider_name(row, number)
