"""Filter lines and list rows for hypothesis, likely ones and hostile ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from tui.models.row import InstanceRow
from tui.store.filter import KEYS, quote

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)

values = st.text(min_size=1, max_size=12)
"""Any value at all; lone surrogates, which no query can carry, are not among them."""

keys = st.sampled_from([key.name for key in KEYS])

identifiers = st.sampled_from(
    ["int_1aBcDeFgHj", "int_2aBcDeFgHj", "pro_1aBcDeFgHj", "pro_2aBcDeFgHj", "idn_1aBcDeFgHj"]
)

dates = st.sampled_from(
    [
        "2026-05-01",
        ">2026-04-01",
        "<2026-05-20T10:00Z",
        "2026-04-01..2026-05-02",
        "..2026-05-01",
        "<7d",
        ">30d",
        "<9999999y",
        "2026-02-30",
        "9999-12-31",
        "0001-01-01",
        "yesterday",
    ]
)

words = st.sampled_from(["ada", "Ada", "ÁDA", "straße", "http://x", "12:30", '"foo:bar"', '"a b'])

tokens = st.one_of(
    words,
    st.builds(lambda key, value: f"{key}:{quote(value)}", keys, values | identifiers | dates),
    st.builds(
        lambda status: f"status:{','.join(status)}",
        st.lists(st.sampled_from(["active", "draft", "archived", "deleted", "nope"]), max_size=3),
    ),
    st.text(max_size=8),
)

lines = st.one_of(
    st.lists(tokens, max_size=6).map(" ".join),
    st.text(max_size=60),
    st.text(alphabet='stau:,"\\ .<>-0127dáé\ud800\u202e\x00', max_size=40),
)
"""Filter lines: such as people type, and such as nobody should."""

moments = st.integers(0, 80 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes))

names = st.sampled_from(["Ada", "ada, staging", "Grace", "Straße", "Zoë", "[b]x[/b]", "\x1b[2J"])

_optional = st.none() | identifiers

items = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["active", "draft", "archived", "deleted", "frozen"]),
        "name": names,
    },
    optional={
        "id": identifiers,
        "integration_id": _optional,
        "identity_id": _optional,
        "identity_actor_id": _optional,
        "created_at": moments.map(datetime.isoformat),
        "updated_at": moments.map(datetime.isoformat),
        "providers": st.lists(
            st.fixed_dictionaries(
                {"provider": st.fixed_dictionaries({}, optional={"id": identifiers})}
            ),
            max_size=3,
        )
        | st.just("broken"),
    },
)

rows = st.lists(items | st.just(7), max_size=12).map(
    lambda found: [InstanceRow.from_item(one, f"row {place}") for place, one in enumerate(found)]
)
"""Rows of the list, broken ones too."""
