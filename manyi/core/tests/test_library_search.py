"""The index of the library finds what was meant, shows nothing it should not, and keeps up with the documents."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from manyi.core.actions import unit
from manyi.core.models import SearchEntry, SearchSlip, SearchWord
from manyi.core.search import synonyms
from manyi.core.search.documents import Document, drop, put, weigh
from manyi.core.search.finding import Results, search
from manyi.core.search.marking import marked, pattern_for
from manyi.core.search.understanding import understand

pytestmark = pytest.mark.django_db

TITLES = {
    1: "退款规则说明",
    2: "如何申请七天无理由退货",
    3: "优惠券怎么使用",
    4: "电子发票开具流程",
    5: "国际运费险赔付标准",
    6: "修改收货地址",
    7: "账号登录不上怎么办",
    8: "重新设置密码",
    9: "Refund policy for returned goods",
    10: "How to change a delivery address",
}
NOW = timezone.now()


def document(subject: int, title: str, **values) -> Document:
    language = "en" if title.isascii() else "zh-hans"
    given: dict[str, Any] = {
        "keywords": "",
        "text": "",
        "marks": ("=public",),
        "changed_at": NOW,
        "language": language,
    } | values
    return Document(subject=subject, title=title, **given)


@pytest.fixture
def library() -> None:
    with unit():
        for subject, title in TITLES.items():
            put(document(subject, title))


def found(query: str, **how) -> list[int]:
    return [hit.subject for hit in search(query, **how).hits]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("退款", 1),
        ("退款规", 1),
        ("七天退货", 2),
        ("怎么开发票", 4),
        ("refunds", 9),
        ("CHANGING my Address", 10),
        ("ｒｅｆｕｎｄ", 9),
        ("优惠劵的使用方法是什么", 3),
    ],
)
def test_words_of_both_languages_are_found_as_they_are_typed(library, query, first):
    assert found(query)[0] == first


@pytest.mark.parametrize(("query", "first"), [("tkgz", 1), ("tuikuan", 1), ("dzfp", 4), ("fapiao", 4), ("chongxin", 8)])
def test_titles_are_found_by_pinyin_and_initials(library, query, first):
    assert found(query)[0] == first


@pytest.mark.parametrize(("query", "first"), [("運費險", 5), ("電子發票", 4), ("修改收貨地址", 6)])
def test_traditional_characters_find_simplified_titles(library, query, first):
    assert found(query)[0] == first


def test_simplified_characters_find_traditional_titles():
    put(document(1, "會員積分規則"))
    assert found("会员积分") == [1]


@pytest.mark.parametrize(
    ("query", "first", "meant"),
    [
        ("优惠卷", 3, "优惠券"),
        ("退宽", 1, "退款"),
        ("delivry", 10, "delivery"),
        ("adress", 10, "address"),
        ("修改收货地止", 6, "修改收货地址"),
    ],
)
def test_a_slip_finds_what_was_meant_and_says_so(library, query, first, meant):
    results = search(query)
    assert results.hits[0].subject == first
    assert results.understood.corrected == meant


def test_a_word_that_is_found_is_not_corrected(library):
    assert search("退货").understood.corrected == ""


def test_synonyms_of_the_company_are_found_and_changed(library):
    assert 1 not in found("钱要回来")
    group = synonyms.save(["退款", "钱要回来", "money back"]) or 0
    assert found("钱要回来")[0] == 1
    assert 1 in found("money back")
    assert synonyms.groups()[group] == ["退款", "钱要回来", "money back"]
    synonyms.save(["退款"], group)
    assert 1 not in found("钱要回来")


def test_a_title_comes_before_a_tag_and_a_tag_before_the_text():
    put(document(1, "送货上门", text="也可以申请价保。"))
    put(document(2, "会员权益", keywords="价保"))
    put(document(3, "价保说明"))
    assert found("价保") == [3, 2, 1]


def test_what_is_used_and_recent_comes_first():
    put(document(1, "价保规则"))
    put(document(2, "价保规则", changed_at=NOW - dt.timedelta(days=900)))
    put(document(3, "价保规则"))
    weigh(3, 1.0)
    assert found("价保规则") == [3, 1, 2]


def test_the_reader_s_language_comes_first_and_each_document_once():
    put(document(1, "VIP 退款"))
    put(document(1, "VIP refund", keywords="退款"))
    put(document(2, "VIP refund", keywords="退款"))
    assert [(hit.subject, hit.language) for hit in search("VIP", language="en").hits] == [(1, "en"), (2, "en")]
    assert search("VIP", language="zh-hans").hits[0].language == "zh-hans"


def test_filters_hold_in_every_step(library):
    put(document(11, "退款内部口径", marks=("=staff", "=script")))
    for query in ("退款", "退款口径", "退宽口径", "tknb", "退款 完全无关的词"):
        assert 11 not in found(query, filters=[["=public"]])
    assert found("退款", filters=[["=public", "=staff"], ["=script"]]) == [11]


def test_what_is_changed_or_dropped_is_no_longer_found(library):
    put(document(1, "换货规则"))
    assert 1 not in found("退款")
    assert found("换货")[0] == 1
    drop(1)
    assert found("换货") == []
    assert not SearchEntry.objects.filter(subject_id=1).exists()


def test_documents_are_counted_by_their_words(library):
    def counts() -> dict[str, int]:
        return dict(SearchWord.objects.filter(word__in=["", "退款", "规则"]).values_list("word", "documents"))

    assert counts() == {"": 10, "退款": 1, "规则": 1}
    put(document(1, "换货规则"))
    assert counts() == {"": 10, "退款": 0, "规则": 1}
    drop(1)
    assert counts() == {"": 9, "退款": 0, "规则": 0}


def test_a_word_nobody_writes_any_more_is_no_correction(library):
    drop(3)
    assert SearchSlip.objects.filter(word="优惠券").exists()
    assert search("优惠卷").understood.corrected == ""


def test_the_index_keeps_or_loses_a_change_with_the_transaction(library):
    with pytest.raises(RuntimeError), unit():
        put(document(1, "换货规则"))
        drop(2)
        raise RuntimeError
    assert found("退款规则")[0] == 1
    assert 2 in found("七天无理由")


@pytest.mark.parametrize(
    "query", ["", "   ", "？！", '"', "a OR b)", "' & |", "*", "退款:*", "NEAR(退款)", "😀", "a" * 500]
)
def test_no_query_breaks_the_search(library, query):
    assert isinstance(search(query), Results)


def test_hits_are_marked_in_the_text_as_it_is_written():
    pattern = pattern_for(understand("退款 refunds"))
    assert marked("申請退款，Refunded <b>", pattern) == "申請<mark>退款</mark>，<mark>Refunded</mark> &lt;b&gt;"
    assert marked("運費險", pattern_for(understand("运费险"))) == "<mark>運費險</mark>"


def test_a_long_text_is_shown_where_most_words_stand():
    text = "退款在先。" + "其他事情。" * 100 + "退款到账时间是三天。" + "其他事情。" * 100
    piece = str(marked(text, pattern_for(understand("退款到账时间"))))
    assert "<mark>退款到账时间</mark>" in piece
    assert piece.startswith("…") and piece.endswith("…")
    assert len(piece) < 400
