"""What is remembered between two times that the app is opened."""

from __future__ import annotations

from kamengine.tui.ground.memory import Memory


def test_what_was_put_is_there_the_next_time(tmp_path):
    file = tmp_path / "views" / "one.json"
    memory = Memory(file)
    memory.put("accounts", "sort", "名称")
    memory.save()
    assert Memory(file).get("accounts", "sort", "") == "名称"
    assert [each.name for each in file.parent.iterdir()] == ["one.json"]


def test_another_type_is_not_what_was_asked_for(tmp_path):
    memory = Memory(None)
    memory.put("accounts", "sort", 3)
    assert memory.get("accounts", "sort", "name") == "name"
    assert memory.get("accounts", "other", True) is True


def test_what_cannot_be_read_is_forgotten(tmp_path):
    file = tmp_path / "one.json"
    for content in (b"", b"{", b"[1]", b'{"app": 3}', b"\xff\xfe", b"1" * ((1 << 20) + 1)):
        file.write_bytes(content)
        assert Memory(file).get("app", "mode", "usual") == "usual"


def test_where_nothing_can_be_written_nothing_is_remembered(tmp_path):
    (tmp_path / "file").touch()
    memory = Memory(tmp_path / "file" / "one.json")
    memory.put("app", "mode", "rules")
    memory.save()
