"""The outline: words, order, links, masks; and that nothing of any JSON is lost."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.models import outline
from tui.models.integration_instance import IntegrationInstance
from tui.models.outline import CHUNK, MAX_DEPTH, Node, children, fields, root, title
from tui.models.outline_secrets import MASK, looks_secret, without_session_secrets

DATA = Path(__file__).parent.parent / "data"


def load(shape: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / f"integration_instance_{shape}.json").read_text())
    return loaded


def walk(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(children(one))


def child(node: Node, *labels: str) -> Node:
    for label in labels:
        node = next(one for one in children(node) if one.label == label)
    return node


def rows(node: Node) -> list[tuple[str, str, str]]:
    return [(one.label, one.summary, one.aside) for one in children(node)]


class TestExample:
    """The API page's example: nested objects, no ID and no name of its own."""

    def test_the_root_says_what_it_is(self) -> None:
        top = root(load("example"))
        assert (top.label, top.aside, top.status) == ("(no name)", "draft", "draft")
        assert (top.kind, top.id, top.expandable) == ("integration_instance", None, True)

    def test_a_provider_shows_what_it_resolves_to(self) -> None:
        provider = children(child(root(load("example")), "providers"))[0]
        assert (provider.label, provider.aside, provider.named) == ("GitHub", "active", True)
        assert rows(provider)[:7] == [
            ("provider", "GitHub", "pro_5gHjKlMnPqRsTuVw"),
            ("deployment", "Production", "pde_1aBcDeFgHjKlMnPq"),
            ("config", "Production Config", "pcf_7dEfGhJkLmNpQrSt"),
            ("auth config", "Production Config", "pcf_7dEfGhJkLmNpQrSt"),
            ("auth method", "OAuth 2.0", "oauth"),
            ("auth credentials", "GitHub OAuth", "par_4sTuVwXyZaBcDeFg"),
            ("tool filter", "everything allowed", ""),
        ]

    def test_hoisted_nodes_keep_their_true_path_and_kind(self) -> None:
        provider = children(child(root(load("example")), "providers"))[0]
        deployment = child(provider, "deployment")
        assert deployment.path == ("providers", 0, "integration_provider", "deployment")
        assert deployment.kind == "provider_deployment"
        assert deployment.value["name"] == "Production"  # type: ignore[index]  # it is a dict

    def test_the_integrations_own_choices_are_called_so(self) -> None:
        provider = children(child(root(load("example")), "providers"))[0]
        own = child(provider, "integration provider")
        assert child(own, "integration's config").summary == "Production Config"
        assert child(own, "integration's filter").summary == "everything allowed"
        assert "deployment" not in [one.label for one in children(own)]

    def test_scopes_are_read_at_a_glance(self) -> None:
        provider = children(child(root(load("example")), "providers"))[0]
        scopes = child(provider, "auth method", "scopes")
        assert scopes.summary == "repo, repo"
        assert rows(scopes)[0] == ("repo", "Repository Access", "pams_8tUvWxYzAbCdEfGh")

    def test_items_with_the_same_id_have_keys_of_their_own(self) -> None:
        provider = children(child(root(load("example")), "providers"))[0]
        keys = [one.key for one in children(child(provider, "auth method", "scopes"))]
        assert len(set(keys)) == 2


