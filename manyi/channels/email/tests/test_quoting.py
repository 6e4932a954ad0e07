"""New words, history and signature are told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyi.channels.email.quoting import split_reply

HISTORY = [
    "On Mon, 16 Nov 2026 at 10:00, Support <kefu@xingyao.example> wrote:\n> hello",
    "On 2026-11-16 10:00, Support wrote:\n\nhello",
    "在 2026年11月16日，上午10:00，客服 <kefu@xingyao.example> 写道：\n\n您好",
    "2026年11月16日 下午3:12，客服 <kefu@xingyao.example> 写道：\n> 您好",
    "客服 <kefu@xingyao.example> 于2026年11月16日周一 15:12写道：\n\n> 您好",
    "-----Original Message-----\nhello",
    "----- 原始邮件 -----\n您好",
    "------------------ 原始邮件 ------------------\n您好",
    "-----邮件原件-----\n您好",
    "---- 回复的原邮件 ----\n| 发件人 | 客服 |\n您好",
    "From: Support\nSent: Monday\nTo: me\nSubject: x\n\nhello",
    "*From:* Support\n*Date:* Monday\n*To:* me\n\nhello",
    "发件人： 客服\n日期： 2026-11-16\n收件人： 我\n主题： 问题\n\n您好",
    "寄件者: 客服\n寄件日期: 2026年11月16日\n收件者: 我\n主旨: 問題\n\n您好",
    "差出人: サポート\n送信日時: 2026年11月16日\n宛先: 私\n件名: 件\n\nこんにちは",
    "Le lun. 16 nov. 2026 à 10:00, Support <kefu@xingyao.example> a écrit :\n> bonjour",
    "Am Mo., 16. Nov. 2026 um 10:00 Uhr schrieb Support <kefu@xingyao.example>:\n> hallo",
    "El lun, 16 nov 2026 a las 10:00, Support (<kefu@xingyao.example>) escribió:\n> hola",
    "пн, 16 нояб. 2026 г. в 10:00, Support <kefu@xingyao.example> пишет:\n> привет",
]


@pytest.mark.parametrize("history", HISTORY)
def test_history_of_every_kind_is_folded(history: str) -> None:
    split = split_reply(f"My answer.\n\n{history}")
    assert split.new == "My answer."
    assert split.quoted == history


@pytest.mark.parametrize("history", HISTORY)
def test_a_forward_keeps_what_it_carries(history: str) -> None:
    assert split_reply(f"See below.\n\n{history}", forwarded=True).quoted == ""


@pytest.mark.parametrize(
    "text",
    [
        "From: Shanghai\nTo: Beijing\nplease ship it there",
        "寄件人：张三\n收件人：李四\n电话：13800000000\n地址：成都",
        "说明书写道：\n请勿进水。",
        "The label wrote:\nmade in China",
        "On reflection I would like to keep them.\nThanks",
        "a > b\nc < d",
        "日期：11月20日\n商品：耳机\n数量：2",
    ],
)
def test_ordinary_words_are_no_history(text: str) -> None:
    assert split_reply(text) == (text, "", "")


@pytest.mark.parametrize(
    "line",
    [
        "发自我的 iPhone",
        "发自我的华为手机",
        "發自我的 iPhone",
        "Sent from my iPhone",
        "Get Outlook for iOS",
        "获取 Outlook for Android",
        "来自QQ邮箱手机版",
        "iPhoneから送信",
    ],
)
def test_device_lines_are_signatures_only_at_the_end(line: str) -> None:
    assert split_reply(f"好的\n\n{line}") == ("好的", "", line)
    assert split_reply(f"{line}\n\n但是还有问题") == (f"{line}\n\n但是还有问题", "", "")


def test_a_rule_with_a_question_below_is_no_signature() -> None:
    text = "第一个问题\n--------------------\n第二个问题：保修多久？"
    assert split_reply(text).new == text


def test_only_history_leaves_nothing_new() -> None:
    split = split_reply("> 您好\n> 请提供订单号")
    assert split == ("", "> 您好\n> 请提供订单号", "")


@given(st.text(alphabet="ab >\n-:：@写道发件人原始邮件On wrote12", max_size=200), st.booleans())
def test_nothing_that_was_said_gets_lost(text: str, forwarded: bool) -> None:
    kept = "".join(split_reply(text, forwarded=forwarded))
    for character in "ab@写道发件人12":
        assert kept.count(character) == text.count(character)
