from __future__ import annotations

import pytest

from kamengine.locale import choose_language

CASES = [
    # option, environment, language
    ("zh", {"LC_ALL": "en_US.UTF-8"}, "zh"),
    ("en", {"LC_ALL": "zh_CN.UTF-8"}, "en"),
    (None, {}, "en"),
    (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
    (None, {"LANG": "zh_TW.Big5"}, "zh"),
    (None, {"LANG": "zh"}, "zh"),
    (None, {"LANG": "zh-Hans-CN"}, "zh"),
    (None, {"LANG": "ZH_cn"}, "zh"),
    (None, {"LANG": "C.UTF-8"}, "en"),
    (None, {"LANG": "POSIX"}, "en"),
    (None, {"LANG": "de_DE.UTF-8"}, "en"),
    (None, {"LANG": "zha_CN"}, "en"),  # Zhuang is another language
    (None, {"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
    (None, {"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
    (None, {"LC_MESSAGES": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
    (None, {"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
    (None, {"LANGUAGE": "zh_CN:en"}, "zh"),
    (None, {"LANGUAGE": "en:zh_CN"}, "en"),
    (None, {"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, "en"),
    ("", {"LANG": "zh_CN.UTF-8"}, "zh"),
]


@pytest.mark.parametrize(("option", "environ", "language"), CASES)
def test_the_option_decides_then_the_first_variable_that_is_set(option, environ, language):
    assert choose_language(option, environ) == language
