"""A local stand-in for the Metorial API, for demonstrations, tests and pictures.

The package's top level holds only what a caller needs to reach the sandbox, so that importing it
costs nothing: the server itself is in `tui.sandbox.app` and `tui.sandbox.serve`.
"""

from __future__ import annotations

from typing import Final

SANDBOX_KEY: Final = "metorial_sk_sandbox"
"""The only secret key the sandbox accepts."""

SANDBOX_CLIENT_ID: Final = "metorial_cli_sandbox"
"""The OAuth client that may renew tokens."""

SANDBOX_REFRESH_TOKEN: Final = "metorial_rt_sandbox"
"""The refresh token a fresh sandbox accepts once; every renewal hands out the next one."""
