"""A request as a Python program that uses httpx."""

from __future__ import annotations

from tui.api.client import API_VERSION
from tui.call_text.literal import arguments, literal
from tui.models.call import Transcript

_KEY = "f\"Bearer {os.environ['METORIAL_API_KEY']}\""


def httpx_code(asked: Transcript) -> str:
    """Return a program that sends the request and prints the answer.

    The key is read from `METORIAL_API_KEY` where it is run.
    """
    call = asked.call
    headers = [f'"Authorization": {_KEY}', f'"metorial-version": {literal(API_VERSION)}']
    if asked.environment_id is not None:
        headers.append(f'"metorial-instance-id": {literal(asked.environment_id)}')
    pairs = [("", literal(call.method)), ("", literal(call.origin + call.path))]
    if call.params:
        pairs.append(("params", literal(list(call.params))))
    pairs.append(("headers", "{\n" + "".join(f"    {line},\n" for line in headers) + "}"))
    if asked.sent.size:
        pairs.append(("json", literal(asked.sent.value)))
    pairs.append(("timeout", "30"))
    return (
        "import os\n\nimport httpx\n\n"
        f"response = httpx.request(\n{arguments(pairs)})\n"
        "response.raise_for_status()\nprint(response.text)\n"
    )
