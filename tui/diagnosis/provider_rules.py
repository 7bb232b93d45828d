"""What follows from what is known of one provider of an instance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tui.diagnosis.evidence import (
    NOT_ASKED,
    Evidence,
    Unknown,
    config_of,
    deployment_of,
    filters_of,
    needs_auth,
    picks_tools,
    provider_id,
    provider_name,
)
from tui.diagnosis.finding import Finding, Mend, Severity
from tui.diagnosis.looking import Looking, name_in, status_in
from tui.forms.tool_filter import ToolFilterDraft
from tui.forms.tool_trial import misspelt, try_filter
from tui.models.base import NamedObject
from tui.models.integration_instance import InstanceProvider
from tui.models.outline import Path
from tui.models.reference import Reference
from tui.models.tool import Tool
from tui.resources import Kind
from tui.text import Display, clean

_NAMED_KEYS = 3


def of_provider(evidence: Evidence, number: int, row: InstanceProvider) -> Iterator[Finding]:
    """Yield what is found of an instance's provider, and one line on what is in order."""
    return _Provider(evidence, number, row).findings()


class _Provider:
    """One provider of an instance that is looked at."""

    def __init__(self, evidence: Evidence, number: int, row: InstanceProvider) -> None:
        self._evidence = evidence
        self._number = number
        self._row = row
        self._path: Path = ("providers", number)
        self._name = provider_name(row, number)
        self._looking = Looking(self._name, self._path)

    def findings(self) -> Iterator[Finding]:
        self._look_at_row()
        self._look_at_deployment()
        self._look_at_config()
        self._look_at_auth()
        self._look_at_filter()
        return self._looking.findings()

    def _mend(self, words: str) -> Mend:
        return Mend("edit", Display(words), self._number)

    def _look_at_row(self) -> None:
        row, setup = self._row, self._row.integration_provider
        again = self._mend("set it again")
        status = {"status": row.status, "archived_at": row.archived_at}
        if status_in(status) != "active":
            self._looking.at(status, "", self._name, Display("so it is not used"), mend=again)
        if setup is not None:
            theirs = {"status": setup.status, "archived_at": setup.archived_at}
            if status_in(theirs) not in ("active", None):
                why = Display("so its instances no longer use it")
                place = (*self._path, "integration_provider")
                name = Display(f"{self._name} of the integration")
                self._looking.at(theirs, "integration", name, why, place=place)

    def _look_at_deployment(self) -> None:
        setup = self._row.integration_provider
        if identifier := deployment_of(self._row):
            preview = setup.deployment if setup else None
            why = "and only the integration can name another"
            self._look_at("provider_deployment", identifier, "deployment", preview, why)

    def _look_at_config(self) -> None:
        config = config_of(self._row)
        if config is not None and config.id:
            mend = self._mend("choose another config")
            why = "and this provider runs with it"
            self._look_at("provider_config", config.id, "config", config, why, mend)

    def _look_at_auth(self) -> None:
        auth_config = self._row.auth_config
        if auth_config is None:
            if needs_auth(self._row):
                self._miss_auth()
        elif auth_config.id:
            mend = self._mend("choose another auth config")
            why = "and it is what signs in here"
            kind: Kind = "provider_auth_config"
            self._look_at(kind, auth_config.id, "auth config", auth_config, why, mend)
        self._look_at_credentials()

    def _miss_auth(self) -> None:
        """Say what it means that no auth config is set: the identity may have one."""
        setup = self._row.integration_provider
        method = setup.auth_method if setup else None
        by = clean(method.name, 60) if method and method.name else None
        mend = self._mend("choose an auth config")
        needs = Display(f"It signs in by {by}, and no auth config is set" if by else _NO_AUTH)
        place = (*self._path, "integration_provider", "auth_method")
        identifier = self._evidence.instance.identity_id
        if not identifier:
            self._looking.add("blocks", "auth", Display(f"{needs}."), place=place, mend=mend)
            return
        identity = self._evidence.part("identity", identifier)
        if isinstance(identity, Unknown):
            words = f"{needs}; whether the identity's own serves is not known: {identity.reason}."
            self._looking.add("not known", "auth", Display(words), place=place, mend=mend)
        elif _has_credential(identity, provider_id(self._row)):
            words = f"{needs} here: only the identity's own credential can serve."
            self._looking.add("endangers", "auth", Display(words), place=place, mend=mend)
        else:
            words = f"{needs}, nor has the identity one for it."
            self._looking.add("blocks", "auth", Display(words), place=place, mend=mend)

    def _look_at_credentials(self) -> None:
        """Look at what signs in: the auth config's own credentials, else the integration's."""
        auth_config, setup = self._row.auth_config, self._row.integration_provider
        mend = self._mend("choose an auth config on other credentials")
        why = Display("and the auth config rests on them")
        if auth_config is not None and auth_config.id:
            part = self._evidence.part("provider_auth_config", auth_config.id)
            own = None if isinstance(part, Unknown) else part.get("credentials")
            if isinstance(own, dict):
                holder = Reference("provider_auth_config", auth_config.id, Display("auth config"))
                name = name_in(own) or Display("The auth config's")
                self._looking.at(own, "credentials", name, why, place=holder, mend=mend)
                return
        if setup is None:
            return
        path = (*self._path, "integration_provider")
        if setup.auth_credentials is not None:
            theirs = setup.auth_credentials.as_json()
            name = name_in(theirs) or Display("The integration's")
            why = Display("and only the integration can name others")
            where: Path = (*path, "auth_credentials")
            self._looking.at(theirs, "credentials", name, why, place=where)
        elif setup.auth_credentials_id and auth_config is not None:
            name = clean(setup.auth_credentials_id, 80)
            reason = Unknown(Display("the API answers credentials only within other objects"))
            where = (*path, "auth_credentials_id")
            self._looking.at(reason, "credentials", name, why, place=where)

    def _look_at(
        self,
        kind: Kind,
        identifier: str,
        what: str,
        preview: NamedObject | None,
        why: str,
        mend: Mend | None = None,
    ) -> None:
        """Judge an object by what it is now, or else by what the instance's answer says of it."""
        part = self._evidence.part(kind, identifier)
        if isinstance(part, Unknown) and preview is not None and preview.status is not None:
            part = preview.as_json()
        said = preview.name if preview is not None else None
        name = name_in(part) or clean(said or identifier, 80)
        place = Reference(kind, identifier, name)
        self._looking.at(part, what, name, Display(why), place=place, mend=mend)

    # The tool filter.

    def _look_at_filter(self) -> None:
        own, theirs = filters_of(self._row)
        if not (picks_tools(own) or picks_tools(theirs)):
            if own.mode == "unknown":
                words = clean(f"What a filter of type {own.type} lets pass is not known here.")
                self._add_to_filter("not known", words)
            elif own.mode != "inherit":
                self._looking.passes("tool filter")
            return
        identifier = provider_id(self._row)
        tools = self._evidence.tools.get(identifier or "", NOT_ASKED)
        if isinstance(tools, Unknown):
            words = Display(f"Which tools pass is not known: {tools.reason}.")
            self._add_to_filter("not known", words)
        elif not tools:
            words = Display("Which tools pass is not known: the provider names no tools.")
            self._add_to_filter("not known", words)
        else:
            self._try_filter(own, theirs, tools)

    def _try_filter(
        self, own: ToolFilterDraft, theirs: ToolFilterDraft, tools: Sequence[Tool]
    ) -> None:
        row = self._row
        alone = row.tool_filter is not None and row.tool_filter.ignore_parent_filters
        overrides = bool(row.is_override_tool_filter or alone)
        trial = try_filter(own, tools, inherited=theirs, overrides=overrides)
        said = trial.summary
        mend = self._mend("mend the filter")
        if any(trial.passes):
            if not trial.doubts:
                self._looking.passes(f"tool filter ({said})")
        elif trial.doubts or _lets_others_pass(own):
            words = Display(f"No tool passes its filter as far as can be told here: {said}.")
            self._add_to_filter("endangers", words, mend)
        else:
            whose = "its own filter alone" if overrides else "its filter and the integration's"
            if not picks_tools(theirs):
                whose = "its filter"
            words = Display(f"No tool passes {whose}: {said}.")
            self._add_to_filter("blocks", words, mend)
        for doubt in trial.doubts:
            self._add_to_filter("not known", doubt)
        for wrong in _misspelt(own, tools):
            self._add_to_filter("endangers", wrong, mend)

    def _add_to_filter(self, severity: Severity, words: Display, mend: Mend | None = None) -> None:
        place = (*self._path, "tool_filter")
        self._looking.add(severity, "tool filter", words, place=place, mend=mend)


_NO_AUTH = "It has to sign in, and no auth config is set"


def _misspelt(own: ToolFilterDraft, tools: Sequence[Tool]) -> Iterator[Display]:
    """Yield a sentence for each key that no tool has, and one for those beyond a few."""
    wrong = {key: near for rule in own.rules for key, near in misspelt(rule, tools).items()}
    for key, near in list(wrong.items())[:_NAMED_KEYS]:
        like = f"; the nearest is {near}" if near else ""
        yield clean(f"{key} is no tool of this provider{like}.", 200)
    if (more := len(wrong) - _NAMED_KEYS) > 0:
        yield Display(f"{more} more of its keys are no tools of this provider.")


def _lets_others_pass(own: ToolFilterDraft) -> bool:
    """Whether a filter has rules on prompts or resources, which it may be there for."""
    return any(not rule.kind.startswith("tool_") for rule in own.rules)


def _has_credential(identity: Mapping[str, Any], provider: str | None) -> bool:
    """Whether an identity brings an auth config along for that provider."""
    found = identity.get("credentials")
    return isinstance(found, list) and any(
        isinstance(one, dict)
        and one.get("provider_id") == provider
        and bool(one.get("auth_config_id"))
        and status_in(one) in ("active", None)
        for one in found
    )