class TestSdkShape:
    """The official SDK's shape: flat IDs."""

    def test_flat_ids_stand_where_objects_would(self) -> None:
        provider = children(child(root(load("sdk_shape")), "providers"))[0]
        flat = child(provider, "deployment")
        assert (flat.summary, flat.id) == ("pde_1aBcDeFgHjKlMnPq", "pde_1aBcDeFgHjKlMnPq")
        assert flat.kind == "provider_deployment"
        assert child(provider, "auth credentials").id == "par_4sTuVwXyZaBcDeFg"

    def test_who_it_is_for(self) -> None:
        top = root(load("sdk_shape"))
        assert [one.label for one in children(top)][:5] == [
            "providers",
            "integration",
            "actor",
            "identity",
            "implementation",
        ]
        assert child(top, "actor").kind == "identity_actor"
        assert child(top, "id").kind == "integration_instance"

    def test_rules_of_a_filter_are_its_children(self) -> None:
        provider = children(child(root(load("sdk_shape")), "providers"))[0]
        filtered = child(provider, "tool filter")
        assert filtered.summary == "2 rules"
        assert [(one.label, one.summary) for one in children(filtered)] == [
            ("tool keys", "list_issues, create_issue"),
            ("tool regex", "^get_.*"),
            ("ignores parent's", "yes"),
        ]
        assert children(filtered)[0].path[-2:] == ("filters", 0)

    def test_what_is_not_set_is_said(self) -> None:
        provider = children(child(root(load("sdk_shape")), "providers"))[0]
        assert child(provider, "auth config").summary == "none"

    def test_fields_have_names_first_and_times_in_full(self) -> None:
        provider = children(child(root(load("sdk_shape")), "providers"))[0]
        shown = {str(field.name): field.value for field in fields(provider)}
        assert next(iter(shown)) == "id"
        assert shown["config"] == "Production Config  pcf_7dEfGhJkLmNpQrSt"
        assert shown["created"] == "2025-11-02T08:00:00Z"
        assert shown["object type"] == "integration.instance.provider"

    def test_it_reads_the_model_as_the_raw_object(self) -> None:
        raw = load("sdk_shape")
        model = IntegrationInstance.model_validate(raw)
        as_shown = [(one.path, one.label, one.summary) for one in walk(root(model.as_json()))]
        assert as_shown == [(one.path, one.label, one.summary) for one in walk(root(raw))]


class TestSecrets:
    @pytest.mark.parametrize(
        "key",
        ["api_key", "apiKey", "APIKEY", "token", "accessToken", "client-secret", "DB_PASSWORD"],
    )
    def test_keys_that_look_secret(self, key: str) -> None:
        assert looks_secret(key)

    @pytest.mark.parametrize("key", ["key", "name", "monkey", "author", "tokenizer", "keyboard"])
    def test_keys_that_do_not(self, key: str) -> None:
        assert not looks_secret(key)

    def test_values_are_masked_but_kept(self) -> None:
        node = child(root(load("sdk_shape")), "metadata", "api_key")
        assert node.summary == MASK
        assert node.value == "sk_live_0123456789"
        assert [field.value for field in fields(node)] == [MASK]
        assert "sk_live" not in title(node)

    def test_all_below_a_secret_key_is_masked(self) -> None:
        value = {"metadata": {"secrets": {"a": "one", "b": ["two", 3], "c": {"id": "four"}}}}
        drawn = " ".join(
            f"{one.label} {one.summary} {one.aside} {fields(one)}" for one in walk(root(value))
        )
        assert not any(secret in drawn for secret in ("one", "two", "four"))

    def test_a_schema_is_no_secret(self) -> None:
        schema = {"schema": {"properties": {"api_key": {"type": "string"}}}}
        method = {"auth_method": {"id": "pam_1", "input_schema": schema}}
        value = {"providers": [{"integration_provider": method}]}
        assert "string" in [one.summary for one in walk(root(value))]

    def test_ids_and_links_are_no_secrets(self) -> None:
        value = {"providers": [{"integration_provider": {"auth_credentials_id": "par_1"}}]}
        assert "par_1" in [one.summary for one in walk(root(value))]


class TestMany:
    def test_children_come_by_the_chunk(self) -> None:
        value = {"metadata": {f"k{index}": index for index in range(2 * CHUNK + 5)}}
        metadata = child(root(value), "metadata")
        first = children(metadata)
        assert len(first) == CHUNK + 1
        assert first[-1].is_more
        assert first[-1].label == f"… {CHUNK + 5:,} more"
        second = children(first[-1])
        assert second[0].label == f"k{CHUNK}"
        assert [one.label for one in children(second[-1])] == [f"k{400 + n}" for n in range(5)]
        assert fields(first[-1]) == []

    def test_fields_say_that_there_are_more(self) -> None:
        node = child(root({"metadata": dict.fromkeys(map(str, range(1000)), 1)}), "metadata")
        assert fields(node)[-1][:2] == ("…", "800 more")

    def test_depth_has_an_end(self) -> None:
        value: dict[str, Any] = {}
        for _ in range(3 * MAX_DEPTH):
            value = {"a": value}
        deepest = max(walk(root({"metadata": value})), key=lambda one: len(one.path))
        assert len(deepest.path) == MAX_DEPTH
        assert fields(deepest)

    def test_huge_text_says_what_it_leaves_out(self) -> None:
        node = child(root({"description": "x" * 50_000}), "description")
        assert len(node.summary) < 600
        assert fields(node)[0].value.endswith("(30,000 more characters)")

    def test_huge_numbers_do_not_raise(self) -> None:
        assert "bits" in child(root({"metadata": {"n": 10**6000}}), "metadata", "n").summary


