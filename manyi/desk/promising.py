"""Promises found in what we write to customers: "I'll call you tomorrow at 10", "明天上午10点给您回电". Pure.

A small grammar of both languages instead of a library: the kept date parsers take dates out of any sentence, here only
sentences in which *we* will do something count, and a wrong guess costs the colleague a click.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_WAIT = dt.timedelta(days=120)
END_OF_DAY = 18
_SENTENCES = re.compile(r"[^。！？!?；;\n]+")
_CN_DIGITS = {digit: place for place, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_N = r"(\d{1,3}|[零〇一二两三四五六七八九十]{1,3}|半)"

_WE_WILL_ZH = re.compile(
    r"(?:给|跟|向|与|和)?(?:您|你).{0,6}(?:回电|回复|答复|回话|联系|致电|打电话|通知|告知|反馈|处理|解决|寄出|发出|发送|退款)"
    r"|(?:我|我们|这边|客服|同事|仓库|物流|工程师|财务).{0,24}"
    r"(?:回电|回复|答复|联系|致电|通知|告知|反馈|处理|解决|寄出|发出|发货|补发|补寄|退款|退回|到账|上门|完成|安排)"
    r"|(?:回电|回复|答复|反馈|联系)(?:给)?(?:您|你)"
)
_NOT_OURS_ZH = re.compile(
    r"^(?:请|麻烦|烦请)(?:您|你)|(?:请|麻烦|烦请)(?:您|你)?(?:在|于)|如果|若您|已经|已于|昨天|上次"
)
_WE_WILL_EN = re.compile(
    r"\b(?:i|we|our (?:team|colleagues?|warehouse|engineers?))"
    r"\s*(?:'ll|’ll|\s+will|\s+shall|\s+are going to|\s+am going to)\b"
    r"|\byou(?:'ll|’ll|\s+will) (?:hear|get|receive|have)\b",
    re.IGNORECASE,
)
_NOT_OURS_EN = re.compile(r"^\s*(?:please|could you|can you)\b|\bif you\b", re.IGNORECASE)

_DAYS_ZH = {"今天": 0, "今日": 0, "今晚": 0, "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "后天": 2, "大后天": 3}
_DAY_ZH = re.compile(r"大后天|后天|明天|明日|明早|明晚|今天|今日|今晚")
_WEEKDAY_ZH = re.compile(r"(下下|下|本|这)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])")
_DATE_ZH = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]")
_WITHIN_ZH = re.compile(_N + r"\s*个?(半)?(分钟|小时|工作日|天|周|星期)(?:之?内|以?内|后|之后|以后)")
_TIME_ZH = re.compile(
    r"(凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|明早|明晚|今晚)?\s*"
    r"(?:(\d{1,2})[:：](\d{2})|" + _N + r"\s*(?:点钟?|时)(?:(半)|(\d{1,2})分?)?)"
)
_PART_ZH = {
    "凌晨": 5,
    "早上": 9,
    "早晨": 9,
    "上午": 12,
    "中午": 13,
    "下午": 18,
    "傍晚": 19,
    "晚上": 21,
    "明早": 9,
    "明晚": 21,
    "今晚": 21,
}
_LATE_ZH = {"下午", "傍晚", "晚上", "明晚", "今晚"}

_DAYS_EN = re.compile(r"\b(today|tonight|tomorrow|the day after tomorrow)\b", re.IGNORECASE)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_EN = re.compile(r"\b(next |this |on |by )?(" + "|".join(_WEEKDAYS) + r")\b", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "(" + "|".join(_MONTHS) + r")[a-z]*\.?"
_DATE_EN = re.compile(
    rf"\b(?:{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?|(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH})\b", re.IGNORECASE
)
_WITHIN_EN = re.compile(
    r"\b(?:with)?in\s+(?:the next\s+)?(\d{1,3}|an?|one|two|three|four|five|half an)\s+"
    r"(business |working )?(minute|hour|day|week)s?\b",
    re.IGNORECASE,
)
_NUMBERS_EN = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_TIME_EN = re.compile(
    r"\b(?:at|by|before|around)\s+(\d{1,2})(?::(\d{2}))?\s*(a\.?m\.?|p\.?m\.?|o'clock)?|\b(noon|midday)\b",
    re.IGNORECASE,
)
_PART_EN = re.compile(r"\b(morning|afternoon|evening|tonight|end of (?:the )?day)\b", re.IGNORECASE)
_PARTS_EN = {"morning": 12, "afternoon": 18, "evening": 21, "tonight": 21}

MAYBE = re.compile(r"[点内后天周号日时早晚]|\d[:：]\d|\b(?:will|shall|going)\b|['’]ll", re.IGNORECASE)
"""What a text must hold to have a promise in it; looking for that is quicker than reading every sentence."""


@dataclass(frozen=True, slots=True)
class Found:
    """A promise in a text: the sentence, and by when; at most one a sentence."""

    text: str
    due_at: dt.datetime


def find_promises(text: str, now: dt.datetime) -> list[Found]:
    """What we promise in this text, with times in the zone of ``now``; only what is still to come."""
    if not MAYBE.search(text):
        return []
    found = []
    for sentence in _sentences(text):
        due = _due(sentence, now) if _is_promise(sentence) else None
        if due is not None and now < due <= now + LONGEST_WAIT:
            found.append(Found(sentence[:300], due))
    return found


def _sentences(text: str) -> Iterator[str]:
    for hit in _SENTENCES.finditer(text):
        # An English full stop ends a sentence where a space follows; elsewhere it may stand in a number or "p.m.".
        yield from (part.strip() for part in re.split(r"(?<=[a-z]{2})\.\s+(?=[A-Z])", hit.group()) if part.strip())


def _is_promise(sentence: str) -> bool:
    if _WE_WILL_ZH.search(sentence):
        return not _NOT_OURS_ZH.search(sentence)
    return bool(_WE_WILL_EN.search(sentence)) and not _NOT_OURS_EN.search(sentence)


def _due(sentence: str, now: dt.datetime) -> dt.datetime | None:
    within = _within(sentence, now)
    if within is not None:
        return within
    day = _day(sentence, now)
    time = _time(sentence)
    if day is None and time is None:
        return None
    hour, minute = time or (END_OF_DAY, 0)
    base = day if day is not None else now.date()
    due = dt.datetime.combine(base, dt.time(hour, minute), now.tzinfo)
    if day is None and due <= now and hour < 12:
        due += dt.timedelta(hours=12)
    return due


def _number(word: str) -> float:
    if word.isdecimal():
        return int(word)
    if word == "半":
        return 0.5
    if "十" in word:
        tens, _ten, ones = word.partition("十")
        return (_CN_DIGITS.get(tens, 1) if tens else 1) * 10 + (_CN_DIGITS.get(ones, 0) if ones else 0)
    return _CN_DIGITS.get(word, 0)


def _within(sentence: str, now: dt.datetime) -> dt.datetime | None:
    if found := _WITHIN_ZH.search(sentence):
        number = _number(found[1]) + (0.5 if found[2] else 0)
        return _after(now, number, found[3])
    if found := _WITHIN_EN.search(sentence):
        word = found[1].lower()
        number = 0.5 if word == "half an" else _NUMBERS_EN.get(word) or int(word)
        return _after(now, number, ("working " if found[2] else "") + found[3].lower())
    return None


def _after(now: dt.datetime, number: float, unit: str) -> dt.datetime:
    if unit in ("分钟", "minute"):
        return now + dt.timedelta(minutes=number)
    if unit in ("小时", "hour", "working hour"):
        return now + dt.timedelta(hours=number)
    if unit in ("周", "星期", "week"):
        return now + dt.timedelta(weeks=number)
    if unit in ("工作日", "working day"):
        return _working_days(now, int(number))
    return now + dt.timedelta(days=number)


def _working_days(now: dt.datetime, number: int) -> dt.datetime:
    """Weekdays only; public holidays are the calendar's matter, and whoever confirms sees the date."""
    day = now
    while number > 0:
        day += dt.timedelta(days=1)
        number -= day.weekday() < 5
    return day.replace(hour=END_OF_DAY, minute=0, second=0, microsecond=0)


