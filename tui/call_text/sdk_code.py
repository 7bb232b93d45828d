"""A request as a Python program that uses the official SDK, where that can send it."""

from __future__ import annotations

from tui.call_text.httpx_code import httpx_code
from tui.call_text.literal import arguments, literal
from tui.call_text.sdk_calls import PACKAGE, SDK_CALLS, SdkCall
from tui.models.call import Pairs, Transcript


class NotInTheSdk(Exception):
    """The SDK cannot send it; the message is one line of ASCII and says why."""


def sdk_code(asked: Transcript) -> str:
    """Return a program that sends the request with the SDK, or says why not and uses httpx."""
    try:
        return _sdk_code(asked)
    except NotInTheSdk as reason:
        return (
            f"# The official SDK ({PACKAGE}) cannot send this:\n# {reason}.\n"
            f"# The same with httpx:\n{httpx_code(asked)}"
        )


def _sdk_code(asked: Transcript) -> str:
    if asked.environment_id is not None:
        raise NotInTheSdk("it does not name the environment that the key is to speak for")
    call, identifiers = _found(asked.call.method, asked.call.path)
    named = _body(asked.sent.value) if asked.sent.size else _query(asked.call.params)
    if strange := sorted(set(named) - call.takes):
        raise NotInTheSdk(f"its {call.function} takes no {literal(strange[0])}")
    if missing := sorted(call.needs - set(named)):
        raise NotInTheSdk(f"its {call.function} needs {missing[0]}")
    pairs = [("", literal(one)) for one in identifiers]
    pairs += [(name, literal(value)) for name, value in named.items()]
    return (
        f"# pip install {PACKAGE}\nimport os\n\nfrom metorial import Metorial\n\n"
        "# It names no version of the API: the key's own version answers.\n"
        "metorial = Metorial(\n"
        '    api_key=os.environ["METORIAL_API_KEY"],\n'
        f"    api_host={literal(asked.call.origin)},\n"
        ")\n"
        f"print(metorial.{call.function}({_in_brackets(pairs)}))\n"
    )


def _in_brackets(pairs: list[tuple[str, str]]) -> str:
    return f"\n{arguments(pairs)}" if pairs else ""


def _found(method: str, path: str) -> tuple[SdkCall, tuple[str, ...]]:
    for call in SDK_CALLS:
        if call.method == method and (match := call.pattern.fullmatch(path)) is not None:
            return call, match.groups()
    raise NotInTheSdk("its client has no method for this endpoint, or not for such an ID")


def _query(params: Pairs) -> dict[str, object]:
    """Return the query's parameters; one that comes more than once is a list."""
    values: dict[str, list[str]] = {}
    for name, value in params:
        values.setdefault(name, []).append(value)
    if any("[" in name for name in values):
        raise NotInTheSdk("it writes ranges of time in a way that the API refuses")
    named: dict[str, object] = {}
    for name, several in values.items():
        named[name] = several[0] if len(several) == 1 else several
    limit = named.get("limit")
    if isinstance(limit, str) and limit.isascii() and limit.isdecimal():
        named["limit"] = int(limit)
    return named


def _body(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise NotInTheSdk("it sends nothing but an object")
    if any(one is None for one in value.values()):
        raise NotInTheSdk("it leaves out what is null, and null is what clears a field")
    return value
