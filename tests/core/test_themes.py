"""The colours that are ours can be read."""

from __future__ import annotations

import pytest
from textual.color import Color

from tui.themes import HIGH_CONTRAST

_COLOURS = ("primary", "secondary", "accent", "foreground", "warning", "error", "success")


def luminance(colour: str) -> float:
    """Return the relative luminance that WCAG 2 measures contrast by."""
    parts = [
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4
        for one in Color.parse(colour).normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("name", _COLOURS)
def test_high_contrast_is_seven_to_one(name: str) -> None:
    assert HIGH_CONTRAST.background is not None
    below = luminance(HIGH_CONTRAST.background)
    assert (luminance(getattr(HIGH_CONTRAST, name)) + 0.05) / (below + 0.05) >= 7