@pytest.mark.parametrize("value", [None, 3, "text", [], [1, 2], True])
def test_what_is_not_an_object_is_shown(value: object) -> None:
    assert root(value).label == "not an object"
    assert fields(root(value))


_FIELD_NAMES = st.sampled_from(
    [
        *("id", "name", "status", "type", "object", "description", "metadata", "config"),
        *("providers", "provider", "integration_provider", "deployment", "deployment_id"),
        *("auth_method", "auth_method_id", "auth_credentials", "scopes", "scope", "tool_filter"),
        *("filters", "keys", "pattern", "created_at", "input_schema", "token", "identity_id"),
    ]
)
_KEYS = _FIELD_NAMES | st.text(max_size=8)
_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()), max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=7),
    max_leaves=40,
)


def scalars(value: object, path: tuple[str | int, ...] = ()) -> Iterator[outline.Path]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from scalars(inner, (*path, key))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from scalars(inner, (*path, index))
    else:
        yield path


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(_KEYS, _JSON, max_size=8))
def test_every_value_can_be_reached_and_drawn(value: dict[str, Any]) -> None:
    reached: set[outline.Path] = set()
    keys: list[outline.Path] = []
    for node in walk(root(value)):
        reached.add(node.path)
        keys.append(node.key)
        shown = fields(node)
        reached.update(field.path for field in shown)
        for text in (node.label, node.summary, node.aside, title(node)):
            assert all(unicodedata.category(one) not in ("Cc", "Cs") for one in text)
        for field in shown:
            assert all(one == "\n" or unicodedata.category(one) != "Cc" for one in field.value)
        at: Any = value
        for step in node.path:
            at = at[step]
        assert at is node.value
    assert set(scalars(value)) <= reached
    assert len(keys) == len(set(keys))


def test_other_objects_have_a_root_too_and_their_parts_say_what_they_are() -> None:
    identity = {
        "object": "identity",
        "id": "ide_1",
        "name": "Ada",
        "owner": {"type": "actor", "actor": {"object": "identity.actor", "id": "act_1"}},
        "credentials": [
            {"object": "identity.credential", "id": "cred_1", "config_id": "pcf_1", "value": "x"}
        ],
    }
    node = outline.root(identity, "identity")
    assert (node.kind, node.id, node.label) == ("identity", "ide_1", "Ada")
    parts = {str(one.label): one for one in outline.parts(node)}
    [credential] = outline.children(parts["credentials"])
    assert (credential.kind, credential.id) == ("identity_credential", "cred_1")
    [owner] = [one for one in outline.parts(parts["owner"]) if one.label == "actor"]
    assert (owner.kind, owner.id) == ("identity_actor", "act_1")


@pytest.mark.parametrize("field", ["client_secret", "connection_url"])
def test_what_lets_anyone_into_a_session_is_masked(field: str) -> None:
    session = {"object": "session", "id": "ses_1", field: "https://let.me.in"}
    node = outline.root(session, "session")
    [part] = [one for one in outline.parts(node) if one.path == (field,)]
    assert part.masked
    assert "let.me.in" not in str(part.summary)
    assert without_session_secrets(session) == {**session, field: "••••"}
    assert without_session_secrets({"object": "other", field: "x"}) == {
        "object": "other",
        field: "x",
    }


def test_credentials_that_are_no_objects_of_the_api_stay_masked() -> None:
    node = outline.root({"id": "int_1", "credentials": {"value": "hidden"}, "secrets": ["hidden"]})
    for part in outline.parts(node):
        assert "hidden" not in part.summary
        assert all("hidden" not in one.summary for one in outline.parts(part))


@pytest.mark.parametrize("field", ["from_template_ids", "from_templates_ids"])
def test_each_of_a_list_of_ids_names_its_object(field: str) -> None:
    node = outline.root({"object": "session", "id": "ses_1", field: ["ste_1", 3]}, "session")
    [listed] = [one for one in children(node) if one.path == (field,)]
    assert [(one.kind, one.id) for one in children(listed)] == [
        ("session_template", "ste_1"),
        (None, None),
    ]
