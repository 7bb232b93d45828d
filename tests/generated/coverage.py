"""What of the API the explorer uses, and where: endpoints, the list's parameters, bodies."""

from __future__ import annotations

import string
from dataclasses import fields

from tests.generated.endpoints import endpoints
from tests.generated.marks import table
from tui.keymap import COMMANDS
from tui.models.query import ListQuery
from tui.models.requests import ProviderRow
from tui.resources import BY_FILTER_KEY
from tui.sandbox.validation import CREATE, PROVIDER, SET_PROVIDER, TEXTS, UPDATE

NOT_USED = "not used"

_ONE = "/integration-instances/{id}"
_TEMPLATE = f"POST {_ONE}/session-template"
_SESSION = f"POST {_ONE}/session"
_PROVIDER = f"PUT {_ONE}/providers/{{provider_id}}"

# `$name` stands for the key of the command of that name.
_PICKED = "fields of forms, names in the filter, $browse"
_LOOKED_UP = "IDs in forms, $palette with an ID, $browse"
_USES = {
    "GET /instance": "the header, `auth status`, `doctor`",
    "GET /instances": "the choice of an environment, where the key can speak for several",
    "POST /oauth/token": "renewing the official CLI's login, after asking; `auth renew`",
    "GET /integration-instances": (
        "the list, $filter, $follow, $used_by, counts of users; `list`, `tail`, `export`"
    ),
    "POST /integration-instances": "$new, $clone",
    f"GET {_ONE}": "the tree, $refresh, the look before each change, $palette with an ID",
    f"PATCH {_ONE}": "$edit, $undo; in the list all that are marked",
    f"DELETE {_ONE}": "$archive",
    _TEMPLATE: "$template",
    _SESSION: "$session",
    _PROVIDER: "$edit on a provider in the tree",
    "GET /session-templates": "$template, $sessions, names in the filter, $browse",
    "GET /session-templates/{id}": "$template, $palette with an ID, $browse",
    "GET /sessions": "$sessions, $browse; a session whose answer was lost",
    "GET /sessions/{id}": "$palette with an ID, $browse",
    "GET /integrations/{id}": f"what a form may set of an integration; {_LOOKED_UP}",
    "GET /provider-tools": "which tools pass, below a tool filter in forms",
}
_PARAMETERS = {
    "limit": "`page_size` in the settings",
    "after": "loading on",
    "before": NOT_USED,
    "cursor": NOT_USED,
    "order": "`order:`, $sort",
    "search": "words without a key in the filter line",
    "status": "`status:`",
    "created_at": "`created:`; what a lost answer may have made",
    "updated_at": "`updated:`; what changed, for $refresh_all and $follow",
}
_BODIES = {
    "create": ("POST /integration-instances", CREATE),
    "update": (f"PATCH {_ONE}", UPDATE),
    "one provider": (_PROVIDER, SET_PROVIDER),
    "template": (_TEMPLATE, TEXTS),
    "session": (_SESSION, TEXTS),
}
_NO_FORM = {("one provider", "provider_deployment_id")}
"""What the client could send and no form asks for."""


def all_endpoints() -> str:
    """Return every endpoint, the client's method for it, and where it is used."""
    rows = []
    for one in endpoints():
        methods = ", ".join(f"`{name}`" for name in one.methods)
        rows.append((f"`{one.name}`", methods, _with_keys(_use(one.name, bool(one.methods)))))
    return table(("endpoint", "client", "where it is used"), rows)


def list_parameters() -> str:
    """Return every parameter of the list of instances, and what sends it."""
    keys = {one.parameter: f"`{key}:`" for key, one in BY_FILTER_KEY.items()}
    rows = [
        (f"`{field.name}`", _with_keys(_PARAMETERS.get(field.name) or keys[field.name]))
        for field in fields(ListQuery)
    ]
    return table(("parameter", "where it is used"), rows)


def bodies() -> str:
    """Return every field of what is sent, and which bodies of the API have it and are sent it."""
    sent = {one.name: one.fields for one in endpoints()}
    names = dict.fromkeys(field.name for _, known in _BODIES.values() for field in known)
    rows = [
        (f"`{name}`", *(_sends(body, name, sent[_BODIES[body][0]]) for body in _BODIES))
        for name in names
    ]
    for field in PROVIDER:
        word = "sent" if field.name in ProviderRow.model_fields else NOT_USED
        rows.append((f"`providers[].{field.name}`", word, word, "", "", ""))
    return table(("field", *_BODIES), rows)


def _use(name: str, has_method: bool) -> str:
    """Return where an endpoint is used.

    Raises:
        KeyError: The client has it, and nothing says what for.
    """
    if name in _USES:
        return _USES[name]
    if not has_method:
        return NOT_USED
    _, _, path = name.partition(" ")
    return _LOOKED_UP if path.endswith("/{id}") else _PICKED


def _sends(body: str, field: str, sent: frozenset[str]) -> str:
    known = next((one for one in _BODIES[body][1] if one.name == field), None)
    if known is None:
        return ""
    if field not in sent or (body, field) in _NO_FORM:
        return NOT_USED
    return "sent, `null` clears" if known.nullable else "sent"


def _with_keys(words: str) -> str:
    keys = {command.id: f"`{command.first_key}`" for command in COMMANDS}
    return string.Template(words).substitute(keys)
