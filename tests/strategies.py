"""Hypothesis strategies: hostile text, JSON, and instances in both shapes they come in."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

HOSTILE = (
    "",
    " ",
    "\x00",
    "\x1b[2J\x1b]52;c;aGk=\x07",
    "\x9b31m",
    "a\r\nb\tc\x7f",
    "[red]not markup[/] [@click=app.quit]x[/]",
    "\u202eevil\u2066",
    "zero\u200bwidth\ufeff",
    "\ud800lone\udfff",
    "\U000e0041\U000e0100",
    "e\u0301",
    "\u2764\ufe0f",
    "../../etc",
    "?&=#%2F",
)

texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(), max_size=20),
    # Lone surrogates too, which `characters` leaves out.
    st.lists(st.integers(0, 0x10FFFF), max_size=12).map(lambda codes: "".join(map(chr, codes))),
)
"""Text as an API may send it: any code point, escapes, markup, surrogates."""

words = st.text(st.characters(codec="utf-8"), max_size=20)
"""Text that can be encoded."""

names = st.from_regex(r"[a-z][a-z_]{0,12}", fullmatch=True).map("x_{}".format)
"""Names of fields that the API does not have yet."""

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), words
)

values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3)),
    max_leaves=8,
)
"""Any JSON value."""

metadata = st.one_of(st.none(), st.dictionaries(words, values, max_size=3))

identifiers = st.from_regex(r"[a-z]{3}_[A-Za-z0-9]{8}", fullmatch=True)

times = st.datetimes().map(lambda moment: moment.isoformat() + "Z")

statuses = st.one_of(st.sampled_from(("draft", "active", "archived", "deleted")), words)
"""Those that are known, and any other."""


def objects(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Objects with the given fields, any optional one missing, and unknown ones besides."""
    free = {name: one for name, one in optional.items() if name not in required}
    known = st.fixed_dictionaries(required, optional=free)
    return st.builds(
        lambda new, fields: {**new, **fields}, st.dictionaries(names, values, max_size=2), known
    )


def _nullable(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), one)


_described = {
    "object": words,
    "name": _nullable(words),
    "description": _nullable(words),
    "metadata": metadata,
    "created_at": times,
    "updated_at": times,
}

previews = objects(
    {"id": identifiers},
    {**_described, "provider_id": identifiers, "is_default": st.booleans(), "slug": words},
)

rules = objects(
    {"type": st.one_of(st.sampled_from(("tool_keys", "tool_regex", "prompt_keys")), words)},
    {"keys": st.one_of(st.lists(words, max_size=2), values), "pattern": values, "uris": values},
)

tool_filters = st.one_of(
    objects({"type": st.just("allow_all")}, {"ignore_parent_filters": st.booleans()}),
    objects(
        {"type": st.just("filter"), "filters": st.lists(rules, max_size=2)},
        {"ignore_parent_filters": st.booleans()},
    ),
    objects({}, {"type": words}),
)

auth_methods = objects(
    {"id": identifiers},
    {
        **_described,
        "type": words,
        "capabilities": st.dictionaries(words, values, max_size=2),
        "input_schema": st.dictionaries(words, values, max_size=2),
        "scopes": st.lists(objects({}, {"id": identifiers, "scope": words}), max_size=2),
    },
)

_setup = {
    **_described,
    "status": statuses,
    "provider_version": _nullable(st.dictionaries(words, scalars, max_size=2)),
    "tool_filter": _nullable(tool_filters),
    "config": _nullable(previews),
}

nested_setups = objects(
    {},
    {
        **_setup,
        "provider": previews,
        "deployment": previews,
        "auth_method": _nullable(auth_methods),
        "auth_credentials": _nullable(previews),
    },
)
"""An integration's provider as the API page shows it, of objects."""

flat_setups = objects(
    {"id": identifiers},
    {
        **_setup,
        "provider_id": identifiers,
        "deployment_id": identifiers,
        "auth_method_id": _nullable(identifiers),
        "auth_credentials_id": _nullable(identifiers),
    },
)
"""An integration's provider as the official SDK reads it, of IDs."""


def _instances(required: dict[str, Any], setups: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    provider = objects(
        {},
        {
            **_described,
            "status": statuses,
            "tool_filter": _nullable(tool_filters),
            "is_override_tool_filter": st.booleans(),
            "provider": previews,
            "integration_provider": setups,
            "config": _nullable(previews),
            "auth_config": _nullable(previews),
            "archived_at": _nullable(times),
        },
    )
    return objects(
        {**required, "status": statuses, "providers": st.lists(provider, max_size=2)},
        {
            **_described,
            "identity_id": _nullable(identifiers),
            "identity_actor_id": _nullable(identifiers),
            "implementation": _nullable(objects({}, {"type": words})),
            "archived_at": _nullable(times),
        },
    )


seed_instances = _instances({}, nested_setups)
"""As the API page's example: nested objects, without ID, name and integration."""

sdk_instances = _instances(
    {"id": identifiers, "name": words, "integration_id": identifiers}, flat_setups
)
"""As the official SDK reads them: flat IDs in the integration's provider."""

instances = st.one_of(seed_instances, sdk_instances)

broken_items = st.one_of(
    scalars,
    st.lists(scalars, max_size=2),
    st.fixed_dictionaries({"id": values, "name": values, "status": values, "providers": values}),
)
"""Items of a list that are no instances, or not wholly."""
