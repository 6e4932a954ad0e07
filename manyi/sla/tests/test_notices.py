"""What colleagues were told stands in the rail until they have read it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyi.conftest import Cast, signed_in
from manyi.core.actors import SYSTEM
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.sla import actions
from manyi.sla.models import Clock, Notice


@pytest.fixture
def told(cast: Cast, ticket: Ticket) -> Notice:
    """Lin was told that the time of his ticket is over."""
    desk.assign(ticket, by=SYSTEM, to=cast.lin, reason="")
    clock = Clock.objects.filter(ticket=ticket).latest("pk")
    return Notice.objects.create(
        staff=cast.lin, ticket=ticket, clock=clock, happening="breached", at=timezone.now() - dt.timedelta(minutes=1)
    )


def rail(client: Client) -> str:
    """The badge as the live page fetches it."""
    return client.get(reverse("sla-notices-badge")).content.decode()


def test_the_rail_counts_what_is_new(lin_client: Client, wei_client: Client, told: Notice) -> None:
    assert ">1</span>" in rail(lin_client)
    assert " hidden" in rail(wei_client)
    assert 'id="badge-sla-notices"' in lin_client.get(reverse("sla-notices")).content.decode()


def test_reading_empties_the_rail_and_keeps_the_notice(lin_client: Client, told: Notice) -> None:
    page = lin_client.get(reverse("sla-notices")).content.decode()
    assert told.ticket.subject in page
    answer = lin_client.post(reverse("sla-notices-reading"), {"up_to": told.pk}).content.decode()
    assert "hx-swap-oob" in answer
    assert " hidden" in answer
    told.refresh_from_db()
    assert told.seen_at is not None
    assert told.ticket.subject in lin_client.get(reverse("sla-notices")).content.decode()


def test_looking_alone_reads_nothing(lin_client: Client, told: Notice) -> None:
    lin_client.head(reverse("sla-notices"))
    lin_client.get(reverse("sla-notices"))
    assert ">1</span>" in rail(lin_client)


def test_what_comes_after_the_page_stays_new(cast: Cast, told: Notice) -> None:
    Notice.objects.create(staff=cast.lin, ticket=told.ticket, clock=told.clock, happening="escalated", at=told.at)
    assert actions.see_notices(by=cast.actor(cast.lin), up_to=told.pk) == 1
    assert ">1</span>" in rail(signed_in(cast.lin))
