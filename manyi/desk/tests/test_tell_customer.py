"""Something is said to the customer automatically: it is no answer."""

from __future__ import annotations

from manyi.conftest import Cast
from manyi.core.models import Event
from manyi.desk import actions
from manyi.desk.models import Ticket


def test_the_customer_waits_on_and_nobody_owns_the_ticket(cast: Cast, ticket: Ticket) -> None:
    actions.receive_message(ticket, by=cast.as_customer(cast.zhou), text="在吗", channel="chat")
    before = Ticket.objects.get(pk=ticket.pk)
    actions.tell_customer(ticket, text="稍后回复您。", key="rush:1")
    after = Ticket.objects.get(pk=ticket.pk)
    assert after.waiting_since == before.waiting_since is not None
    assert (after.status, after.owner_id, after.first_replied_at) == (before.status, before.owner_id, None)


def test_the_same_key_says_it_once(cast: Cast, ticket: Ticket) -> None:
    first = actions.tell_customer(ticket, text="稍后回复您。", key="rush:1")
    assert actions.tell_customer(ticket, text="稍后回复您。", key="rush:1").pk == first.pk
    assert Event.objects.filter(verb="message.automatic").count() == 1
