"""The locked install has everything, each with its hashes, in the versions that are tested."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def pins(file: str) -> dict[str, str]:
    text = (ROOT / file).read_text()
    return {name_of(name): version for name, version in PIN.findall(text)}


def test_every_dependency_is_locked_in_the_version_that_is_tested() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    tested, locked = pins("constraints.txt"), pins("requirements.lock")
    assert {name_of(one) for one in project["dependencies"]} <= locked.keys()
    both = tested.keys() & locked.keys()
    assert {name: locked[name] for name in both} == {name: tested[name] for name in both}


def test_every_locked_package_has_its_hashes() -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text().strip())
    assert len(blocks) == len(pins("requirements.lock"))
    assert [one.split()[0] for one in blocks if "--hash=sha256:" not in one] == []
