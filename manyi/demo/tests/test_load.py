"""A small sample company, loaded through the real actions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from manyi.channels.chat.sites import site_of
from manyi.channels.models import Inbox
from manyi.channels.sides.models import Side, SideMessage
from manyi.core import log, reactions, search
from manyi.core.models import Event, Installation, Job, ReaderPosition
from manyi.customers.models import Customer, DuplicateProposal, Order
from manyi.demo import load
from manyi.demo.load import load_sample
from manyi.desk.models import Approval, Attachment, Case, Message, Promise, SopRun, Status, Task, Ticket, Visit
from manyi.insight.models import Rollup
from manyi.listening.models import Rating
from manyi.people.models import Staff

TICKETS = 240


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[float]]:
    """Without the library, which has tests of its own."""
    found: list[float] = []
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        for name in ("stock", "tell_knowledge", "tell_readers"):
            patch.setattr(load, name, lambda *given: None)
        load_sample(found.append, customers=120, tickets=TICKETS)
        yield found
        transaction.set_rollback(True)


@pytest.fixture
def shares(loaded: list[float], db: None) -> list[float]:
    return loaded


def test_every_page_has_something_to_show(shares: list[float]) -> None:
    assert Installation.objects.get().name == "曜石科技"
    assert Ticket.objects.count() == TICKETS
    assert Staff.objects.filter(team__isnull=False).count() >= 36
    assert Customer.objects.count() == 120
    assert {Status.PENDING, Status.CLOSED} <= set(Ticket.objects.values_list("status", flat=True))
    assert Rating.objects.count() > TICKETS / 5
    assert Attachment.objects.exclude(file__media_type="application/octet-stream").exists()
    assert DuplicateProposal.objects.exists()
    assert Rollup.objects.filter(measure="created").exists()


def test_the_work_around_tickets_has_every_state(shares: list[float]) -> None:
    assert set(Task.objects.values_list("state", flat=True)) == {"open", "answered", "refused"}
    assert {"open", "kept"} <= set(Promise.objects.values_list("state", flat=True))
    assert set(Approval.objects.values_list("state", flat=True)) == {"asked", "approved", "refused"}
    assert Case.objects.get().steps.filter(task__isnull=False).count() == 2
    assert SopRun.objects.filter(state="running").count() == 3
    assert {True, False} == set(Side.objects.values_list("is_answered", flat=True))
    assert set(SideMessage.objects.filter(kind="out").values_list("delivery", flat=True)) == {"sent"}
    assert Visit.objects.exists()


def test_english_tickets_have_work_around_them_in_english(shares: list[float]) -> None:
    assert Task.objects.filter(ticket__language="en", title="Trace a parcel").exists()
    assert Promise.objects.filter(ticket__language="en").exists()
    assert set(Side.objects.filter(ticket__language="en").values_list("is_answered", flat=True)) == {True, False}
    assert not Task.objects.filter(ticket__language="zh-hans", title="Trace a parcel").exists()


def test_the_shop_has_told_of_orders(shares: list[float]) -> None:
    assert {"delivered", "refunded"} <= set(Order.objects.values_list("status", flat=True))


def test_what_is_told_of_the_work_lies_in_the_past(shares: list[float]) -> None:
    told = Event.objects.filter(verb__regex=r"^(task|side|promise|approval|case|sop|visit)\.")
    assert told.exists()
    assert not told.filter(at__gt=timezone.now()).exists()


def test_progress_goes_up_to_the_end(shares: list[float]) -> None:
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_the_log_tells_the_history_in_its_order(shares: list[float]) -> None:
    assert Event.objects.filter(verb="ticket.created").count() == TICKETS
    created = list(Event.objects.filter(verb="ticket.created").order_by("id").values_list("at", flat=True))
    assert created == sorted(created)


def test_nothing_of_the_past_is_answered_or_given_out_now(shares: list[float]) -> None:
    assert not Job.objects.filter(name__startswith="email.").exists()
    assert not Job.objects.filter(name__in=("channels.deliver", "sides.deliver")).exists()
    newest = log.newest()
    assert set(ReaderPosition.objects.values_list("position", flat=True)) == {newest}
    assert {row.reader for row in ReaderPosition.objects.all()} == set(reactions.readers())


def test_what_is_said_is_found(shares: list[float]) -> None:
    message = Message.objects.filter(text__contains="退款").first()
    assert message is not None
    assert message.pk in search.find("退款", limit=500)


def test_the_shop_can_vouch_for_its_signed_in_customers(shares: list[float]) -> None:
    site = site_of(Inbox.objects.get(kind="chat"))
    assert site.secret
    assert site.allows("https://shop.obsidian.example")
