"""The commands that change something: create, update, archive, session, template."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import click
from pydantic import SecretStr

from tui.api.api import read
from tui.errors import ApiError, ReadOnlyError
from tui.export.objects import as_json
from tui.forms.body import draft_of_session, draft_to_create, draft_to_update, read_body
from tui.forms.instance import InstanceDraft, to_create, to_update
from tui.forms.provider_ids import row_ids_in
from tui.forms.session import SessionDraft, to_session, to_session_template
from tui.headless.asking import ask_to_send
from tui.headless.exits import OutcomeUnknown, words_of
from tui.headless.opening import reached, store_over
from tui.headless.output import Output, stdout
from tui.headless.progress import progress
from tui.models.base import ApiObject
from tui.models.integration_instance import IntegrationInstance
from tui.resources import Kind
from tui.settings import Settings
from tui.store.session_making import make_session
from tui.store.sessions import Looked
from tui.store.store import Store
from tui.text import clean

Made = TypeVar("Made")

NOTHING_TO_CHANGE = "It is so already: nothing was sent."
_MAYBE_DONE = "It may have been done all the same."


@dataclass(frozen=True, slots=True)
class Task:
    """How a change is to be made.

    Attributes:
        settings: Where.
        output: How what was made is printed.
        yes: Whether nobody is to be asked.
        dry_run: Whether the request is only printed.
    """

    settings: Settings
    output: Output
    yes: bool = False
    dry_run: bool = False

    @asynccontextmanager
    async def begun(self) -> AsyncIterator[Store]:
        """Yield the store; in a dry run it sends nothing, and what it would is printed.

        Raises:
            ExplorerError: It could not be connected.
        """
        settings = self.settings._replace(read_only=True) if self.dry_run else self.settings
        async with reached(settings) as api:
            store = store_over(api, settings)
            try:
                with progress(api.client, is_shown=self.output.leaves_room):
                    yield store
            except ReadOnlyError as error:
                if not self.dry_run:
                    raise
                stdout().write(f"{error.method} {store.origin.url}{error.path}\n")
                if error.body is not None:
                    stdout().write(f"{as_json(error.body, secrets=True, indent=2)}\n")

    async def asks(self, store: Store, deed: str, name: str, identifier: str) -> None:
        """Go on if it may be done.

        Raises:
            UsageError: It may not, or nobody is there to say so.
        """
        if self._is_asked:
            await ask_to_send(store, deed, name, identifier)

    async def asks_always(self, store: Store, deed: str, name: str, identifier: str) -> None:
        """Go on if it may be done; off production somebody must say so, too.

        Raises:
            UsageError: It may not, or nobody is there to say so.
        """
        if self._is_asked:
            await ask_to_send(store, deed, name, identifier, always=True)

    def prints(self, kind: Kind, made: ApiObject) -> None:
        """Print what was made."""
        document = {name: _open(value) for name, value in made.as_json().items()}
        self.output.write_one(kind, document)

    @property
    def _is_asked(self) -> bool:
        return not (self.yes or self.dry_run or self.settings.is_read_only)


async def create(task: Task, text: str) -> None:
    """Create the instance that the body `text` says, and print it.

    Raises:
        ExplorerError: The body is wrong, or it was not created.
        OutcomeUnknown: No answer came; what it may have made is named.
    """
    body = to_create(draft_to_create(read_body(text)))
    async with task.begun() as store:
        await task.asks(store, "create", body.name, body.name)
        try:
            with _stopping(f"Look for {clean(body.name)} before you send it again."):
                made = await store.writing.create(body)
        except ApiError as error:
            if not error.outcome_unknown:
                raise
            try:
                found = await store.writing.made_lately(body)
            except ApiError:
                found = ()
            ids = ", ".join(clean(one.id) for one in found)
            seen = f"Made of that name within the last minutes: {ids}." if ids else ""
            raise _unknown(error, seen or "None of that name was found.") from error
        task.prints("integration_instance", made)


async def update(task: Task, identifier: str, text: str) -> None:
    """Change an instance into what the body `text` says, sending what differs, and print it.

    Raises:
        ExplorerError: The body is wrong, or it was not changed.
        OutcomeUnknown: No answer came.
    """
    wanted = read_body(text)
    draft_to_update(wanted, InstanceDraft())  # What is wrong in itself asks nobody.
    async with task.begun() as store:
        base = read(IntegrationInstance, await store.fetch(identifier))
        before = InstanceDraft.from_instance(base)
        body = to_update(draft_to_update(wanted, before, row_ids_in(base)), base)
        if not body.as_json():
            click.echo(NOTHING_TO_CHANGE, err=True)
            task.prints("integration_instance", base)
            return
        name = base.name or identifier
        await task.asks(store, "change", name, identifier)
        made = await _answered(store.writing.update(identifier, body), identifier)
        task.prints("integration_instance", made)


async def archive(task: Task, identifier: str) -> None:
    """Archive an instance, and print it as it is then.

    Raises:
        ExplorerError: It was not archived.
        OutcomeUnknown: No answer came.
    """
    async with task.begun() as store:
        base = await store.fetch(identifier)
        name = str(base.get("name") or identifier)
        await task.asks_always(store, "archive", name, identifier)
        made = await _answered(store.writing.archive(identifier), identifier)
        task.prints("integration_instance", made)


async def template(task: Task, identifier: str, text: str) -> None:
    """Create or update the session template of an instance, and print it.

    Raises:
        ExplorerError: The body is wrong, or it was not made.
        OutcomeUnknown: No answer came.
    """
    wanted = read_body(text)
    draft_of_session(wanted)
    async with task.begun() as store:
        document = await store.fetch(identifier)
        try:
            looked = await store.sessions.template_of(identifier, document)
        except ApiError:
            looked = Looked(everywhere=False)  # The key may not read templates.
        base = looked.template
        before = SessionDraft.from_template(base) if base is not None else None
        body = to_session_template(draft_of_session(wanted, before), base)
        if base is not None and not body.as_json():
            click.echo(NOTHING_TO_CHANGE, err=True)
            task.prints("session_template", base)
            return
        name = str(document.get("name") or identifier)
        await task.asks(store, "set the session template of", name, identifier)
        sending = store.writing.create_session_template(identifier, body)
        task.prints("session_template", await _answered(sending, identifier))


async def session(task: Task, identifier: str, text: str, *, with_template: bool) -> None:
    """Create a session on an instance, and print it, its secrets masked unless asked for.

    Raises:
        ExplorerError: The body is wrong, or it was not created.
        OutcomeUnknown: No answer came.
    """
    body = to_session(draft_of_session(read_body(text)))

    async def wants_template() -> bool:
        if not with_template:
            click.echo("--with-template creates the session template first.", err=True)
        return with_template

    async with task.begun() as store:
        document = await store.fetch(identifier)
        name = str(document.get("name") or identifier)
        await task.asks(store, "create a session on", name, identifier)
        sending = make_session(store.writing, identifier, body, wants_template=wants_template)
        task.prints("session", await _answered(sending, identifier))


async def _answered(sending: Awaitable[Made], identifier: str) -> Made:
    """Return the answer to a change of an object.

    Raises:
        OutcomeUnknown: None came.
        ApiError: It was refused.
    """
    then = f"Look at {clean(identifier)} before you send it again."
    try:
        with _stopping(then):
            return await sending
    except ApiError as error:
        if not error.outcome_unknown:
            raise
        raise _unknown(error, then) from error


@contextmanager
def _stopping(then: str) -> Iterator[None]:
    """Say that a change which is stopped before its answer came is not undone by that."""
    try:
        yield
    except asyncio.CancelledError:
        click.echo(f"Stopped before an answer came. {_MAYBE_DONE} {then}", err=True)
        raise


def _unknown(error: ApiError, then: str) -> OutcomeUnknown:
    return OutcomeUnknown(f"{words_of(error)} {_MAYBE_DONE} {then}")


def _open(value: Any) -> Any:
    """Return a secret's text: it is the output that masks it."""
    return value.get_secret_value() if isinstance(value, SecretStr) else value
