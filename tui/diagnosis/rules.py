"""What follows from what is known of an instance: a pure function, one rule after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from tui.diagnosis.evidence import GONE, Evidence, Unknown, is_gone, provider_id
from tui.diagnosis.finding import Diagnosis, Finding, Mend, in_order
from tui.diagnosis.looking import Looking, name_in, status_in
from tui.diagnosis.provider_rules import of_provider
from tui.diagnosis.template_rule import of_template
from tui.models.integration_instance import IntegrationInstance
from tui.models.outline_words import count
from tui.models.reference import Reference
from tui.resources import BY_KIND, Kind
from tui.text import Display, clean

_CLONE = Mend("clone", Display("create one like it"))
_IDENTITY = Mend("edit", Display("choose another"))


def diagnose(evidence: Evidence) -> Diagnosis:
    """Return what keeps an instance from running, what may, and what is in order.

    It says nothing that does not stand in the evidence: what could not be had is not known.
    """
    instance = evidence.instance
    found: list[Finding] = []
    lacking: list[Finding] = []
    if is_gone(instance):
        found.append(_gone(instance))
    else:
        lacking = list(_lacking(evidence))
        found += lacking
        gone = any(row.status in GONE for row in instance.providers or ())
        found += _instance(instance, explained=bool(lacking) or gone)
        found += _integration(evidence)
        found += _person(evidence, "identity", instance.identity_id)
        found += _person(evidence, "identity_actor", instance.identity_actor_id)
        found += of_template(evidence)
        for number, row in enumerate(instance.providers or ()):
            found += of_provider(evidence, number, row)
    findings = in_order(found)
    return Diagnosis(
        clean(instance.name or instance.id or "(no name)", 120),
        clean(instance.id or ""),
        _verdict(instance, findings, lacking),
        findings,
    )


def _verdict(
    instance: IntegrationInstance, findings: tuple[Finding, ...], lacking: list[Finding]
) -> Display:
    numbers = Counter(one.severity for one in findings)
    blocks, unknown = numbers["blocks"], numbers["not known"]
    if is_gone(instance):
        return Display(f"It is {clean(_status(instance), 40)}, so it cannot run again.")
    said: list[str] = []
    if instance.status == "draft" and lacking:
        said.append(_why_draft(lacking))
        blocks -= len(lacking)
    if blocks:
        more = "more " if said else ""
        block = "blocks" if blocks == 1 else "block"
        said.append(f"{count(blocks, f'{more}thing')} {block} it, or a part of it.")
    elif not said:
        nothing = "Nothing blocks it" if not unknown else "Nothing was found that blocks it"
        said.append(f"{nothing}.")
    if numbers["endangers"]:
        endanger = "endangers" if numbers["endangers"] == 1 else "endanger"
        said.append(f"{count(numbers['endangers'], 'thing')} {endanger} it.")
    if unknown:
        verb = "is" if unknown == 1 else "are"
        said.append(f"{count(unknown, 'thing')} {verb} not known.")
    return Display(" ".join(said))


def _why_draft(lacking: list[Finding]) -> str:
    """Return why a draft is one, by what was found of the providers that it lacks."""
    missing = [one.subject for one in lacking if one.mend is not None]
    if missing:
        return f"It is a draft because it lacks {_listed(missing)}."
    if isinstance(lacking[0].place, Reference):
        return "It is a draft because its integration has no active provider."
    return "It is a draft, and why is not known."


def _status(instance: IntegrationInstance) -> str:
    return instance.status if instance.status in GONE and instance.status else "archived"


def _gone(instance: IntegrationInstance) -> Finding:
    status = _status(instance)
    can_be_cloned = status == "archived" and bool(instance.id)
    return Finding(
        "blocks",
        Display("instance"),
        Display(f"It is {status}, and the API takes no change of it any more."),
        (),
        _CLONE if can_be_cloned else None,
    )


def _instance(instance: IntegrationInstance, *, explained: bool) -> Iterator[Finding]:
    """Say what its own status says, where nothing else explains it."""
    subject = Display("instance")
    if instance.status == "active":
        yield Finding("fine", subject, Display("It is active."), ())
        if not instance.providers and not explained:
            words = Display("It has no provider, so a session of it would have no tools.")
            yield Finding("endangers", subject, words, ())
    elif instance.status == "draft":
        if not explained:
            words = Display(
                "It is a draft, though it lacks no provider of its integration: the server "
                "may be about to activate it."
            )
            yield Finding("blocks", subject, words, ())
    elif instance.status is not None:
        words = Display(f"Its status {clean(instance.status, 40)} is not known here.")
        yield Finding("endangers", subject, words, ())


def _lacking(evidence: Evidence) -> Iterator[Finding]:
    """Yield the integration's active providers that the instance lacks.

    They are exactly why a draft is one; an active instance lacks what was added later.
    """
    instance = evidence.instance
    is_draft = instance.status == "draft"
    setups = _setups(evidence)
    if isinstance(setups, Unknown):
        if is_draft:
            words = Display(
                f"It is a draft; which providers it lacks is not known: {setups.reason}."
            )
            yield Finding("blocks", Display("instance"), words, ())
        return
    active = [one for one in setups if status_in(one) not in GONE]
    had = _had(instance)
    for setup in active:
        if not had.isdisjoint(ids := _ids(setup)):
            continue
        name = _setup_name(setup)
        why = (
            "Not set here: a draft becomes active once all its integration's providers are."
            if is_draft
            else "Not set here, though the integration has it."
        )
        place = Reference("integration_provider", ids[0], name) if ids else ("providers",)
        mend = Mend("edit", Display("add it"), adds=_provider_id(setup))
        yield Finding("blocks" if is_draft else "endangers", name, Display(why), place, mend)
    if is_draft and not active and instance.integration_id:
        place = Reference("integration", instance.integration_id, Display("integration"))
        words = Display("It has no active provider, so its instances stay drafts.")
        yield Finding("blocks", Display("integration"), words, place)


def _setups(evidence: Evidence) -> list[Mapping[str, Any]] | Unknown:
    """Return the integration's providers, as they are now."""
    identifier = evidence.instance.integration_id
    if not identifier:
        return Unknown(Display("it came without its integration's ID"))
    integration = evidence.part("integration", identifier)
    if isinstance(integration, Unknown):
        return integration
    rows = integration.get("providers")
    if not isinstance(rows, list):
        return Unknown(Display("the integration came without its providers"))
    return [row for row in rows if isinstance(row, dict)]


