"""Named cases of business time: what a calendar says is due."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest

from manyi.sla import statutory
from manyi.sla.business_time import (
    Calendar,
    Day,
    NeverOpen,
    add,
    always,
    between,
    explain,
    is_open,
    parse_spans,
    subtract,
    tidy,
    write_spans,
)

LUNCH = ((540, 720), (780, 1080))
PLAIN = ((540, 1080),)
NIGHT = ((1320, 1800),)


def swapped() -> dict[dt.date, Day]:
    """The statutory days of 2026."""
    found = statutory.china(2026)
    closed = {date: Day((), names["zh-hans"]) for date, names in found.days_off.items()}
    return closed | {date: Day(LUNCH, names["zh-hans"]) for date, names in found.working_days.items()}


CALENDARS = {
    "office": Calendar("Asia/Shanghai", (LUNCH,) * 5 + ((), ())),
    "china": Calendar("Asia/Shanghai", (LUNCH,) * 5 + ((), ()), swapped()),
    "night": Calendar("Asia/Shanghai", (NIGHT,) * 7),
    "always": always("Asia/Shanghai"),
    "berlin": Calendar("Europe/Berlin", (((0, 1440),),) * 7),
    "berlin office": Calendar("Europe/Berlin", (PLAIN,) * 5 + ((), ())),
    "new york": Calendar("America/New_York", (((0, 300),),) * 7),
    "split": Calendar("Asia/Shanghai", (((480, 540), (600, 660), (720, 780), (1380, 1500)),) * 7),
    "holiday night": Calendar("Asia/Shanghai", (NIGHT,) * 7, {dt.date(2026, 11, 4): Day()}),
    "half day": Calendar("Asia/Shanghai", (LUNCH,) * 5 + ((), ()), {dt.date(2026, 11, 4): Day(((540, 720),))}),
    "sunday": Calendar("Asia/Shanghai", ((),) * 6 + (PLAIN,)),
    "kathmandu": Calendar("Asia/Kathmandu", (PLAIN,) * 7),
}

# Name, calendar, start (local), hours of working time, due (local).
DUE = [
    ("inside a morning", "office", "2026-11-02 09:00", 2, "2026-11-02 11:00"),
    ("to the end of the morning", "office", "2026-11-02 09:00", 3, "2026-11-02 12:00"),
    ("over lunch", "office", "2026-11-02 11:00", 2, "2026-11-02 14:00"),
    ("asked during lunch", "office", "2026-11-02 12:30", 1, "2026-11-02 14:00"),
    ("a whole day", "office", "2026-11-02 09:00", 8, "2026-11-02 18:00"),
    ("over night", "office", "2026-11-02 17:00", 2, "2026-11-03 10:00"),
    ("asked before work", "office", "2026-11-02 06:00", 1, "2026-11-02 10:00"),
    ("asked after work", "office", "2026-11-02 20:00", 1, "2026-11-03 10:00"),
    ("asked at the second work ends", "office", "2026-11-02 18:00", 1, "2026-11-03 10:00"),
    ("over the weekend", "office", "2026-11-06 17:00", 2, "2026-11-09 10:00"),
    ("asked on Saturday", "office", "2026-11-07 12:00", 4, "2026-11-09 14:00"),
    ("asked on Sunday night", "office", "2026-11-08 23:59", 8, "2026-11-09 18:00"),
    ("two weeks of work", "office", "2026-11-02 09:00", 80, "2026-11-13 18:00"),
    ("a month of work", "office", "2026-11-02 09:00", 160, "2026-11-27 18:00"),
    ("half an hour", "office", "2026-11-02 11:45", 0.5, "2026-11-02 13:15"),
    ("nothing to do is due at once", "office", "2026-11-07 12:00", 0, "2026-11-07 12:00"),
    ("one second on Friday evening", "office", "2026-11-06 18:00", 1 / 3600, "2026-11-09 09:00:01"),
    ("before 国庆", "china", "2026-09-30 17:00", 2, "2026-10-08 10:00"),
    ("during 国庆", "china", "2026-10-03 12:00", 1, "2026-10-08 10:00"),
    ("国庆 and the Saturday worked for it", "china", "2026-10-09 17:00", 2, "2026-10-10 10:00"),
    ("the Sunday worked before 国庆", "china", "2026-09-18 17:00", 2, "2026-09-20 10:00"),
    ("after the worked Saturday comes a Sunday", "china", "2026-10-10 17:00", 2, "2026-10-12 10:00"),
    ("中秋", "china", "2026-09-24 17:00", 2, "2026-09-28 10:00"),
    ("春节", "china", "2026-02-14 17:00", 2, "2026-02-24 10:00"),
    ("the Saturday worked before 春节", "china", "2026-02-13 17:00", 2, "2026-02-14 10:00"),
    ("the Saturday worked after 春节", "china", "2026-02-27 17:00", 2, "2026-02-28 10:00"),
    ("元旦 with its swapped Sunday", "china", "2025-12-31 17:00", 2, "2026-01-04 10:00"),
    ("清明", "china", "2026-04-03 17:00", 2, "2026-04-07 10:00"),
    ("劳动节", "china", "2026-04-30 17:00", 2, "2026-05-06 10:00"),
    ("the Saturday worked after 劳动节", "china", "2026-05-08 17:00", 2, "2026-05-09 10:00"),
    ("端午", "china", "2026-06-18 17:00", 2, "2026-06-22 10:00"),
    ("a week without holidays is as ever", "china", "2026-11-06 17:00", 2, "2026-11-09 10:00"),
    ("a day named as half", "half day", "2026-11-04 11:00", 2, "2026-11-05 10:00"),
    ("night shift", "night", "2026-11-02 22:00", 8, "2026-11-03 06:00"),
    ("night shift over midnight", "night", "2026-11-02 23:00", 2, "2026-11-03 01:00"),
    ("asked after midnight", "night", "2026-11-03 02:00", 1, "2026-11-03 03:00"),
    ("asked by day of a night shift", "night", "2026-11-03 12:00", 1, "2026-11-03 23:00"),
    ("the night before a closed day runs to its end", "holiday night", "2026-11-03 23:00", 7, "2026-11-04 06:00"),
    ("a closed day has no night of its own", "holiday night", "2026-11-04 12:00", 1, "2026-11-05 23:00"),
    ("round the clock", "always", "2026-11-02 09:00", 24, "2026-11-03 09:00"),
    ("round the clock over New Year", "always", "2026-12-31 23:00", 2, "2027-01-01 01:00"),
    ("round the clock for a year", "always", "2026-01-01 00:00", 8760, "2027-01-01 00:00"),
    ("over the leap day", "always", "2028-02-28 12:00", 48, "2028-03-01 12:00"),
    ("working on the leap day", "office", "2028-02-28 17:00", 2, "2028-02-29 10:00"),
    ("no leap day in 2027", "office", "2027-02-26 17:00", 2, "2027-03-01 10:00"),
    ("no leap day in 2100", "always", "2100-02-28 12:00", 24, "2100-03-01 12:00"),
    ("clocks go forward in Berlin", "berlin", "2026-03-28 12:00", 24, "2026-03-29 13:00"),
    ("clocks go back in Berlin", "berlin", "2026-10-24 12:00", 24, "2026-10-25 11:00"),
    ("an office does not notice that clocks go forward", "berlin office", "2026-03-27 17:00", 2, "2026-03-30 10:00"),
    ("an office does not notice that clocks go back", "berlin office", "2026-10-23 17:00", 2, "2026-10-26 10:00"),
    ("a night from which an hour is missing", "new york", "2026-03-08 00:00", 4, "2026-03-08 05:00"),
    ("a night with an hour twice", "new york", "2026-11-01 00:00", 6, "2026-11-01 05:00"),
    ("a zone of three quarters of an hour", "kathmandu", "2026-11-02 17:30", 1, "2026-11-03 09:30"),
    ("four short spans a day", "split", "2026-11-02 08:00", 4, "2026-11-03 00:00"),
    ("between short spans", "split", "2026-11-02 09:30", 2, "2026-11-02 13:00"),
    ("a span that ends past midnight", "split", "2026-11-02 23:30", 1, "2026-11-03 00:30"),
    ("only on Sundays", "sunday", "2026-11-02 09:00", 10, "2026-11-15 10:00"),
    ("a year of Sundays", "sunday", "2026-11-02 09:00", 9 * 52, "2027-10-31 18:00"),
]


def local(text: str, calendar: Calendar) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(calendar.zone))


@pytest.mark.parametrize(
    ("calendar", "start", "hours", "due"), [case[1:] for case in DUE], ids=[case[0] for case in DUE]
)
def test_due(calendar: str, start: str, hours: float, due: str) -> None:
    found = CALENDARS[calendar]
    assert add(found, local(start, found), dt.timedelta(hours=hours)) == local(due, found)


# Name, calendar, from, to, hours worked between.
WORKED = [
    ("a working day", "office", "2026-11-02 00:00", "2026-11-03 00:00", 8),
    ("lunch alone", "office", "2026-11-02 12:00", "2026-11-02 13:00", 0),
    ("a weekend", "office", "2026-11-06 18:00", "2026-11-09 09:00", 0),
    ("backwards is nothing", "office", "2026-11-03 00:00", "2026-11-02 00:00", 0),
    ("the week of 国庆", "china", "2026-09-28 00:00", "2026-10-05 00:00", 24),
    ("the week after 国庆 has a Saturday", "china", "2026-10-05 00:00", "2026-10-12 00:00", 24),
    ("a month that waits", "office", "2026-11-01 00:00", "2026-12-01 00:00", 168),
    ("the day clocks go forward", "berlin", "2026-03-29 00:00", "2026-03-30 00:00", 23),
    ("the day clocks go back", "berlin", "2026-10-25 00:00", "2026-10-26 00:00", 25),
    ("a leap year", "always", "2028-01-01 00:00", "2029-01-01 00:00", 366 * 24),
]


@pytest.mark.parametrize(
    ("calendar", "start", "end", "hours"), [case[1:] for case in WORKED], ids=[case[0] for case in WORKED]
)
def test_worked(calendar: str, start: str, end: str, hours: float) -> None:
    found = CALENDARS[calendar]
    assert between(found, local(start, found), local(end, found)) == dt.timedelta(hours=hours)


def test_a_calendar_that_never_opens_is_never_due() -> None:
    closed = Calendar("UTC", ((),) * 7)
    with pytest.raises(NeverOpen):
        add(closed, dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.timedelta(seconds=1))
    with pytest.raises(NeverOpen):
        subtract(closed, dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.timedelta(seconds=1))


def test_a_time_is_open_from_its_first_to_before_its_last_moment() -> None:
    office = CALENDARS["office"]
    assert is_open(office, local("2026-11-02 09:00", office))
    assert not is_open(office, local("2026-11-02 12:00", office))
    assert not is_open(office, local("2026-11-07 10:00", office))


def test_explaining_names_the_holiday_that_closed() -> None:
    china = CALENDARS["china"]
    pieces = explain(china, local("2026-09-30 17:00", china), local("2026-10-08 10:00", china))
    assert next(piece.is_open for piece in pieces) is True
    assert {piece.day.name for piece in pieces if piece.day} >= {"国庆节"}
    assert pieces[0].start == local("2026-09-30 17:00", china)
    assert pieces[-1].end == local("2026-10-08 10:00", china)


def test_a_weekend_inside_a_holiday_belongs_to_it() -> None:
    assert dt.date(2026, 10, 4) in statutory.china(2026).days_off


def test_years_that_are_not_announced_have_no_swapped_days() -> None:
    found = statutory.china(2029)
    assert found.is_provisional
    assert not found.working_days
    assert dt.date(2029, 10, 1) in found.days_off


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("9-12", "9"),
        ("09:00", ""),
        ("25:00-26:00", "25:00"),
        ("09:60-10:00", "09:60"),
        ("a-b", "a"),
        ("09:00-10:00-11:00", "10:00-11:00"),
    ],
)
def test_spans_that_cannot_be_read_say_where(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(wrong)}$"):
        parse_spans(text)


def test_spans_read_as_they_are_written() -> None:
    for text in ("09:00-12:00, 13:00-18:00", "22:00-06:00", "00:00-24:00", ""):
        assert write_spans(parse_spans(text)) == text
    assert parse_spans("9:00-12:00，13:00–18:00") == LUNCH


def test_spans_that_touch_become_one() -> None:
    assert tidy([(600, 720), (540, 600)]) == ((540, 720),)
