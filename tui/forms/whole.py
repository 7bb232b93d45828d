"""An instance as a whole, as JSON: what somebody's editor left of it becomes an update's form.

The text is what the API answered. Only what an update takes may differ from it: all else is
refused by its name, and nothing is passed over in silence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tui.errors import UsageError
from tui.forms.body import IDS, TEXTS, read_values
from tui.forms.instance import InstanceDraft, to_update
from tui.forms.json_text import MAX_LENGTH, read_object, write_json
from tui.forms.problems import FieldProblem, FormProblems, ProblemCollector
from tui.forms.values import same, same_field
from tui.forms.whole_rows import WholeRows, refuse_fixed
from tui.models.integration_instance import IntegrationInstance

TAKEN = (*TEXTS, "metadata", *IDS, "providers")
"""What an update takes of an instance."""


@dataclass(frozen=True, slots=True)
class WholeDraft:
    """What was edited and cannot be sent yet.

    Attributes:
        name: What the instance was called.
        text: What the editor left.
        base: The text that it began with.
    """

    name: str = ""
    text: str = ""
    base: str = ""


def whole_text(base: IntegrationInstance) -> str:
    """Return `base` as JSON to edit.

    Raises:
        UsageError: It is too large, or holds what JSON cannot write.
    """
    document = base.as_json()
    try:
        text = write_json(document)
        if len(text) <= MAX_LENGTH and same(read_object(text), document):
            return text
    except (RecursionError, FieldProblem) as error:
        raise UsageError(f"It cannot be edited as a whole: {error}. e opens its form.") from error
    raise UsageError("It is too large to be edited as a whole. e opens its form.")


def edited(base: IntegrationInstance, text: str) -> InstanceDraft:
    """Return the form that turns `base` into what `text` says.

    What is as it was in `base` is so in the form, to the letter, and is not sent.

    Raises:
        FormProblems: It is no JSON, with its line; or it changes what cannot be changed, or
            to what cannot be sent. Providers are called by their names in the paths.
    """
    try:
        after = read_object(text, "this must be the instance's JSON object")
    except FieldProblem as problem:
        raise FormProblems({(): problem.message}) from problem
    problems = ProblemCollector()
    before = base.as_json()
    if "providers" in before:
        # Those that are left out are told one by one, as where the list lacks some.
        after.setdefault("providers", None)
    refuse_fixed(before, after, TAKEN, (), problems)
    draft = InstanceDraft.from_instance(base)
    changed = {
        name: after[name] for name in TAKEN if name in after and not same_field(before, after, name)
    }
    values = read_values(changed, (*TEXTS, *IDS), ("providers",), (), problems)
    rows = WholeRows(base, draft.providers, problems)
    if "providers" in changed:
        values["providers"] = rows.read(changed["providers"])
    problems.check()
    draft = replace(draft, **values)
    try:
        to_update(draft, base)
    except FormProblems as found:
        raise FormProblems(
            {rows.called(path): message for path, message in found.problems.items()}
        ) from found
    return draft
