"""Models take whatever the API sends, are frozen, and give back what came."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from tests import strategies
from tui.models.base import ApiObject, NamedObject, with_lists
from tui.models.depth import DEEPEST, is_shallow, is_too_deep
from tui.models.environment import Environment
from tui.models.integration import Identity, IdentityActor, Integration
from tui.models.integration_instance import InstanceProvider, IntegrationInstance
from tui.models.page import Page
from tui.models.provider import AuthConfig, AuthMethod, Config, Deployment, Provider, ProviderTool
from tui.models.session import Session, SessionTemplate
from tui.models.tool_filter import ToolFilter

DATA = Path(__file__).parent.parent / "data"
SEED = json.loads((DATA / "integration_instance_example.json").read_text())
SDK = json.loads((DATA / "integration_instance_sdk_shape.json").read_text())


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = {"a": value}
    return value


@given(strategies.instances)
def test_an_instance_is_kept_as_it_came(raw: dict[str, Any]) -> None:
    assert IntegrationInstance.model_validate(raw).as_json() == raw


@pytest.mark.parametrize("raw", [SEED, SDK], ids=["seed", "sdk"])
def test_the_examples_are_kept_as_they_came(raw: dict[str, Any]) -> None:
    instance = IntegrationInstance.model_validate(raw)
    assert instance.as_json() == raw
    assert json.loads(json.dumps(instance.as_json())) == raw


def test_the_seed_is_read_with_its_objects() -> None:
    instance = IntegrationInstance.model_validate(SEED)
    assert (instance.id, instance.name, instance.status) == (None, None, "draft")
    provider = (instance.providers or ())[0]
    assert provider.integration_provider is not None
    setup = provider.integration_provider
    assert setup.provider is not None
    assert setup.provider.slug == "github"
    assert setup.deployment is not None
    assert setup.auth_method is not None
    assert (setup.auth_method.scopes or ())[0].scope == "repo"
    assert setup.auth_credentials is not None
    assert setup.auth_credentials.is_managed is True
    assert provider.tool_filter is not None
    assert provider.tool_filter.type == "allow_all"


def test_the_sdk_shape_is_read_with_its_ids() -> None:
    instance = IntegrationInstance.model_validate(SDK)
    setup = (instance.providers or ())[0].integration_provider
    assert setup is not None
    assert setup.provider is None
    assert setup.provider_id == "pro_5gHjKlMnPqRsTuVw"
    assert setup.deployment_id == "pde_1aBcDeFgHjKlMnPq"


@pytest.mark.parametrize(
    "model",
    [
        ApiObject,
        AuthConfig,
        AuthMethod,
        Config,
        Deployment,
        Identity,
        IdentityActor,
        InstanceProvider,
        Integration,
        IntegrationInstance,
        NamedObject,
        Provider,
        ProviderTool,
        Session,
        SessionTemplate,
        ToolFilter,
    ],
)
def test_every_object_may_lack_all_and_bear_more(model: type[ApiObject]) -> None:
    raw = {"x_new": {"deep": [1, None, {"er": 1.5}]}}
    assert model.model_validate({}).as_json() == {}
    assert model.model_validate(raw).as_json() == raw


def test_models_are_frozen() -> None:
    instance = IntegrationInstance.model_validate(SDK)
    with pytest.raises(ValidationError, match="frozen"):
        instance.name = "other"  # type: ignore[misc]  # That is what the test is about.


def test_null_and_absent_stay_apart() -> None:
    assert IntegrationInstance.model_validate({"name": None}).as_json() == {"name": None}


@pytest.mark.parametrize("value", ["yes", 1, "true"])
def test_what_only_looks_like_a_flag_is_not_made_one(value: object) -> None:
    with pytest.raises(ValidationError):
        Config.model_validate({"is_default": value})


def test_what_json_cannot_write_is_kept() -> None:
    raw = {"metadata": {"\ud800": "\udc00", "big": float("inf"), "list": [[1]]}}
    assert NamedObject.model_validate(raw).as_json() == raw


def test_tuples_become_lists() -> None:
    assert with_lists({"a": ({"b": (1, 2)},)}) == {"a": [{"b": [1, 2]}]}


def test_a_session_hides_its_secrets() -> None:
    raw = {"id": "ses_1", "client_secret": "s3cret", "connection_url": "https://x/?k=s3cret"}
    session = Session.model_validate(raw)
    assert "s3cret" not in repr(session) + str(session.as_json()) + session.model_dump_json()
    secret = session.as_json()["client_secret"]
    assert isinstance(secret, SecretStr)
    assert secret.get_secret_value() == "s3cret"


@pytest.mark.parametrize(("type_", "production"), [("production", True), ("development", False)])
def test_an_environment_knows_whether_it_is_production(type_: str, production: bool) -> None:
    raw = {"object": "instance", "id": "i", "slug": "web", "type": type_, "project": {"name": "p"}}
    environment = Environment.from_json(raw)
    assert environment == Environment("i", None, type_, "web", "p")
    assert environment.is_production is production


@given(strategies.values)
def test_whatever_comes_for_an_environment_is_read(value: Any) -> None:
    environment = Environment.from_json({"id": value, "name": value, "project": value})
    assert environment.id is None or environment.id == value
    Environment.from_json(value)


class TestToolFilters:
    def test_allow_all_is_sent_as_null(self) -> None:
        raw = {"type": "allow_all", "ignore_parent_filters": True}
        assert ToolFilter.model_validate(raw).as_request() is None

    def test_rules_are_sent_as_they_came_without_what_has_no_field(self) -> None:
        rules = [{"type": "tool_keys", "keys": ["a"]}, {"type": "seventh", "keys": {"odd": [1]}}]
        raw = {"type": "filter", "filters": rules, "ignore_parent_filters": True}
        assert ToolFilter.model_validate(raw).as_request() == rules

    def test_a_new_type_is_never_sent_as_something_wider(self) -> None:
        raw = {"type": "deny_all", "why": "audit"}
        assert ToolFilter.model_validate(raw).as_request() == [raw]

    @given(strategies.tool_filters)
    def test_any_filter_is_kept_as_it_came(self, raw: dict[str, Any]) -> None:
        assert ToolFilter.model_validate(raw).as_json() == raw


class TestDepth:
    def test_the_deepest_that_is_taken(self) -> None:
        assert not is_too_deep(nested(DEEPEST))
        assert is_too_deep(nested(DEEPEST + 1))

    def test_no_depth_exhausts_the_stack(self) -> None:
        assert is_too_deep(nested(100_000))

    @given(strategies.values)
    def test_what_people_write_is_not_too_deep(self, value: object) -> None:
        assert not is_too_deep(value)

    @pytest.mark.parametrize("depth", [1, 2, DEEPEST - 1, DEEPEST, DEEPEST + 1, DEEPEST * 9])
    def test_brackets_tell_the_depth(self, depth: int) -> None:
        value = nested(depth)
        assert is_shallow(json.dumps(value).encode()) is not is_too_deep(value)

    @given(
        st.recursive(
            st.none() | st.integers() | st.text().map(lambda text: text.strip("[]{}")[:1]),
            lambda inner: st.lists(inner) | st.dictionaries(st.text("abc"), inner),
        )
    )
    def test_what_has_no_brackets_in_strings_is_told_at_once(self, value: object) -> None:
        assert is_shallow(json.dumps(value).encode())

    def test_what_many_levels_are_hidden_in_is_not_shallow_by_half(self) -> None:
        assert not is_shallow(b'["]", ' * 200 + b"0" + b"]" * 200)


class TestPage:
    @given(st.lists(strategies.broken_items))
    def test_any_items_make_a_page(self, items: list[Any]) -> None:
        page = Page(tuple(items))
        assert page.last_id is None or isinstance(page.last_id, str)
        assert len(page.up_to_last_id().items) <= len(items)

    def test_its_end_is_the_last_item_with_an_id(self) -> None:
        page = Page(({"name": "x"}, {"id": "a"}, 5, {"id": "b"}, {"id": ""}, None), True)
        assert page.last_id == "b"
        assert page.up_to_last_id().items == page.items[:4]
        assert page.up_to_last_id().has_more_after

    def test_an_empty_page_has_no_end(self) -> None:
        assert Page(()).last_id is None
