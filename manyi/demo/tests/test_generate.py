"""The sample company has the size, the shares and the rhythm it promises."""

import time
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest

from manyi.demo import rhythm
from manyi.demo.generate import CHANNELS, generate
from manyi.demo.outcomes import UNFINISHED
from manyi.demo.tests.sample import UNTIL, company, small


def shares(values: Iterable[str]) -> dict[str, float]:
    counted = Counter(values)
    return {key: number / counted.total() for key, number in counted.items()}


def test_the_same_seed_gives_the_same_company() -> None:
    again = generate(3, customers=200, tickets=600, until=UNTIL)
    assert again == small(3)


def test_another_seed_gives_another_company() -> None:
    assert small(3).tickets != small(4).tickets


def test_a_naive_end_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        generate(until=datetime(2026, 11, 22))


def test_it_is_made_within_four_seconds() -> None:
    started = time.process_time()
    generate(seed=11, until=UNTIL)
    assert time.process_time() - started < 4


def test_it_has_the_promised_size() -> None:
    made = company()
    assert (len(made.customers), len(made.tickets), len(made.enterprises)) == (2000, 6000, 60)
    assert UNTIL - timedelta(days=120) <= made.tickets[0].created_at
    assert made.tickets[-1].created_at < UNTIL


def test_channels_types_and_languages_have_their_shares() -> None:
    tickets = company().tickets
    for channel, share in shares(each.channel for each in tickets).items():
        assert share == pytest.approx(CHANNELS[channel], abs=0.01)
    roots = shares(each.type.split(".")[0] for each in tickets)
    assert roots["enquiry"] == pytest.approx(0.45, abs=0.01)
    assert roots["after_sale"] == pytest.approx(0.35, abs=0.01)
    assert roots["complaint"] == pytest.approx(0.20, abs=0.01)
    assert 0 < roots["suggestion"] < 0.03
    assert shares(each.language for each in tickets)["en"] == pytest.approx(0.15, abs=0.01)


@pytest.mark.parametrize("hour", [1, 15])
def test_between_180_and_260_tickets_are_unfinished_at_any_hour(hour: int) -> None:
    made = generate(seed=5, until=datetime(2026, 5, 20, hour, tzinfo=rhythm.ZONE))
    assert 180 <= sum(each.status in UNFINISHED for each in made.tickets) <= 260


def test_every_state_occurs() -> None:
    states = {each.status for each in company().tickets}
    assert states == {"new", "open", "pending", "on_hold", "resolved", "closed"}


def test_about_three_percent_of_first_answers_come_late() -> None:
    tickets = company().tickets
    assert 0.02 < sum(each.breached for each in tickets) / len(tickets) < 0.04


def test_ratings_are_given_as_often_and_as_well_as_promised() -> None:
    closed = [each for each in company().tickets if each.status == "closed"]
    rated = [each.rating for each in closed if each.rating]
    assert len(rated) / len(closed) == pytest.approx(0.45, abs=0.02)
    assert sum(each.overall for each in rated) / len(rated) == pytest.approx(4.5, abs=0.12)
    assert {each.overall for each in rated} == {1, 2, 3, 4, 5}


def test_complaints_and_late_answers_are_rated_lower() -> None:
    rated = [(each, each.rating.overall) for each in company().tickets if each.rating]

    def mean(values: list[int]) -> float:
        return sum(values) / len(values)

    overall = mean([stars for _, stars in rated])
    assert mean([stars for each, stars in rated if each.type.startswith("complaint")]) < overall - 0.3
    assert mean([stars for each, stars in rated if each.breached]) < overall - 0.3


def test_work_comes_on_weekdays_and_in_daytime() -> None:
    ordinary = [each.created_at for each in company().tickets if not rhythm.promotion(each.created_at.date())]
    by_weekday = Counter(each.weekday() for each in ordinary)
    assert by_weekday[0] > 1.3 * by_weekday[6]
    by_hour = Counter(each.hour for each in ordinary)
    assert by_hour[10] > 5 * by_hour[4]


def test_singles_day_brings_a_surge_and_late_parcels() -> None:
    tickets = company().tickets
    per_day = Counter(each.created_at.date() for each in tickets)
    assert per_day[date(2026, 11, 11)] > 2 * len(tickets) / 120
    late = [each for each in tickets if each.scenario == "zh/complaints/promo-delay"]
    assert len(late) > 15
    assert all(date(2026, 11, 13) < each.created_at.date() <= date(2026, 11, 20) for each in late)


def test_odd_tickets_point_to_an_earlier_one_of_the_same_customer() -> None:
    by_key = {each.key: each for each in company().tickets}
    found: Counter[str] = Counter()
    for ticket in company().tickets:
        for name in ("follows", "merged_into", "split_from"):
            other = getattr(ticket, name)
            if other is not None:
                found[name] += 1
                assert by_key[other].created_at <= ticket.created_at
                assert by_key[other].customer == ticket.customer
    assert min(found[name] for name in ("follows", "merged_into", "split_from")) >= 30


def test_some_tickets_are_reopened_handed_over_or_spam() -> None:
    tickets = company().tickets
    assert sum(any(change.reason == "reopened" for change in each.changes) for each in tickets) > 100
    assert sum(len(each.assignments) > 1 for each in tickets) > 200
    assert 10 <= sum(each.spam for each in tickets) <= 40
