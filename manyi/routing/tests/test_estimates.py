"""Where a waiting customer stands and how long it takes, said honestly."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manyi.channels.chat.cards import cards_of
from manyi.conftest import Cast
from manyi.desk.models import Ticket
from manyi.people import actions as people
from manyi.routing import estimate, queries
from manyi.routing.models import Assessment, Promise, Wait
from manyi.routing.queries.places import forget_places
from manyi.routing.tests.helpers import ask, online, react


def full(cast: Cast) -> None:
    """Lin is here and has no room."""
    people.change_staff(cast.lin, by=cast.actor(cast.admin), capacity=6)
    online(cast, cast.lin)
    ask(cast, "先来的")
    react()


def test_the_pace_of_the_last_half_hour_counts() -> None:
    assert estimate.expected(3, served=6, window=1800, agents=2, handling=300) == 900
    assert estimate.expected(3, served=1, window=1800, agents=2, handling=300) == 450
    assert estimate.expected(1, served=9, window=1800, agents=0, handling=300) is None


@given(seconds=st.floats(60, 5000), ratios=st.lists(st.floats(0.1, 5), min_size=20, max_size=40))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_eight_of_ten_earlier_estimates_lie_in_the_range(seconds: float, ratios: list[float]) -> None:
    low, high = estimate.bounds(seconds, ratios)
    inside = sum(low <= seconds * ratio <= high for ratio in ratios)
    assert inside >= len(ratios) * 0.79 - 1


def test_waiting_customers_have_places_in_the_order_they_will_be_served(cast: Cast) -> None:
    full(cast)
    second, vip = ask(cast, "第二个"), ask(cast, "贵宾", customer=cast.stranger)
    cast.stranger.is_vip = True
    cast.stranger.save()
    react()
    forget_places()
    assert [queries.place_of(one).position for one in (vip, second)] == [1, 2]  # type: ignore[union-attr]


def test_the_chat_says_the_place_and_an_estimate_until_somebody_takes_it(cast: Cast) -> None:
    full(cast)
    made = ask(cast, "多久")
    react()
    card = cards_of(Ticket.objects.get(pk=made.pk))[0]
    assert card["kind"] == "queue"
    assert "1" in card["text"]
    taken = Ticket.objects.get(pk=made.pk)
    taken.assignee_id = cast.lin.pk
    assert cards_of(taken) == []


def test_what_was_told_is_judged_by_what_came_true(cast: Cast) -> None:
    full(cast)
    made = ask(cast, "说话算数")
    react()
    told = Promise.objects.get(wait__ticket=made)
    assert told.position == 1
    assert told.low <= told.expected <= told.high
    Promise.objects.update(at=timezone.now() - dt.timedelta(seconds=100))
    people.change_staff(cast.lin, by=cast.actor(cast.admin), capacity=20)
    react()
    told.refresh_from_db()
    assert told.waited is not None
    assert 99 < told.waited < 130
    wait = Wait.objects.get(ticket=made)
    found = queries.accuracy(wait.queue_id)
    assert (found.judged, found.within) == (1, 100)
    assert found.error > 0


def test_without_anybody_there_is_a_place_but_no_estimate(cast: Cast) -> None:
    made = ask(cast, "有人吗")
    react()
    forget_places()
    place = queries.place_of(made)
    assert place is not None
    assert (place.position, place.expected) == (1, None)


def test_who_declined_the_first_one_still_counts_for_how_long_it_takes(cast: Cast) -> None:
    full(cast)
    first, second = ask(cast, "不想接"), ask(cast, "再等等")
    react()
    Wait.objects.filter(ticket=first).update(refused=[cast.lin.pk])
    forget_places()
    assert [queries.place_of(one).expected for one in (first, second)] == [300, 600]  # type: ignore[union-attr]


def test_an_estimate_counts_only_those_who_are_able_to_do_this_very_work(cast: Cast) -> None:
    full(cast)
    easy, hard = ask(cast, "简单"), ask(cast, "很难")
    react()
    Assessment.objects.update_or_create(ticket=hard, defaults={"complexity": 4, "at": timezone.now()})
    people.change_staff(cast.lin, by=cast.actor(cast.admin), tier="junior")
    forget_places()
    assert queries.place_of(easy).expected == 300  # type: ignore[union-attr]
    assert queries.place_of(hard).expected is None  # type: ignore[union-attr]
