from __future__ import annotations

import pytest

from kamengine.intake.files.notes import notes_on
from kamengine.intake.files.opening import open_file
from kamengine.intake.files.relation_file import RelationFile
from kamengine.locale import Messages
from tests.spreadsheets.writing import write_xlsx

ENGLISH = Messages.of("en")


@pytest.fixture
def said(connection, tmp_path):
    """What a user is told of a file."""

    def notes(path):
        return [ENGLISH.text(note).replace(f"{tmp_path}/", "") for note in notes_on(open_file(path, connection))]

    return notes


def test_nothing_is_said_of_files_that_are_what_they_say(tmp_path, said):
    (tmp_path / "a.csv").write_text("id,x\nA,1\n")
    (tmp_path / "b").write_text("id,x\nA,1\n")

    assert said(tmp_path / "a.csv") == said(tmp_path / "b") == []
    assert said(write_xlsx(tmp_path / "c.xlsm", [["id"], ["A"]])) == []


def test_files_that_are_something_else_are_told(tmp_path, said):
    (tmp_path / "a.xls").write_text("id\tx\nA\t1\n")

    assert said(write_xlsx(tmp_path / "b.csv", [["id"], ["A"]])) == [
        "b.csv: it is called .csv, but was read as a workbook"
    ]
    assert said(tmp_path / "a.xls") == ["a.xls: it is called .xls, but was read as text"]


def test_the_name_is_the_one_that_the_user_knows(connection, tmp_path):
    file = open_file(write_xlsx(tmp_path / "a.xlsx", [["id"], ["A"]]), connection)

    assert [ENGLISH.text(note) for note in notes_on(file, "march.zip/a.csv")] == [
        "march.zip/a.csv: it is called .csv, but was read as a workbook"
    ]


def test_formulas_that_nobody_calculated_are_counted(tmp_path, said):
    path = write_xlsx(tmp_path / "a.xlsx", [["id", "x"], ["A", "=1+1"], ["B", "=1+2"]])

    assert said(path) == [
        "a.xlsx: formulas that were never calculated, so that their cells are blank: 2; "
        "open it in a spreadsheet program and save it there"
    ]


def test_a_table_of_the_workspace_is_no_file(connection):
    connection.execute("CREATE TABLE facts AS SELECT 'A' AS id")

    assert notes_on(RelationFile.open("facts", "accounts.csv", connection)) == []
