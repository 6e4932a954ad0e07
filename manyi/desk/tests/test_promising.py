"""Promises in what we write, in both languages."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from manyi.desk.promising import find_promises

NOW = dt.datetime(2026, 11, 25, 14, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A Wednesday."""


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("您好，明天上午10点给您回电。", "11-26 10:00"),
        ("我明天下午三点半再联系您", "11-26 15:30"),
        ("我们今天下班前会回复您，今晚8点左右。", "11-25 20:00"),
        ("后天会给您答复", "11-27 18:00"),
        ("明早给您回复", "11-26 09:00"),
        ("我们会在24小时内回复您", "11-26 14:20"),
        ("两小时内给您回电", "11-25 16:20"),
        ("半小时后给您打电话", "11-25 14:50"),
        ("一个半小时后联系您", "11-25 15:50"),
        ("我们3个工作日内退款", "11-30 18:00"),
        ("下周一我们给您寄出新表带", "11-30 18:00"),
        ("周五上午我们会联系您", "11-27 12:00"),
        ("12月3日前仓库会补发", "12-03 18:00"),
        ("我们将于16:45致电您", "11-25 16:45"),
        ("十五分钟内给您答复", "11-25 14:35"),
        ("I'll call you tomorrow at 10.", "11-26 10:00"),
        ("I’ll call you tomorrow at 3 pm", "11-26 15:00"),
        ("We will get back to you within 2 hours.", "11-25 16:20"),
        ("We'll refund it within three business days.", "11-30 18:00"),
        ("You will hear from us by Friday.", "11-27 18:00"),
        ("We will ship it next Monday morning", "11-30 12:00"),
        ("I will write to you on Dec 3rd at 9:30", "12-03 09:30"),
        ("Our team will call you this afternoon at 4", "11-25 16:00"),
        ("I am going to check and we'll answer by noon tomorrow", "11-26 12:00"),
        ("We'll let you know by the end of the day", "11-25 18:00"),
    ],
)
def test_a_promise_has_its_time(text: str, due: str) -> None:
    found = find_promises(text, NOW)
    assert [one.due_at.strftime("%m-%d %H:%M") for one in found] == [due]


@pytest.mark.parametrize(
    "text",
    [
        "请您明天上午10点再试一次",
        "麻烦您在3天内寄回",
        "您的包裹已于昨天寄出",
        "谢谢您的耐心等待",
        "我们会尽快回复您",
        "如果明天还没收到，我们再查",
        "Please call us tomorrow at 10",
        "If you return it within 7 days we will refund it",
        "The parcel arrived yesterday",
        "We will look into it",
        "I'll call you at 25",
        "",
    ],
)
def test_what_is_no_promise_is_none(text: str) -> None:
    assert find_promises(text, NOW) == []


def test_each_sentence_has_its_own_promise() -> None:
    text = "明天上午10点给您回电。我们3个工作日内退款。"
    assert [one.text for one in find_promises(text, NOW)] == ["明天上午10点给您回电", "我们3个工作日内退款"]


def test_times_that_have_passed_promise_nothing() -> None:
    assert find_promises("我们会在今天上午9点联系您", NOW) == []
