"""Several workers and colleagues at the same moment, over real connections: nobody is ever over capacity."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from manyi.conftest import Cast, build_cast
from manyi.core.errors import Conflict
from manyi.core.models import Event
from manyi.desk.models import Ticket
from manyi.desk.tests.test_two_writers import at_once
from manyi.people import actions as people
from manyi.routing import actions, setup
from manyi.routing.models import Offer, Queue, Rush
from manyi.routing.rush import Plan
from manyi.routing.tests.helpers import ask, online

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


@pytest.fixture
def cast() -> Iterator[Cast]:
    yield build_cast()


def units_of(staff_id: int) -> int:
    found = setup.current()
    open_tickets = Ticket.objects.filter(assignee_id=staff_id, status__lt=2)
    return sum(found.units_of(ticket.channel) for ticket in open_tickets)


def test_four_workers_never_load_anybody_past_his_capacity(cast: Cast) -> None:
    for staff in (cast.lin, cast.zhao):
        people.change_staff(staff, by=cast.actor(cast.admin), capacity=13)
    online(cast, cast.lin, cast.zhao)
    for _round in range(ROUNDS):
        tickets = [ask(cast, f"同时 {count}", channel="chat" if count % 2 else "email") for count in range(6)]
        actions.follow([ticket.pk for ticket in tickets])
        at_once(*[actions.serve] * 4)
        assert all(units_of(staff.pk) <= 13 for staff in (cast.lin, cast.zhao))
    assert Ticket.objects.filter(assignee=None).exists()
    assert min(units_of(cast.lin.pk), units_of(cast.zhao.pk)) >= 12


def test_an_offer_accepted_twice_at_once_is_one_assignment(cast: Cast) -> None:
    queue = Queue.objects.create(names={"en": "Calls"}, terms={"offers": 30})
    actions.revise()
    online(cast, cast.lin)
    for count in range(ROUNDS):
        ticket = ask(cast, f"提供 {count}", channel="email")
        actions.follow([ticket.pk])
        actions.serve()
        offer = Offer.objects.get(ticket=ticket)
        accept = partial(actions.accept_offer, offer, by=cast.actor(cast.lin))
        results = at_once(accept, accept, partial(actions.decline_offer, offer, by=cast.actor(cast.lin)))
        assert sum(isinstance(one, Conflict) for one in results) == 2
        offer.refresh_from_db()
        assigned = Ticket.objects.get(pk=ticket.pk).assignee_id
        assert (offer.outcome, assigned) in (("accepted", cast.lin.pk), ("declined", None))
    assert queue.pk


def test_two_leaders_at_once_start_one_rush(cast: Cast) -> None:
    queue = Queue.objects.get()
    playbooks = [
        actions.save_playbook(None, by=cast.actor(cast.admin), names={"en": name}, plan=Plan()) for name in "AB"
    ]
    starts = [partial(actions.start_rush, queue.pk, one, by=cast.actor(cast.chen)) for one in playbooks]
    results = at_once(*starts, *starts)
    assert len({rush.pk for rush in results}) == 1
    (rush,) = Rush.objects.all()
    at_once(*[partial(actions.end_rush, rush, by=cast.actor(cast.chen))] * 2, actions.watch_rushes)
    found = Event.objects.filter(verb__startswith="rush.").order_by("id").values_list("verb", flat=True)
    assert list(found) == ["rush.started", "rush.ended"]