def _ids(setup: Mapping[str, Any]) -> list[str]:
    """Return all IDs by which an instance may name an integration's provider, its own first."""
    found = (setup.get("id"), _provider_id(setup))
    return [one for one in found if isinstance(one, str) and one]


def _provider_id(setup: Mapping[str, Any]) -> str | None:
    """Return the ID of the provider itself, wherever the API put it."""
    provider = setup.get("provider")
    nested = provider.get("id") if isinstance(provider, dict) else None
    found = nested or setup.get("provider_id")
    return found if isinstance(found, str) and found else None


def _had(instance: IntegrationInstance) -> set[str]:
    """Return the IDs of the providers, and of the integration's providers, that it has."""
    rows = instance.providers or ()
    setups = [row.integration_provider for row in rows]
    found = [*map(provider_id, rows), *(setup.id for setup in setups if setup is not None)]
    return {one for one in found if one}


def _setup_name(setup: Mapping[str, Any]) -> Display:
    provider = setup.get("provider")
    nested = name_in(provider) if isinstance(provider, dict) else None
    ids = _ids(setup)
    return name_in(setup) or nested or clean(ids[0] if ids else "a provider", 80)


def _integration(evidence: Evidence) -> Iterator[Finding]:
    identifier = evidence.instance.integration_id
    if not identifier:
        return
    part = evidence.part("integration", identifier)
    name = name_in(part) or clean(identifier)
    looking = Looking(Display("integration"), Reference("integration", identifier, name))
    looking.at(part, "", name, Display("and the instance is made of it"))
    yield from looking.findings()


def _person(evidence: Evidence, kind: Kind, identifier: str | None) -> Iterator[Finding]:
    """Look at the identity, or the actor, that the instance is for; it need not be for any."""
    if not identifier:
        if kind == "identity":
            words = Display("It is for no identity: nothing but its own auth configs signs in.")
            yield Finding("fine", Display("identity"), words, ("identity_id",))
        return
    part = evidence.part(kind, identifier)
    name = name_in(part) or clean(identifier)
    looking = Looking(Display(BY_KIND[kind].title), Reference(kind, identifier, name))
    looking.at(part, "", name, Display("and the instance is made for it"), mend=_IDENTITY)
    actor = evidence.instance.identity_actor_id
    owner = _owner(part)
    if kind == "identity" and actor and owner and owner != actor:
        words = Display(f"{name} belongs to another actor than the instance's.")
        looking.add("endangers", "", words, mend=_IDENTITY)
    yield from looking.findings()


def _owner(part: Mapping[str, Any] | Unknown) -> str | None:
    """Return the ID of the actor that an identity belongs to, wherever the API put it."""
    if isinstance(part, Unknown):
        return None
    owner = part.get("owner")
    actor = owner.get("actor") if isinstance(owner, dict) else part.get("actor")
    found = actor.get("id") if isinstance(actor, dict) else part.get("actor_id")
    return found if isinstance(found, str) else None


def _listed(names: list[Display]) -> str:
    *before, last = dict.fromkeys(names)
    return f"{', '.join(before)} and {last}" if before else last
