"""Help: every command, in both languages, within the width of the terminal."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

import kamengine
from kamengine.cli.entry import COMMANDS
from kamengine.locale.terminal import width

CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("line", [[], ["--help"], ["-h"]], ids=str)
def test_without_a_command_there_is_help(kam, line):
    said = kam(*line)

    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("Usage: kam COMMAND [OPTIONS]\n")
    for name in COMMANDS:
        assert f"\n  {name} " in said.out


def test_version(kam):
    assert kam("--version").out == f"kam {kamengine.__version__}\n"


def test_the_help_of_a_command(kam):
    said = kam("test", "--help")

    assert said.status == 0
    assert (
        said.out
        == """\
Usage: kam test [OPTIONS] PACK…

Run the tests inside rule packs, and show what came out otherwise. Status 1 if
any fails.

Arguments:
  PACK…  A rule pack: a .toml file, or an id that kam packs lists.

Options:
  --json               Print a JSON array with an object for each pack.
  --lang zh|en         Language; else that of the system.
  -w, --workspace DIR  The workspace; else KAM_WORKSPACE, else this folder.
  --no-plugins         Load no plugins.
  --debug              Show a traceback when something goes wrong.
  -h, --help           Show this help.

Examples:
  kam test my-rules.toml
"""
    )


def test_the_help_of_a_command_in_chinese(kam):
    said = kam("test", "--help", "--lang", "zh")

    assert said.status == 0
    assert (
        said.out
        == """\
用法：kam test [选项] 规则包…

运行规则包中的测试，列出与预期不同的结果。有测试失败时退出状态为 1。

参数：
  规则包…  规则包：.toml 文件，或 kam packs 列出的编号。

选项：
  --json                  输出 JSON 数组，每个规则包一个对象。
  --lang zh|en            语言；省略时用系统语言。
  -w, --workspace 文件夹  工作区；省略时用 KAM_WORKSPACE 或当前文件夹。
  --no-plugins            不加载任何插件。
  --debug                 出错时显示程序的调用过程。
  -h, --help              显示本帮助。

示例：
  kam test my-rules.toml
"""
    )


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["", *COMMANDS])
@pytest.mark.parametrize("columns", [60, 80, 200])
def test_help_keeps_to_the_width_of_the_terminal(kam, monkeypatch, name, language, columns):
    monkeypatch.setenv("COLUMNS", str(columns))

    said = kam("--lang", language, *name.split(), "--help")

    assert said.status == 0
    prose = said.out.split("Examples:")[0].split("示例：")[0].splitlines()
    assert max(map(width, prose)) <= min(columns, 96)


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_all_of_help_is_chinese_for_chinese_readers(kam, name):
    said = kam("--lang", "zh", *name.split(), "--help")

    before = ""
    for line in said.out.split("示例：")[0].splitlines():
        goes_on = width(before) > 70  # the end of a sentence may be the name of an option
        assert not line or goes_on or CHINESE.search(line), line
        before = line


SYSTEM_LANGUAGES = {"zh_CN.UTF-8": "用法：", "zh_TW": "用法：", "en_GB.UTF-8": "Usage: ", "C": "Usage: "}


@pytest.mark.parametrize(("locale", "start"), SYSTEM_LANGUAGES.items())
def test_the_system_says_the_language_unless_the_user_does(kam, monkeypatch, locale, start):
    monkeypatch.setenv("LC_ALL", locale)

    assert kam().out.startswith(start)
    assert kam("--lang", "en").out.startswith("Usage: ")
    assert kam("--help", "--lang=zh").out.startswith("用法：")


@pytest.mark.parametrize("name", ["accounts", "fact", "import"])
def test_chinese_help_goes_on_to_the_end_of_the_line(kam, name):
    lines = kam(name, "--help", "--lang", "zh").out.splitlines()

    for line, after in pairwise(lines):
        goes_on = after.startswith("   ") and CHINESE.match(after.strip()) and not line.endswith("  ")
        if goes_on and CHINESE.search(line):
            assert width(line) >= 76, line
