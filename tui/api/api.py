"""The API's endpoints, one method each, typed.

What validates whole objects is imported where that is done: a list needs none of it, and
the first one is not to wait for it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from tui.api.answers import Answer
from tui.api.client import Client
from tui.errors import MalformedAnswer, NotFound
from tui.models.depth import is_too_deep
from tui.models.environment import Environment
from tui.models.page import Page
from tui.models.query import MAX_LIMIT, ListQuery
from tui.resources import BY_KIND, Kind
from tui.text import clean, well_formed

if TYPE_CHECKING:
    from tui.models.base import ApiObject
    from tui.models.integration_instance import InstanceProvider, IntegrationInstance
    from tui.models.requests import (
        CreateIntegrationInstance,
        CreateSession,
        CreateSessionTemplate,
        SetInstanceProvider,
        UpdateIntegrationInstance,
    )
    from tui.models.session import Session, SessionTemplate

_INSTANCES = "/integration-instances"

_Object = TypeVar("_Object", bound="ApiObject")


class Api:
    """The Metorial API, as far as this program uses it.

    Every method raises `ApiError` where the call does not succeed.
    """

    def __init__(self, client: Client) -> None:
        self.client = client
        self._begun: tuple[ListQuery, asyncio.Task[Answer]] | None = None

    async def environment(self) -> Environment:
        """Return the environment that the key speaks for."""
        answer = await self.client.send("GET", "/instance")
        return Environment.from_json(answer.body)

    async def environments(self) -> tuple[Environment, ...]:
        """Return the environments that the key can speak for, as many as one page has."""
        page = _page(await self.client.send("GET", "/instances"))
        return tuple(one for one in map(Environment.from_json, page.items) if one.id)

    async def list_instances(self, query: ListQuery) -> Page:
        """Return one page of instances, as they came."""
        begun, self._begun = self._begun, None
        if begun is not None and begun[0] == query:
            return _page(await begun[1])
        if begun is not None:
            begun[1].cancel()
        return _page(await self.client.send("GET", _INSTANCES, params=query.to_params()))

    def begin_list(self, query: ListQuery) -> None:
        """Ask for a page of instances ahead of the `list_instances` that wants just that."""
        send = self.client.send("GET", _INSTANCES, params=query.to_params())
        asked = asyncio.create_task(send)
        # Whoever wants the page is told of a failure; where nobody does, nobody asked.
        asked.add_done_callback(lambda task: task.cancelled() or task.exception())
        self._begun = query, asked

    async def list(self, kind: Kind, params: list[tuple[str, str]]) -> Page:
        """Return one page of objects of a kind, as they came.

        Raises:
            NotFound: The API has no list of that kind.
        """
        return _page(await self.client.send("GET", _path_of(kind), params=params))

    async def list_matching(self, kind: Kind, query: ListQuery) -> Page:
        """Return one page of the objects of a kind that a query asks for, as they came.

        Raises:
            NotFound: The API has no list of that kind.
        """
        return await self.list(kind, query.to_params(kind))

    async def list_tools(self, version_id: str, after: str | None = None) -> Page:
        """Return one page of the tools of a provider's version, as they came."""
        params = [("limit", str(MAX_LIMIT)), ("order", "asc"), ("provider_version_id", version_id)]
        if after is not None:
            params.append(("after", after))
        return _page(await self.client.send("GET", "/provider-tools", params=params))

    async def get(self, kind: Kind, identifier: str) -> dict[str, Any]:
        """Return one object of a kind as it came."""
        answer = await self.client.send("GET", f"{_path_of(kind)}/{_segment(identifier)}")
        if is_too_deep(answer.body):
            raise MalformedAnswer(
                "The answer is nested too deeply to be shown", request_id=answer.request_id
            )
        return answer.body

    async def create_instance(self, body: CreateIntegrationInstance) -> IntegrationInstance:
        """Create an instance and return it."""
        from tui.models.integration_instance import IntegrationInstance

        answer = await self.client.send("POST", _INSTANCES, body=body.as_json())
        return _read(IntegrationInstance, answer)

    async def update_instance(
        self, identifier: str, body: UpdateIntegrationInstance
    ) -> IntegrationInstance:
        """Change an instance and return it as it is now."""
        from tui.models.integration_instance import IntegrationInstance

        path = instance_path(identifier)
        answer = await self.client.send("PATCH", path, body=body.as_json())
        return _read(IntegrationInstance, answer)

    async def archive_instance(self, identifier: str) -> IntegrationInstance:
        """Archive an instance and return it as it is now."""
        from tui.models.integration_instance import IntegrationInstance

        answer = await self.client.send("DELETE", instance_path(identifier))
        return _read(IntegrationInstance, answer)

    async def create_session_template(
        self, identifier: str, body: CreateSessionTemplate
    ) -> SessionTemplate:
        """Create the instance's session template, or update the one there is."""
        from tui.models.session import SessionTemplate

        path = f"{instance_path(identifier)}/session-template"
        return _read(SessionTemplate, await self.client.send("POST", path, body=body.as_json()))

    async def create_session(self, identifier: str, body: CreateSession) -> Session:
        """Create a session from the instance's session template."""
        from tui.models.session import Session

        path = f"{instance_path(identifier)}/session"
        return _read(Session, await self.client.send("POST", path, body=body.as_json()))

    async def set_instance_provider(
        self, identifier: str, provider_id: str, body: SetInstanceProvider
    ) -> InstanceProvider:
        """Set one provider of an instance, whole."""
        from tui.models.integration_instance import InstanceProvider

        path = f"{instance_path(identifier)}/providers/{_segment(provider_id)}"
        return _read(InstanceProvider, await self.client.send("PUT", path, body=body.as_json()))


def instance_path(identifier: str) -> str:
    """Return the path of one instance.

    Raises:
        NotFound: Nothing can have that ID.
    """
    return f"{_INSTANCES}/{_segment(identifier)}"


def read(model: type[_Object], body: object, request_id: str | None = None) -> _Object:
    """Return an answer's JSON as the object it should be.

    Raises:
        MalformedAnswer: It is not such an object; the message names the first field.
    """
    from pydantic import ValidationError

    if is_too_deep(body):
        raise MalformedAnswer("The answer is nested too deeply to be shown", request_id=request_id)
    try:
        return model.model_validate(body).answered_in(request_id)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise MalformedAnswer(
            f"The answer is no {model.__name__}: {clean(where, 80)}: {first['msg']}",
            request_id=request_id,
        ) from None


def _read(model: type[_Object], answer: Answer) -> _Object:
    return read(model, answer.body, answer.request_id)


def _page(answer: Answer) -> Page:
    items = answer.body.get("items")
    if not isinstance(items, list):
        raise MalformedAnswer(
            "The answer is no list: it has no items", request_id=answer.request_id
        )
    pagination = answer.body.get("pagination")
    more = pagination if isinstance(pagination, dict) else {}
    return Page(
        items=tuple(items),
        has_more_after=more.get("has_more_after") is True,
        content=answer.content,
        spans=answer.spans,
        sent_at=answer.sent_at,
    )


def _path_of(kind: Kind) -> str:
    resource = BY_KIND[kind]
    if resource.path is None:
        raise NotFound(f"The API has no list of the kind {resource.title}", status=404)
    return resource.path


def _segment(identifier: str) -> str:
    """Return an ID as one segment of a path.

    Raises:
        NotFound: Nothing can have that ID: sent, it would name another path.
    """
    if identifier in ("", ".", ".."):
        raise NotFound(f"{identifier!r} is no ID", status=404)
    return quote(well_formed(identifier), safe="")
