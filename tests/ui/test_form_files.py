"""Forms that are filled in from a file and saved as one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Button, Input, OptionList, TextArea

from tests.core.form_samples import instance
from tests.ui.app_host import Explorer, on, press
from tests.ui.form_host import FakeCatalogue, FakeLookup, FakeServer, FormHost, settle, until
from tui import key_command
from tui.models.session import Session
from tui.profile import Profile
from tui.screens.confirm import ConfirmScreen
from tui.screens.instance_form import InstanceFormScreen
from tui.screens.path_screen import PathScreen
from tui.screens.review import ReviewScreen
from tui.screens.session_form import SessionFormScreen
from tui.screens.typed_path import typed_path
from tui.text import Display
from tui.widgets.fields.field import FormField

SECRET = "metorial_sk_abcdefgh12345678"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def state(app: Any) -> str:
    return str(app.screen.query_one(".path-state").content)


def test_whatever_is_typed_is_a_path(folder: Path) -> None:
    assert typed_path(" ~/ada.json ") == folder / "ada.json"
    assert typed_path("~nobody-at-all/x") == Path("~nobody-at-all/x")


async def test_a_new_instance_is_filled_in_from_a_file_and_saved_as_one(folder: Path) -> None:
    body = {
        "integration_id": "itg_support",
        "name": "From a file",
        "metadata": {"token": SECRET},
        "identity_id": "idn_ada",
        "providers": [{"provider_id": "pro_github", "tool_filters": None}],
    }
    (folder / "in.json").write_text(json.dumps({**body, "nmae": "x", "providers": "all"}))
    server = FakeServer(instance())
    form = InstanceFormScreen(lookup=FakeLookup(), submit=server.submit, catalogue=FakeCatalogue())
    app = FormHost(form)
    async with app.run_test(size=(80, 24)) as pilot:
        form.query_one("#field-description TextArea", TextArea).text = "Typed"
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, PathScreen))
        await pilot.press("enter")
        await until(pilot, lambda: "Type the path" in state(app))
        app.screen.query_one(Input).value = "~/in.json"
        await settle(pilot)
        assert state(app) == str(folder / "in.json")
        await pilot.press("enter")
        await until(pilot, lambda: "did you mean name?" in state(app))
        assert "providers: this must be a list of objects" in state(app)
        assert form.draft().name == "", "nothing is taken of a file that is not wholly right"
        (folder / "in.json").write_text(json.dumps(body))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is form)
        await until(pilot, lambda: "pro_github" in form.names)
        draft = form.draft()
        assert (draft.name, draft.description) == ("From a file", "Typed")
        assert "GitHub" in str(form.query_one(OptionList).get_option_at_index(0).prompt)
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, PathScreen))
        assert app.screen.query_one(Input).value == "from-a-file.json"
        app.screen.query_one(Input).value = "x" * 300
        await until(pilot, lambda: "xxx" in state(app))
        await pilot.press("enter")
        await until(pilot, lambda: "cannot be written" in state(app))
        app.screen.query_one(Input).value = "from-a-file.json"
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is form)
        saved = folder / "from-a-file.json"
        assert SECRET not in saved.read_text()
        assert json.loads(saved.read_text()) == {
            **body,
            "description": "Typed",
            "metadata": {"token": "(masked)"},
        }
        # What is masked in the file is not sent so.
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, PathScreen))
        app.screen.query_one(Input).value = str(saved)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is form)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.screen is form
        assert "type it again" in str(form.query_one("#field-metadata", FormField).error)
    assert server.bodies == []


async def test_an_update_takes_what_was_saved_of_another_and_asks_before_it_replaces(
    folder: Path,
) -> None:
    base = instance()
    server = FakeServer(base)
    form = InstanceFormScreen(
        lookup=FakeLookup(), submit=server.submit, base=base, catalogue=FakeCatalogue()
    )
    app = FormHost(form)
    (folder / "there.json").write_text("mine")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, PathScreen))
        app.screen.query_one(Input).value = "there.json"
        await settle(pilot)
        assert state(app).endswith("there.json is there, and would be replaced")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PathScreen))
        assert (folder / "there.json").read_text() == "mine"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        app.screen.query_one("#yes", Button).press()
        await until(pilot, lambda: app.screen is form)
        body = json.loads((folder / "there.json").read_text())
        assert body["integration_id"] == "itg_support"
        body |= {"description": None, "providers": [{"provider_id": "pro_notion"}]}
        (folder / "there.json").write_text(json.dumps(body))
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, PathScreen))
        app.screen.query_one(Input).value = "there.json"
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is form)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(server.bodies))
    assert server.bodies == [
        {"description": None, "providers": [{"provider_id": "pro_notion"}]},
    ]


async def test_a_session_is_filled_in_from_a_file(folder: Path) -> None:
    (folder / "s.json").write_text('{"name": "Night", "metadata": {"a": 1}}')
    server = FakeServer(Session())
    form = SessionFormScreen(
        instance_id="int_1", instance_name=Display("Ada"), submit=server.submit
    )
    app = FormHost(form)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, PathScreen))
        app.screen.query_one(Input).value = "s.json"
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is form)
        assert form.build().as_json() == {"name": "Night", "metadata": {"a": 1}}


async def test_the_keys_are_named_as_they_are_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_command, "_overrides", {})
    keys = {"form_load": "f9", "form_next": "ctrl+g"}
    explorer = Explorer(profile=Profile(name="mine", keys=keys))
    async with explorer.running() as pilot:
        await press(pilot, "n")
        await on(pilot, InstanceFormScreen)
        steps = str(explorer.app.screen.query_one(".dialog").border_subtitle)
        assert steps == "ctrl+g review · Tab next · f9 load · F6 save · Esc close"
        await press(pilot, "f5")
        assert isinstance(explorer.app.screen, InstanceFormScreen)
        await press(pilot, "f9")
        await on(pilot, PathScreen)