def _day(sentence: str, now: dt.datetime) -> dt.date | None:
    today = now.date()
    if found := _DAY_ZH.search(sentence):
        return today + dt.timedelta(days=_DAYS_ZH[found[0]])
    if found := _DATE_ZH.search(sentence):
        return _date(today, int(found[2]), int(found[3]), int(found[1]) if found[1] else None)
    if found := _WEEKDAY_ZH.search(sentence):
        weeks = {"下": 1, "下下": 2}.get(found[1] or "", 0)
        return _weekday(today, "一二三四五六日".find(found[2].replace("天", "日")), weeks, firm=bool(found[1]))
    if found := _DAYS_EN.search(sentence):
        return today + dt.timedelta(days={"tomorrow": 1, "the day after tomorrow": 2}.get(found[1].lower(), 0))
    if found := _DATE_EN.search(sentence):
        month = _MONTHS.index((found[1] or found[4])[:3].lower()) + 1
        return _date(today, month, int(found[2] or found[3]), None)
    if found := _WEEKDAY_EN.search(sentence):
        is_next = (found[1] or "").strip().lower() == "next"
        return _weekday(today, _WEEKDAYS.index(found[2].lower()), int(is_next), firm=is_next)
    return None


def _date(today: dt.date, month: int, day: int, year: int | None) -> dt.date | None:
    try:
        found = dt.date(year or today.year, month, day)
    except ValueError:
        return None
    return found.replace(year=found.year + 1) if year is None and found < today and (month, day) != (2, 29) else found


def _weekday(today: dt.date, weekday: int, weeks: int, *, firm: bool) -> dt.date:
    """``weeks`` after this one; a day without such a word is the next that comes."""
    if firm:
        return today + dt.timedelta(days=weekday - today.weekday(), weeks=weeks)
    return today + dt.timedelta(days=(weekday - today.weekday()) % 7)


def _time(sentence: str) -> tuple[int, int] | None:
    return _time_zh(sentence) or _time_en(sentence)


def _time_zh(sentence: str) -> tuple[int, int] | None:
    part = next((word for word in _PART_ZH if word in sentence), "")
    if found := _TIME_ZH.search(sentence):
        hour = int(found[2]) if found[2] else int(_number(found[4]))
        minute = int(found[3] or found[6] or (30 if found[5] else 0))
        if hour < 12 and ((found[1] or part) in _LATE_ZH or ((found[1] or part) == "中午" and hour < 3)):
            hour += 12
        return _clock(hour, minute)
    return (_PART_ZH[part], 0) if part else None


def _time_en(sentence: str) -> tuple[int, int] | None:
    part = _PART_EN.search(sentence)
    if found := _TIME_EN.search(sentence):
        if found[4]:
            return (12, 0)
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()[:1]
        late = half == "p" or (half != "a" and part is not None and part[1].lower() in ("afternoon", "evening"))
        hour = hour % 12 + 12 if late and hour <= 12 else (hour % 12 if half == "a" else hour)
        return _clock(hour, minute)
    return (_PARTS_EN.get(part[1].lower(), END_OF_DAY), 0) if part else None


def _clock(hour: int, minute: int) -> tuple[int, int] | None:
    return (hour, minute) if hour < 24 and minute < 60 else None
