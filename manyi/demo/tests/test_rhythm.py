"""Working time and promotions."""

from datetime import date, datetime, timedelta
from random import Random

import pytest

from manyi.demo import rhythm


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=rhythm.ZONE)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        (at(3, 10), 60, at(3, 11)),
        (at(3, 20, 30), 60, at(4, 9, 30)),
        (at(3, 23), 30, at(4, 9, 30)),
        (at(3, 2), 30, at(3, 9, 30)),
        (at(3, 9), 13 * 60, at(4, 10)),
    ],
)
def test_minutes_count_between_nine_and_nine(start: datetime, minutes: int, end: datetime) -> None:
    assert rhythm.add_working(start, minutes) == end


@pytest.mark.parametrize("channel", rhythm.FIRST_RESPONSE)
@pytest.mark.parametrize("breached", [True, False])
def test_first_answers_are_late_exactly_when_told(channel: str, breached: bool) -> None:
    rng = Random(1)
    for hour in range(24):
        for _ in range(40):
            wait = rhythm.first_answer(rng, channel, at(3, hour, 17), breached=breached) - at(3, hour, 17)
            assert (wait > rhythm.FIRST_RESPONSE[channel]) == breached


def test_a_promotion_is_felt_from_its_eve_for_nine_days() -> None:
    felt = [day for day in range(1, 31) if rhythm.promotion(date(2026, 11, day))]
    assert felt == list(range(10, 20))


def test_people_talk_of_the_next_promotion() -> None:
    assert rhythm.next_promotion(date(2026, 10, 1)) == "双十一"
    assert rhythm.next_promotion(date(2026, 12, 20)) == "年货节"


def test_customers_sleep_at_night() -> None:
    assert rhythm.awake(at(3, 3), Random(1)) > at(3, 7)
    assert rhythm.awake(at(3, 12), Random(1)) == at(3, 12)
    assert rhythm.awake(at(3, 3), Random(1)) - at(3, 3) < timedelta(hours=8)
