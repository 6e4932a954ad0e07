"""Offers: yes, no, no answer, and what happens to the next."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.errors import Conflict
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.people.models import Presence
from manyi.routing import actions
from manyi.routing.models import Offer, Queue, Wait
from manyi.routing.tests.helpers import ask, assignees, online, react, verbs


@pytest.fixture
def offered(cast: Cast) -> tuple[Ticket, Offer]:
    """A ticket that is offered to Lin, who is alone."""
    Queue.objects.create(names={"en": "Offers"}, terms={"offers": 20})
    actions.revise()
    online(cast, cast.lin)
    ticket = ask(cast, "请接")
    react()
    return ticket, Offer.objects.get(ticket=ticket, staff=cast.lin, outcome="")


def late(offer: Offer) -> None:
    Offer.objects.filter(pk=offer.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))


def test_an_offer_is_not_yet_an_assignment(cast: Cast, offered: tuple[Ticket, Offer]) -> None:
    assert assignees(offered[0]) == [None]


def test_accepting_assigns_and_ends_the_wait(cast: Cast, offered: tuple[Ticket, Offer]) -> None:
    ticket, offer = offered
    actions.accept_offer(offer, by=cast.actor(cast.lin))
    assert assignees(ticket) == [cast.lin.pk]
    assert Wait.objects.get(ticket=ticket).outcome == "served"
    assert verbs(ticket).count("offer.ended") == 1


def test_declining_goes_on_to_the_next(cast: Cast, offered: tuple[Ticket, Offer]) -> None:
    ticket, offer = offered
    online(cast, cast.zhao)
    actions.decline_offer(offer, by=cast.actor(cast.lin))
    react()
    assert Offer.objects.get(ticket=ticket, outcome="").staff_id == cast.zhao.pk


def test_no_answer_goes_on_to_the_next_and_makes_him_away(cast: Cast, offered: tuple[Ticket, Offer]) -> None:
    ticket, offer = offered
    online(cast, cast.zhao)
    late(offer)
    assert (actions.expire_offers(), actions.expire_offers()) == (1, 0)
    react()
    assert Offer.objects.get(ticket=ticket, outcome="").staff_id == cast.zhao.pk
    assert Presence.objects.get(staff=cast.lin).state == "away"
    with pytest.raises(Conflict):
        actions.accept_offer(offer, by=cast.actor(cast.lin))


def test_nobody_else_can_answer(cast: Cast, offered: tuple[Ticket, Offer]) -> None:
    with pytest.raises(Conflict):
        actions.accept_offer(offered[1], by=cast.actor(cast.zhao))


def test_what_somebody_takes_by_hand_is_offered_no_longer(cast: Cast, offered: tuple[Ticket, Offer]) -> None:
    ticket, offer = offered
    desk.take(ticket, by=cast.actor(cast.zhao))
    react()
    offer.refresh_from_db()
    assert offer.outcome == "dropped"


def test_an_offer_counts_as_load(cast: Cast, offered: tuple[Ticket, Offer]) -> None:
    call = ask(cast, "来电", channel="voice")
    react()
    assert not Offer.objects.filter(ticket=call).exists()


def test_who_declined_is_asked_again_when_nobody_else_takes_it(cast: Cast, offered: tuple[Ticket, Offer]) -> None:
    ticket, offer = offered
    actions.decline_offer(offer, by=cast.actor(cast.lin))
    react()
    assert not Offer.objects.filter(ticket=ticket, outcome="").exists()
    Offer.objects.update(outcome_at=timezone.now() - dt.timedelta(minutes=2))
    assert actions.ask_again() == 1
    react()
    assert Offer.objects.get(ticket=ticket, outcome="").staff_id == cast.lin.pk
