"""Headers and closed lists in traditional characters mean what they mean in simplified ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.intake.headers.folding import fold_header, fold_value
from kamengine.intake.headers.traditional import simplified
from kamengine.intake.headers.words import is_code, words_of
from tests.intake.headers.proposing import hows, proposed, taken


def test_traditional_headers_are_known():
    mapping = proposed("客戶編號", "客戶名稱", "客戶行業（選填）", "月租（萬元）")
    assert (mapping.key, hows(mapping), mapping.problems) == (0, ["key", "alias", "alias", "alias"], ())
    assert taken(mapping) == {"客戶名稱": "name", "客戶行業（選填）": "sector", "月租（萬元）": "monthly_spend"}


@pytest.mark.parametrize(
    ("traditional", "header"),
    [
        ("客戶編號", "客户编号"),
        ("聯繫電話（必填）", "联系电话"),
        ("年營業額", "年营业额"),
        ("產品類別", "产品类别"),
        ("帳戶餘額", "账户余额"),
        ("縣級市", "县级市"),
        ("合約簽訂日期", "合约签订日期"),
    ],
)
def test_they_fold_to_simplified_ones(traditional, header):
    assert fold_header(traditional) == fold_header(header)
    assert words_of(traditional.split("（")[0]) == words_of(header)


def test_so_do_the_values_of_closed_lists():
    assert fold_value("地級市") == fold_value("地级市")
    assert is_code("顧客編號")


@given(st.text())
def test_folding_again_changes_nothing(text):
    once = simplified(text)
    assert simplified(once) == once and len(once) == len(text)
    assert not text.isascii() or once == text
