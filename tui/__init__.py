"""A keyboard-driven terminal explorer for Metorial integration instances."""

import sys

# httpx imports its own command line where it can, and with it much of rich and pygments: a
# tenth of the time until the first list. Python leaves out what stands here as None.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
