from __future__ import annotations

import os
import stat

import pytest

from migrate_check.domain.errors import CannotRunError
from migrate_check.report.files import write


def test_a_report_is_written_whole_into_new_folders(tmp_path):
    path = tmp_path / "out" / "deep" / "report.html"
    write(path, "<p>é</p>")
    write(path, "second")
    assert path.read_bytes() == b"second"
    assert [entry.name for entry in path.parent.iterdir()] == ["report.html"]


def test_others_may_read_it_as_the_mask_says(tmp_path):
    before = os.umask(0o022)
    try:
        write(tmp_path / "r.html", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "r.html").stat().st_mode) == 0o644


def test_a_link_stays_a_link_and_a_device_a_device(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write(tmp_path / "link", "x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "x"
    write(type(tmp_path)("/dev/null"), "x")
    assert not os.path.isfile("/dev/null")


def test_refusals_are_one_line_with_a_remedy(tmp_path):
    (tmp_path / "file").write_text("keep")
    for path in (tmp_path / "file" / "r.html", tmp_path):
        with pytest.raises(CannotRunError) as caught:
            write(path, "x")
        message = str(caught.value)
        assert "\n" not in message
        assert str(path) in message
        assert "give another path" in message
    assert (tmp_path / "file").read_text() == "keep"


def test_an_interrupted_write_leaves_the_old_report_and_no_rest(tmp_path, monkeypatch):
    path = tmp_path / "r.html"
    write(path, "old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(CannotRunError, match="No space left on device"):
        write(path, "new")
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["r.html"]
