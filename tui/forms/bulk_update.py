"""One change of many instances: what is typed -> the body that it means for each of them.

Every body is made from the instance as it is now: metadata is replaced whole by the API, so
its other keys are sent again; a row of providers is taken whole, so its other fields are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tui.forms.diff import Names, changes
from tui.forms.instance import as_body, read_metadata
from tui.forms.problems import FormProblems, ProblemCollector
from tui.forms.provider import ProviderDraft
from tui.forms.values import same
from tui.models.integration_instance import IntegrationInstance
from tui.models.requests import UpdateIntegrationInstance
from tui.text import Display

NOTHING_SAID = "say what to change"
NOTHING_CHANGES = Display("nothing changes")
_PUT_AWAY = ("archived", "deleted")


@dataclass(frozen=True, slots=True)
class BulkDraft:
    """What stands in the form; what is empty stays as each instance has it.

    Attributes:
        metadata: JSON text of the keys to add or to replace.
        removed_keys: Keys to take out of the metadata, with commas between them.
        sets_identity: Whether identity and actor are set, an empty one to none.
        identity_id: The identity's ID.
        identity_actor_id: The actor's ID.
        provider_id: The provider whose row is changed.
        provider_config_id: Its new config.
        provider_auth_config_id: Its new auth config.
    """

    metadata: str = ""
    removed_keys: str = ""
    sets_identity: bool = False
    identity_id: str = ""
    identity_actor_id: str = ""
    provider_id: str = ""
    provider_config_id: str = ""
    provider_auth_config_id: str = ""


@dataclass(frozen=True, slots=True)
class BulkChange:
    """What is to change in each instance.

    Attributes:
        put: Metadata to add, or to replace key by key.
        removed: Keys to take out of the metadata.
        identity: The identity and the actor, each an ID or none; None leaves both.
        provider_id: The provider whose row is changed; empty for none.
        config_id: The row's new config; empty leaves it.
        auth_config_id: The row's new auth config; empty leaves it.
    """

    put: Mapping[str, Any] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    identity: tuple[str | None, str | None] | None = None
    provider_id: str = ""
    config_id: str = ""
    auth_config_id: str = ""

    def body_for(self, instance: IntegrationInstance) -> UpdateIntegrationInstance | None:
        """Return what changes `instance` so; None where it is so already.

        Raises:
            FormProblems: It cannot be changed so; the message says why.
        """
        if why := self.why_not(instance):
            raise FormProblems({(): why})
        body: dict[str, Any] = {}
        before = instance.metadata or {}
        kept = {key: value for key, value in before.items() if key not in self.removed}
        after = {**kept, **self.put}
        if not same(before, after):
            body["metadata"] = after
        has = (instance.identity_id or None, instance.identity_actor_id or None)
        if self.identity is not None and self.identity != has:
            body["identity_id"], body["identity_actor_id"] = self.identity
        if (row := self._row_of(instance)) is not None:
            changed = replace(
                row,
                provider_config_id=self.config_id or row.provider_config_id,
                provider_auth_config_id=self.auth_config_id or row.provider_auth_config_id,
            )
            if changed != row:
                body["providers"] = [changed.to_whole()]
        return UpdateIntegrationInstance(**body) if body else None

    def why_not(self, instance: IntegrationInstance) -> Display | None:
        """Return why `instance` cannot be changed so, or None."""
        if instance.status in _PUT_AWAY:
            return Display(f"is {instance.status}")
        if self.provider_id and self._row_of(instance) is None:
            return Display("does not have that provider")
        return None

    def words_for(self, instance: IntegrationInstance, names: Names) -> Display:
        """Return what changes of `instance`, each from what it is to what it becomes.

        Raises:
            FormProblems: As `body_for`.
        """
        body = self.body_for(instance)
        if body is None:
            return NOTHING_CHANGES
        found = changes(as_body(instance), body.as_json(), names)
        return Display("; ".join(f"{one.field}: {one.before} → {one.after}" for one in found))

    def _row_of(self, instance: IntegrationInstance) -> ProviderDraft | None:
        drafts = map(ProviderDraft.from_instance_provider, instance.providers or ())
        wanted = self.provider_id
        return next((one for one in drafts if wanted and one.provider_id == wanted), None)


def to_change(draft: BulkDraft) -> BulkChange:
    """Return what is meant by what was typed.

    Raises:
        FormProblems: Nothing is to change, or a value cannot be sent.
    """
    problems = ProblemCollector()
    put = read_metadata(draft.metadata, problems) or {}
    removed = tuple(filter(None, (one.strip() for one in draft.removed_keys.split(","))))
    for key in sorted(set(put).intersection(removed)):
        problems.add(("removed_keys",), f"{key} is both set and taken out")
    provider = draft.provider_id.strip()
    config, auth_config = draft.provider_config_id.strip(), draft.provider_auth_config_id.strip()
    if (config or auth_config) and not provider:
        problems.add(("provider_id",), "choose the provider that these are for")
    if provider and not (config or auth_config):
        problems.add(("provider_config_id",), "choose its config or its auth config")
    identity = None
    if draft.sets_identity:
        identity = (draft.identity_id.strip() or None, draft.identity_actor_id.strip() or None)
    elif draft.identity_id.strip() or draft.identity_actor_id.strip():
        problems.add(("sets_identity",), "tick this to set what is chosen below")
    problems.check()
    change = BulkChange(put, removed, identity, provider, config, auth_config)
    if change == BulkChange():
        raise FormProblems({(): Display(NOTHING_SAID)})
    return change
