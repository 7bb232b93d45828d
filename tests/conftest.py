"""How the tests share a machine."""

from __future__ import annotations

import gc
import os
import signal

import pytest

# The worlds and apps of the tests make many objects, and few cycles that matter.
gc.set_threshold(20_000, 10, 50)

# A shell lets what it starts in the background ignore ctrl+C, nohup the end of a terminal, and
# programs hand that on.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return how many workers `-n auto` starts: two for each core.

    Half of the time a test of a screen waits until the app is idle, or a terminal is quiet.
    """
    return 2 * (os.cpu_count() or 1)
