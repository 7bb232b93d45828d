"""Results as a table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tests.bench.figures import Result

_TITLES = ("group", "figure", "explorer", "floor", "ratio", "target", "")


def table(results: Sequence[Result]) -> str:
    """Return one aligned line for each result, under titles."""
    rows = [_TITLES, *map(_row, results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_TITLES))]
    return "\n".join(_line(row, widths) for row in rows)


def as_json(results: Sequence[Result], failed: dict[str, str], **about: object) -> str:
    """Return all there is to say, with `about` what the runs were."""
    figures = [_object(one) for one in results]
    return json.dumps({**about, "figures": figures, "failed": failed}, indent=2)


def _row(one: Result) -> tuple[str, ...]:
    figure = one.figure
    floor = "" if one.floor is None else f"{_number(one.floor, figure.unit)} {figure.floor}"
    ratio = "" if one.ratio is None else f"{one.ratio:.2f}x"
    side = ">=" if figure.at_least else "<="
    target = f"{figure.target:g}x" if figure.bar != "value" else _number(figure.target, figure.unit)
    own = _number(one.own, figure.unit)
    met = "met" if one.is_met else "missed"
    return figure.group, figure.name, own, floor, ratio, f"{side} {target}", met


def _number(value: float, unit: str) -> str:
    text = f"{value:,.0f}" if unit == "bytes" or value >= 100 else f"{value:.4g}"
    return f"{text} {unit}".rstrip()


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    """Words begin, numbers end where the column does."""
    cells = [
        text.ljust(width) if column in (0, 1, 6) else text.rjust(width)
        for column, (text, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()


def _object(one: Result) -> dict[str, object]:
    figure, measured = one.figure, one.measured
    return {
        "group": figure.group,
        "figure": figure.name,
        "unit": figure.unit,
        "own": round(one.own, 3),
        "own_min": round(min(measured.own), 3),
        "own_runs": [round(value, 3) for value in measured.own],
        "floor": None if one.floor is None else round(one.floor, 3),
        "floor_min": round(min(measured.floor), 3) if measured.floor else None,
        "floor_is": figure.floor or None,
        "ratio": None if one.ratio is None else round(one.ratio, 3),
        "target": figure.target,
        "target_is": figure.bar,
        "at_least": figure.at_least,
        "met": one.is_met,
    }
