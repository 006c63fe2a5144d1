"""The report on what went wrong: where in the program, and nothing of any customer."""

from __future__ import annotations

from kamengine.tui.terminal.report import write_report

SECRET = "Acme's number"


def fail(value):
    secret = SECRET + value
    raise ValueError(secret)


def broken():
    try:
        fail("!")
    except ValueError as error:
        try:
            raise RuntimeError(SECRET) from error
        except RuntimeError as outer:
            return outer


def test_it_says_where_and_with_which_versions(tmp_path):
    file = write_report(broken(), tmp_path / "reports")
    assert file is not None
    text = file.read_text(encoding="utf-8")
    assert "RuntimeError" in text and "ValueError" in text and " fail" in text and " broken" in text
    assert "textual " in text and "python 3." in text


def test_it_holds_nothing_of_what_the_program_worked_on(tmp_path):
    file = write_report(broken(), tmp_path / "reports")
    assert file is not None
    text = file.read_text(encoding="utf-8")
    assert SECRET not in text and "secret" not in text and str(tmp_path) not in text


def test_where_nothing_can_be_written_there_is_none(tmp_path):
    (tmp_path / "file").touch()
    assert write_report(broken(), tmp_path / "file" / "reports") is None
