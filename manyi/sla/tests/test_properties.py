"""What holds for every calendar and every time."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manyi.sla.business_time import Calendar, Day, Span, add, between, explain, subtract, tidy
from manyi.sla.clock import NEVER, Measure, next_threshold, thresholds

ZONES = ("UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")
FIRST = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
moments = st.integers(0, 3 * 365 * 86_400 * 10).map(lambda tenths: FIRST + dt.timedelta(milliseconds=tenths * 100))
lengths = st.integers(1, 80 * 3600 * 10).map(lambda tenths: dt.timedelta(milliseconds=tenths * 100))
spans = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(1, 1440)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=4
).map(tidy)
weeks = st.lists(spans, min_size=7, max_size=7).filter(lambda week: sum(map(_minutes, week)) >= 300)
days = st.dictionaries(
    st.integers(0, 1200).map(lambda day: dt.date(2025, 1, 1) + dt.timedelta(days=day)), spans.map(Day), max_size=12
)
calendars = st.builds(lambda zone, week, extra: Calendar(zone, tuple(week), extra), st.sampled_from(ZONES), weeks, days)


def _minutes(found: tuple[Span, ...]) -> int:
    return sum(end - start for start, end in found)


@given(calendars, moments, lengths)
@settings(max_examples=40, deadline=None)
def test_counting_undoes_adding(calendar: Calendar, start: dt.datetime, length: dt.timedelta) -> None:
    assert between(calendar, start, add(calendar, start, length)) == length


@given(calendars, moments, lengths)
@settings(max_examples=40, deadline=None)
def test_adding_undoes_subtracting(calendar: Calendar, end: dt.datetime, length: dt.timedelta) -> None:
    start = subtract(calendar, end, length)
    assert between(calendar, start, end) == length
    due = add(calendar, start, length)
    assert due <= end
    assert between(calendar, due, end) == dt.timedelta()


@given(calendars, moments, lengths, lengths)
@settings(max_examples=40, deadline=None)
def test_more_work_and_a_later_start_are_never_due_sooner(
    calendar: Calendar, start: dt.datetime, length: dt.timedelta, more: dt.timedelta
) -> None:
    assert add(calendar, start, length) < add(calendar, start, length + more)
    assert add(calendar, start, length) <= add(calendar, start + more, length)


@given(calendars, moments, lengths, lengths)
@settings(max_examples=40, deadline=None)
def test_work_in_two_parts_is_the_work(
    calendar: Calendar, start: dt.datetime, one: dt.timedelta, other: dt.timedelta
) -> None:
    assert add(calendar, add(calendar, start, one), other) == add(calendar, start, one + other)


@given(calendars, moments, moments, moments)
@settings(max_examples=40, deadline=None)
def test_time_adds_up_over_any_split(calendar: Calendar, a: dt.datetime, b: dt.datetime, c: dt.datetime) -> None:
    a, b, c = sorted((a, b, c))
    assert between(calendar, a, b) + between(calendar, b, c) == between(calendar, a, c)


@given(calendars, moments, lengths)
@settings(max_examples=30, deadline=None)
def test_explaining_covers_the_time_and_adds_up(calendar: Calendar, start: dt.datetime, length: dt.timedelta) -> None:
    pieces = explain(calendar, start, start + length)
    assert (pieces[0].start, pieces[-1].end) == (start, start + length)
    assert all(one.end == other.start for one, other in itertools.pairwise(pieces))
    worked = sum((piece.end - piece.start for piece in pieces if piece.is_open), dt.timedelta())
    assert worked == between(calendar, start, start + length)


@pytest.fixture
def elsewhere() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "America/St_Johns"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def test_the_zone_of_the_server_does_not_matter(elsewhere: None) -> None:
    office = Calendar("Asia/Shanghai", (((540, 1080),),) * 7)
    start = dt.datetime(2026, 11, 2, 1, tzinfo=dt.UTC)
    assert add(office, start, dt.timedelta(hours=10)) == dt.datetime(2026, 11, 3, 2, tzinfo=dt.UTC)


@given(calendars, moments, lengths, st.lists(lengths, min_size=2, max_size=6))
@settings(max_examples=40, deadline=None)
def test_a_clock_that_was_paused_has_the_working_time_left_that_it_had(
    calendar: Calendar, start: dt.datetime, target: dt.timedelta, waits: list[dt.timedelta]
) -> None:
    clock = Measure(calendar, max(1, int(target.total_seconds())), 0, start)
    at, ran = start, dt.timedelta()
    for place, wait in enumerate(waits):
        if place % 2:
            clock = clock.resumed(at + wait)
        else:
            ran += between(calendar, at, at + wait)
            clock = clock.paused(at + wait)
            assert clock.due == NEVER
        at += wait
    assert clock.used == ran // dt.timedelta(microseconds=1)
    if clock.since is not None and clock.used < clock.target * 1_000_000:
        assert clock.due > at


@given(st.integers(0, 100_000), st.lists(st.integers(-5, 120), max_size=5), st.lists(st.integers(0, 9999), max_size=4))
@settings(max_examples=40, deadline=None)
def test_everything_happens_to_a_clock_once_and_in_order(target: int, shares: list[int], delays: list[int]) -> None:
    found = thresholds(target, shares, sorted(delays))
    warned, breached, escalated, happened = 0, False, 0, []
    while (coming := next_threshold(found, warned=warned, is_breached=breached, escalated=escalated)) is not None:
        happened.append(coming)
        warned = coming.place if coming.happening == "warned" else warned
        breached = breached or coming.happening == "breached"
        escalated += coming.happening == "escalated"
    assert [each.used for each in happened] == sorted(each.used for each in happened)
    assert len(happened) == len({share for share in shares if 0 < share < 100}) + 1 + len(delays)
