"""Text comes out right whatever the label says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyi.channels.email.charsets import codecs_of, decode
from manyi.channels.email.mail import Notes

WORDS = [
    ("gb18030", "您好，我上周在贵店买的蓝牙耳机左耳没有声音，请问怎么换货？"),
    ("gb18030", "发票"),
    ("gb18030", "联通"),
    ("gb18030", "张伟"),
    ("gb18030", "李晓娜"),
    ("gb18030", "项目①：㈱"),
    ("big5", "您好，我想查詢訂單的送貨進度，謝謝。"),
    ("big5", "陳小姐"),
    ("big5", "退貨申請"),
    ("big5hkscs", "啲嘢係咪壞咗"),
    ("cp932", "お世話になっております。注文の件で"),
    ("cp932", "山田太郎"),
    ("euc_jp", "商品について"),
    ("cp949", "안녕하세요. 주문한 이어폰이 아직 도착하지 않았습니다."),
    ("cp949", "김민수"),
    ("koi8_r", "Здравствуйте, когда придёт мой заказ?"),
    ("cp1251", "Возврат товара"),
    ("cp1251", "ЗАКАЗ НЕ ПРИШЁЛ"),
    ("cp1252", "Bonjour, ma commande n’est pas arrivée, où est-elle ?"),
    ("cp1252", "Größe ändern"),
    ("cp1252", "José"),
    ("iso2022_jp", "ご注文の件"),
    ("utf-8", "耳机坏了"),
]


@pytest.mark.parametrize(("codec", "text"), WORDS)
def test_unlabelled_text_is_recognised_even_if_short(codec: str, text: str) -> None:
    assert decode(text.encode(codec), notes=Notes()) == text


@pytest.mark.parametrize(("codec", "text"), WORDS)
def test_text_under_a_default_label_is_recognised(codec: str, text: str) -> None:
    notes = Notes()
    assert decode(text.encode(codec), "us-ascii", notes=notes) == text


@pytest.mark.parametrize(
    ("label", "widest"),
    [
        ("GB2312", "gb18030"),
        ("x-gbk", "gb18030"),
        ("gb_2312-80", "gb18030"),
        ("Big5", "cp950"),
        ("Shift_JIS", "cp932"),
        ("ks_c_5601-1987", "cp949"),
        ("iso-8859-1", "cp1252"),
        ("windows-1253", "windows-1253"),
        ("nonsense", ()),
        ("base64", ()),
        ("", ()),
    ],
)
def test_labels_are_read_as_what_programs_put_under_them(label: str, widest: object) -> None:
    codecs = codecs_of(label)
    assert (codecs[0] if codecs else ()) == widest


def test_two_byte_utf8_look_alikes_stay_what_their_label_says() -> None:
    """ "联通" in GBK is the classic that editors take for something else."""
    notes = Notes()
    assert decode("联通".encode("gbk"), "gb2312", notes=notes) == "联通"
    assert notes.problems() == ()


@given(
    st.binary(max_size=300),
    st.sampled_from(["", "utf-8", "gb2312", "big5", "iso-2022-jp", "utf-16", "utf-7", "x", "rot13"]),
)
def test_any_bytes_give_text(raw: bytes, label: str) -> None:
    assert isinstance(decode(raw, label, notes=Notes()), str)


@given(st.text(max_size=200).filter(lambda text: "\x1b$" not in text and "\x00" not in text))
def test_utf8_is_kept_exactly(text: str) -> None:
    notes = Notes()
    assert decode(text.encode(), "utf-8", notes=notes) == text
    assert notes.problems() == ()


@given(
    st.text(
        alphabet="的一是在不了有和人这中大为上个国我以要他时来用们生到作地于您好订单退款换货发票",
        min_size=2,
        max_size=80,
    )
)
def test_chinese_text_is_recognised_without_label(text: str) -> None:
    assert decode(text.encode("gb18030"), notes=Notes()) == text
