"""Metadata in a form: checked as one types, formatted, and as lines of pairs."""

from __future__ import annotations

from time import perf_counter

from tests.core.form_samples import instance
from tests.ui.form_host import FakeLookup, FakeServer, FormHost, settle, until
from tui.screens.instance_form import InstanceFormScreen
from tui.widgets.fields.json_area import JsonArea
from tui.widgets.fields.metadata_field import MetadataField

NESTED = '{"team": "support", "labels": ["a"]}'


async def test_metadata_is_checked_formatted_and_shown_as_pairs() -> None:
    base = instance()
    server = FakeServer(base)
    form = InstanceFormScreen(lookup=FakeLookup(), submit=server.submit, base=base)
    app = FormHost(form)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        field, area = form.query_one(MetadataField), form.query_one(JsonArea)
        area.focus()
        first = area.get_line(1)
        assert {first.plain[one.start : one.end] for one in first.spans} == {'"team"', '"support"'}
        # To pairs and back without a change: to the letter what it was.
        before = field.value
        await pilot.press("f3")
        assert area.text == "team: support\nquota: 12345678901234567890"
        assert field.value == before
        await pilot.press("f3")
        assert field.value == area.text == before
        assert not form.is_touched
        # A pair that is typed is in the JSON; half of one is told after a pause, in place.
        await pilot.press("f3")
        area.text += "\nowner: Ada\noops"
        await until(pilot, lambda: field.error is not None)
        assert field.error == "line 4, column 1: write a pair as key: value"
        assert any(one.start == 0 for one in area.get_line(3).spans)
        assert field.value.endswith("oops"), "what is neither is kept as it is typed"
        await pilot.press("f3")
        assert area.as_pairs, "it goes back once it can be read"
        typed, area.text = area.text, " " * 2_000 + "x"
        began = perf_counter()
        area.get_line(0)
        assert perf_counter() - began < 1, "a line of blanks is drawn as soon as any other"
        area.text = typed
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.screen is form
        assert "write a pair" in str(field.error)
        area.text = area.text.replace("oops", "on: true")
        await until(pilot, lambda: field.error is None)
        await pilot.press("f3")
        assert form.build().as_json() == {
            "metadata": {
                "team": "support",
                "quota": 12345678901234567890,
                "owner": "Ada",
                "on": True,
            }
        }
        # Formatting can be undone, and what is nested has no pairs.
        area.text = NESTED
        await pilot.press("f7")
        assert area.text.splitlines()[1] == '  "team": "support",'
        await pilot.press("ctrl+z")
        assert area.text == NESTED
        await pilot.press("f3")
        assert not area.as_pairs
        assert "labels holds more than one value" in [one.message for one in app._notifications][-1]
        area.text = NESTED[:-1]
        await pilot.press("f7")
        assert area.text == NESTED[:-1]
        assert "a comma is missing before this, or a bracket after it" in str(field.error)
        field.set("")
        await pilot.press("f3", "f7")
        assert (field.value, area.as_pairs, field.error) == ("", True, None)
