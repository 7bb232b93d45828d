"""What a process takes, as Linux tells it."""

from __future__ import annotations

import os
import re
from pathlib import Path

_USER, _SYSTEM = 11, 12
"""The places of a process's times in its `stat`, after its name."""


def processor_milliseconds(process_id: int) -> float:
    """Return the milliseconds that a process has had of the processor."""
    stat = Path(f"/proc/{process_id}/stat").read_text()
    fields = stat.rpartition(")")[2].split()
    return (int(fields[_USER]) + int(fields[_SYSTEM])) * 1000 / os.sysconf("SC_CLK_TCK")


def peak_mebibytes(process_id: int) -> float:
    """Return the most memory that a process has had resident."""
    return _mebibytes(process_id, "VmHWM")


def resident_mebibytes(process_id: int) -> float:
    """Return the memory that a process has resident."""
    return _mebibytes(process_id, "VmRSS")


def _mebibytes(process_id: int, name: str) -> float:
    match = re.search(rf"{name}:\s+(\d+) kB", Path(f"/proc/{process_id}/status").read_text())
    assert match is not None
    return int(match[1]) / 1024
