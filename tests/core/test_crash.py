"""A crash leaves a report that its user alone can read, with no secret in it."""

from __future__ import annotations

import stat
from pathlib import Path

from tui import crash

KEY = "metorial_sk_0123456789abcdef"


def fail(key: str) -> None:
    wanted = {"authorization": key}
    try:
        raise KeyError(f"no {wanted}")
    except KeyError as error:
        raise RuntimeError(f"cannot send with {key}\x1b[2J") from error


def caught() -> BaseException:
    try:
        fail(KEY)
    except RuntimeError as error:
        return error
    raise AssertionError


def test_the_report_has_the_frames_and_no_secret(tmp_path: Path) -> None:
    report = crash.write_report(caught(), ["MainScreen", "ReviewScreen"], [tmp_path / "crashes"])
    assert report is not None
    text = report.read_text()
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert stat.S_IMODE(report.parent.stat().st_mode) == 0o700
    assert KEY not in text
    assert KEY[12:] not in text
    assert "\x1b" not in text
    assert "MainScreen > ReviewScreen" in text
    assert "RuntimeError: cannot send with (masked)" in text
    assert "KeyError" in text
    assert "in fail" in text


def test_few_reports_are_kept(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"2020010{number}-000000-1.txt").write_text("old")
    newest = crash.write_report(caught(), [], [tmp_path])
    assert len(list(tmp_path.glob("*.txt"))) == crash.KEPT
    assert newest is not None
    assert newest.exists()


def test_the_next_folder_is_tried_where_one_takes_no_file(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    report = crash.write_report(caught(), [], [blocked / "crashes", tmp_path / "other"])
    assert report is not None
    assert report.parent == tmp_path / "other"
    assert crash.write_report(caught(), [], [blocked / "crashes"]) is None


def test_the_words_say_where_it_is(tmp_path: Path) -> None:
    assert str(tmp_path) in crash.words(caught(), tmp_path)
    said = crash.words(caught(), None)
    assert "No report" in said
    assert KEY not in said
