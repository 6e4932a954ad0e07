"""Texts without a database: Markdown shown and sent, cleaning, importing, differences, likeness, personal data."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from manyi.core.errors import Invalid
from manyi.knowledge.text import cleaning, differences, importing, likeness, markdown, privacy

BODY = """# 开始
**先** 关机，见[说明](article:12)。热线 {{ hotline }}。

> [!WARNING]
> 不要拆开电池。

1. 按住卡扣
2. 推入表带
   - 听到咔哒声

| 型号 | 期限 |
|---|---|
| S1 | 1 年 |

![表带](file:3)
"""


def shown(body: str, **values: str) -> str:
    found = markdown.show(body, article="/knowledge/{}".format, file="/file/{}".format, values=values)
    return str(found.html)


def test_a_text_is_shown_with_our_links_call_outs_and_tables() -> None:
    with translation.override("zh-hans"):
        html = shown(BODY, hotline="400-100")
    for part in (
        '<a href="/knowledge/12"',
        'class="call-out warning"',
        "400-100",
        "<td>1 年</td>",
        'src="/file/3"',
        '<h2 id="part-1">开始</h2>',
    ):
        assert part in html


def test_a_variable_without_a_value_is_marked() -> None:
    assert '<span class="variable">hotline</span>' in shown("{{ hotline }}")


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](data:text/html;base64,AAAA)",
        '[x](https://a.example "onmouseover=alert(1)")',
        "> [!TIP] <iframe src=//evil.example>",
    ],
)
def test_nothing_in_a_text_can_run(evil: str) -> None:
    html = shown(evil)
    assert not re.search(r"<(?:script|iframe|object)|<[^>]*\son\w+=|<[^>]*(?:javascript|data:text)", html)


@given(st.text(max_size=300))
def test_any_text_can_be_shown_sent_and_taken_apart(body: str) -> None:
    assert "<script" not in shown(body)
    assert isinstance(markdown.plain(body), str)
    assert all(isinstance(step, str) for step in markdown.steps(body))


def test_as_plain_text_lists_keep_their_numbers() -> None:
    assert "1. 按住卡扣\n2. 推入表带\n   • 听到咔哒声" in markdown.plain(BODY)
    assert "article:" not in markdown.plain(BODY)


def test_steps_are_the_items_of_the_numbered_list() -> None:
    assert markdown.steps(BODY) == ["按住卡扣", "推入表带"]
    assert markdown.steps("没有步骤") == []


def test_links_to_articles_are_found_once_each() -> None:
    assert markdown.article_ids("[a](article:3) [b](article:3#x) [c](https://x.example) [d](article:5)") == [3, 5]


WORD = """<html><body><!--StartFragment--><p class=MsoTitle>保修<o:p></o:p></p>
<p class=MsoNormal><b>7</b>天内<span style="font-weight:700">免费</span>更换<o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span>1.<span>&nbsp; </span></span>打开</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span>2.<span>&nbsp; </span></span>保存</p>
<table><tr><td><p>型号</p></td><td>期限</td></tr><tr><td colspan=2>全部</td></tr></table>
<!--EndFragment--></body></html>"""


def test_paste_from_word_keeps_what_it_means() -> None:
    found = cleaning.from_html(WORD)
    assert found.markdown.startswith("# 保修\n\n**7**天内**免费**更换\n\n1. 打开\n2. 保存")
    assert "| 型号 | 期限 |" in found.markdown
    assert dict(found.notices) == {"merged_cells": 1}


def test_paste_from_wechat_says_that_its_pictures_are_missing() -> None:
    html = (
        '<section style="color:red"><p>活动<strong>说明</strong></p><img data-src="https://mmbiz.example/1"></section>'
    )
    found = cleaning.from_html(html + "<iframe src=x></iframe><p style='display:none'>藏</p>")
    assert found.markdown == "活动**说明**"
    assert found.notices["remote_picture"] == found.notices["embedded"] == 1


def test_a_pasted_picture_is_kept_with_its_place() -> None:
    found = cleaning.from_html('<p>前<img src="data:image/png;base64,iVBORw0KGgo=" alt="图">后</p>')
    assert found.markdown == "前![图](picture:0)后"
    assert found.pictures[0].content.startswith(b"\x89PNG")


def word_file(paragraphs: str) -> bytes:
    """A minimal Word file with these paragraphs."""
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
            f'.relationships+xml"/><Override PartName="/word/document.xml" ContentType="{media}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{document}" Target="word/document.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{name}"><w:body>{paragraphs}</w:body></w:document>'
        )
    return buffer.getvalue()


def test_a_word_file_is_read_and_strange_styles_are_reported() -> None:
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Fancy"/></w:pPr><w:r><w:t>退货说明</w:t></w:r></w:p>'
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>七天</w:t></w:r><w:r><w:t>内可退</w:t></w:r></w:p>"
    )
    found = importing.read("退货.docx", word_file(body))
    assert (found.pieces[0].title, found.pieces[0].body) == ("退货", "退货说明\n\n**七天**内可退")
    assert found.notices["unknown_style"] >= 1


def test_a_table_brings_an_article_per_row_and_names_what_was_left_out() -> None:
    table = "问题,答案,分类,备注\n怎么退,<p>按<b>流程</b></p>,售后,x\n,空,,\n"
    found = importing.read("常见问题.csv", table.encode("gb18030"))
    assert [(piece.title, piece.body, piece.about) for piece in found.pieces] == [
        ("怎么退", "按**流程**", {"category": "售后"})
    ]
    assert dict(found.notices) == {"unknown_column": 1, "empty_row": 1}
    assert found.details == ["备注"]


@pytest.mark.parametrize(
    ("name", "content"), [("a.exe", b"MZ"), ("a.docx", b"not a zip"), ("a.md", b"  "), ("a.csv", b"")]
)
def test_a_file_that_cannot_be_read_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        importing.read(name, content)
    assert set(refused.value.fields) == {"file"}


def test_chinese_is_compared_by_character() -> None:
    (row,) = differences.compare("自签收之日起 7 天内可退。", "自签收之日起 15 天内可退换。")
    assert row.kind == "changed"
    assert [piece.text for piece in row.old or () if piece.is_changed] == ["7"]
    assert [piece.text for piece in row.new or () if piece.is_changed] == ["15", "换"]


def test_lines_that_came_and_went_stand_alone() -> None:
    rows = differences.compare("第一行\n删掉的一行\n最后一行", "第一行\n最后一行\nsomething new")
    assert [row.kind for row in rows] == ["same", "removed", "same", "added"]


@given(st.text(max_size=200), st.text(max_size=200))
def test_both_sides_of_a_comparison_give_the_texts_back(old: str, new: str) -> None:
    rows = differences.compare(old, new)

    def side(place: str) -> list[str]:
        return ["".join(piece.text for piece in getattr(row, place)) for row in rows if getattr(row, place) is not None]

    assert side("old") == differences._lines(old)
    assert side("new") == differences._lines(new)


def test_near_duplicates_meet_and_strangers_do_not() -> None:
    policy = "自签收之日起七天内可以无理由退货，商品完好，运费由买家承担，退款在收到货后三个工作日内原路退回。"
    near, far = policy.replace("七天", "十五天"), "手表无法开机时，请先用原装充电器充电半小时，再长按电源键十秒。"
    assert likeness.alike(policy, near) > likeness.ALIKE
    assert set(likeness.bands(policy)) & set(likeness.bands(near))
    assert not set(likeness.bands(policy)) & set(likeness.bands(far))
    assert likeness.bands("") == []


PERSONAL = (
    "我叫周敏，手机13812345678，邮箱 a.b@x.com，身份证11010519491231002X，"
    "寄到上海市浦东新区张江路88号3栋502室，订单号：OB20261122001，微信号 zhoumin_88。"
)


def test_personal_data_is_taken_out_and_counted() -> None:
    found = privacy.clean(PERSONAL, ["周敏"])
    for secret in ("周敏", "13812345678", "a.b@x.com", "11010519491231002X", "张江路", "OB20261122001", "zhoumin_88"):
        assert secret not in found.text
    assert found.counts == {
        "name": 1,
        "phone": 1,
        "email": 1,
        "id_number": 1,
        "address": 1,
        "order": 1,
        "account": 1,
    }


def test_what_is_no_personal_data_stays() -> None:
    text = "我是昨天买的，价格 1299 元，7 天内可退，型号 S1 Pro，请在设置里打开蓝牙 5.3。"
    assert privacy.clean(text).text == text


@given(st.text(max_size=200))
def test_the_pieces_of_a_cleaned_text_are_the_original(text: str) -> None:
    assert "".join(part for part, _kind in privacy.clean(text).parts()) == text


def test_a_break_at_the_end_of_a_paragraph_leaves_no_mark() -> None:
    found = cleaning.from_html("<p>每周清洗<br>用清水。<br></p><p>不要暴晒<br></p>")
    assert found.markdown == "每周清洗\\\n用清水。\n\n不要暴晒"
