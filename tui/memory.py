"""Gives memory back to the system as soon as it is free."""

from __future__ import annotations

from contextlib import suppress

_MMAP_THRESHOLD = -3
"""glibc's number for the size from which a piece of memory is mapped by itself."""
_LARGE = 128 * 1024
"""Bytes; what it begins with."""


def give_back() -> None:
    """Let the C library go on mapping every large piece of memory by itself.

    Once such a piece was freed, glibc takes the next ones from its heap. There the answers of
    a list, nearly a megabyte each, leave holes that nothing else fits into: a quarter of all
    the memory of an explorer with 10,000 instances. Other C libraries have no such switch.
    """
    import ctypes

    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)
