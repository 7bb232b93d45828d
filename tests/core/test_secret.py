"""A secret is shown, written and compared as a secret."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import asdict, dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.secret import Secret

texts = st.text(st.characters(codec="utf-8"), min_size=4)


@dataclass
class Holder:
    key: Secret


@given(texts)
def test_no_way_of_showing_it_shows_it(text: str) -> None:
    secret = Secret(f"~{text}~")
    shown = f"{secret} {secret!r} {secret!s} {Holder(secret)} {[secret]}"
    assert f"~{text}~" not in shown
    assert secret.get_secret_value() == f"~{text}~"


def test_it_is_not_written_down() -> None:
    secret = Secret("metorial_sk_1")
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        json.dumps(secret)
    with pytest.raises(TypeError):
        copy.deepcopy(secret)
    with pytest.raises(TypeError):
        asdict(Holder(secret))
    assert not hasattr(secret, "__dict__")


@given(texts, texts)
def test_it_equals_only_its_like(one: str, other: str) -> None:
    assert (Secret(one) == Secret(other)) == (one == other)
    assert Secret(one) != one
    assert len({Secret(one), Secret(one)}) == 1


def test_nothing_is_false() -> None:
    assert not Secret("")
    assert Secret("x")
