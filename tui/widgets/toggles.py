"""Toggles whose state is a shape: Textual's own tell it by colour alone."""

from __future__ import annotations

from textual.widgets import Checkbox, RadioButton


class ShapedCheckbox(Checkbox):
    """A box that holds a cross while it is ticked, and nothing else."""

    @property
    def BUTTON_INNER(self) -> str:  # type: ignore[override]
        """What the box holds."""
        return "X" if self.value else " "


class ShapedRadioButton(RadioButton):
    """A circle that holds a dot while it is chosen, and nothing else."""

    @property
    def BUTTON_INNER(self) -> str:  # type: ignore[override]
        """What the circle holds."""
        return "●" if self.value else " "
