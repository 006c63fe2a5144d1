from __future__ import annotations

import pytest

from kamengine.intake.files.encodings import Sample, choose, marked, named, without_mark
from kamengine.intake.files.options import ReadOptions
from kamengine.intake.files.text_file import open_text
from kamengine.problems import KamError, Place

PLACE = Place("a.csv")

SENTENCES = {
    "gb18030": [
        "客户名称,地址",
        "深圳市腾飞科技有限公司,广东省深圳市南山区科技园",
        "张伟",
        "王静",
        "上海",
        "电信",
        "是,否",
        "联通",
        "备注：已缴费，下月停机",
        "欧阳娜娜,陈晨,李程",
        "姓名,性别\n刘洋,男\n赵敏,女",
        "月租￥1,200元（含税）",
    ],
    "big5": [
        "客戶名稱,地址",
        "臺北市信義區松仁路一百號",
        "台灣積體電路製造股份有限公司",
        "王小明,陳美玲",
        "電信",
        "中華電信",
        "台北",
        "國泰金控",
        "備註：已繳費，下個月停話",
        "姓名,性別\n林志玲,女",
    ],
    "cp1252": [
        "Müller",
        "Café",
        "Société Générale",
        "Straße 5",
        "São Paulo",
        "Nuñez",
        "Ålesund",
        "Étienne",
        "BÄCKEREI",
        "L’Oréal",
        "naïve “quoted” text’s",
        "Île-de-France",
        "Zoë",
        "Ærø",
    ],
    "utf-8": [
        "Müller",
        "¥12,400.00",
        "a,¥5",
        "12€",
        "男",
        "上海",
        "Łódź",
        "Привет",
        "שלום",
        "Ω",
        "£ 5",
        "© 2024",
        "20 °C",
        "😀",
    ],
    "shift_jis": ["株式会社こんにちは", "ありがとうございます", "東京都カタカナ"],
}
CODECS = {"big5": "cp950", "shift_jis": "cp932"}


def chosen(content: bytes) -> str:
    sample = Sample()
    sample.add(content)
    return choose(sample.words, PLACE)


@pytest.mark.parametrize(
    ("encoding", "text"), [(encoding, text) for encoding, texts in SENTENCES.items() for text in texts]
)
def test_sentences_are_read_as_they_were_written(encoding, text):
    assert chosen(text.encode(CODECS.get(encoding, encoding))) == encoding


UNCERTAIN = {
    "one character": ("男", "gb18030", {"gb18030", "big5"}),
    "two characters that are as common in Big5": ("北京", "gb18030", {"gb18030", "big5"}),
    "two characters whose bytes are Cyrillic letters in UTF-8": ("小学", "gb18030", {"utf-8", "gb18030"}),
    "letters that may be Cyrillic, Greek or Hebrew": ("Привет", "cp1251", {"cp1251"}),
    "a rare name": ("赵赟", "gb18030", {"cp1252", "gb18030"}),
}


@pytest.mark.parametrize(("text", "encoding", "fitting"), UNCERTAIN.values(), ids=UNCERTAIN)
def test_what_may_be_two_things_is_asked(text, encoding, fitting):
    with pytest.raises(KamError) as refusing:
        chosen(text.encode(encoding))
    (problem,) = refusing.value.problems
    assert str(problem.what).startswith("the encoding is not certain")
    assert str(problem.remedy).startswith("say which with --encoding")
    readings = problem.what.arguments["encodings"]
    assert isinstance(readings, list)
    assert fitting <= {reading.split(" (")[0] for reading in readings}
    assert f"{encoding} ({text})" in readings


OTHERS = {
    "cp1250": "Łódź,Wrocław,Kraków,Gdańsk,Wałęsa,Dvořák,Žižkov,Škoda,Poznań",
    "cp1254": "Şişli,İstanbul,Beşiktaş,Kadıköy,Mehmet Yılmaz,Ayşe Öztürk,Güneş",
    "cp1253": "Αθήνα,Παπαδόπουλος",
    "cp1255": "שלום,תל אביב",
    "cp1256": "مرحبا,القاهرة",
    "koi8-r": "Привет,Иванов",
}


@pytest.mark.parametrize(("encoding", "text"), OTHERS.items(), ids=OTHERS)
def test_text_of_another_kind_is_not_taken_for_one_that_is_known(encoding, text):
    with pytest.raises(KamError, match=r"the encoding (cannot be told; in|is not certain; the file may be in)"):
        chosen(text.encode(encoding))


def test_bytes_that_are_no_text():
    with pytest.raises(KamError, match="the encoding cannot be told; in"):
        chosen(b"\x80\x81 \xfe\xff \x81\x8d \x8f\x90 \xff\xfe \x9d\x81")


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_a_broken_file_is_in_what_it_is_mostly_in(encoding):
    content = "\n".join(SENTENCES[encoding]).encode(CODECS.get(encoding, encoding))
    assert chosen(content + b"\n\xff\n") == encoding


NAMES = {
    "GBK": "gb18030",
    "gb2312": "gb18030",
    "cp936": "gb18030",
    "GB18030": "gb18030",
    "utf8": "utf-8",
    "UTF-8-sig": "utf-8",
    "utf-16": "utf-16-le",
    "UTF-16BE": "utf-16-be",
    "Big5": "big5",
    "cp950": "big5",
    "windows-1252": "cp1252",
    "latin-1": "iso8859-1",
}


@pytest.mark.parametrize(("given", "name"), NAMES.items())
def test_names_of_encodings(given, name):
    assert named(given, PLACE) == name


@pytest.mark.parametrize("given", ["gbkk", "base64", "rot13", "undefined", "", "\0", "客户"])
def test_what_is_no_encoding(given):
    with pytest.raises(KamError, match="there is no encoding"):
        named(given, PLACE)


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-be", "gb18030"]
)
def test_byte_order_marks(encoding):
    text = "编号,x\n" if encoding in ("utf-8-sig", "utf-16", "utf-32") else "\ufeff编号,x\n"
    plain = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding)
    assert marked(text.encode(encoding)) == plain


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["id,x\nA,1\n", "编号,名称\r\n一,北京\r\n", "城市\n北京\n"])
def test_utf_16_without_a_mark(encoding, text):
    assert without_mark(text.encode(encoding)) == encoding


@pytest.mark.parametrize("content", [b"id,x\nA,\0\n", b"PK\x03\x04\0\0\0\0,\n", b"\0" * 100, bytes(range(256)), b""])
def test_binary_data_is_no_utf_16(content):
    assert without_mark(content) == ""


def refused(path):
    with pytest.raises(KamError) as refusal:
        open_text(path, ReadOptions())
    return [problem.text().replace(f"{path.parent}/", "") for problem in refusal.value.problems]


def test_an_encoding_that_cannot_be_told_names_the_line_where_it_matters(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,name\nA,ok\nB,abc\xff\xfe\x80zz\n")
    (problem,) = refused(path)
    assert problem.startswith("a.csv:3: the encoding cannot be told; in cp1252 it would read abcÿþ€zz")
    path.write_bytes("id,name\nA,ok\nB,北京\n".encode("gbk"))
    (problem,) = refused(path)
    assert problem.startswith("a.csv:3: the encoding is not certain; the file may be in gb18030 (北京), ")


def test_binary_data_is_said_to_be_that_whatever_other_bytes_stand_before_it(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,x\nA,\x80\n" + bytes(range(256)) * 50)
    (problem,) = refused(path)
    assert problem.startswith("a.csv:3: the file holds binary data (a zero byte at byte 10) — ")
