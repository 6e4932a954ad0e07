"""First-contact resolution is judged once a ticket's window has passed, and shown by month, team and type."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.core.log import run_reader
from manyi.desk import actions as desk
from manyi.desk.models import Ticket, TicketType
from manyi.insight.actions import judge_first_contacts
from manyi.insight.models import FirstContact
from manyi.insight.queries import first_contacts_by, months_back

AGO = dt.timedelta(days=9)


@pytest.fixture
def closed(cast: Cast, ticket: Ticket) -> Ticket:
    """Solved by Lin's one answer, nine days ago."""
    with unit(at=timezone.now() - AGO):
        desk.reply(ticket, by=cast.actor(cast.lin), text="可以保修", then="close")
    return Ticket.objects.get(pk=ticket.pk)


def test_a_ticket_is_judged_when_its_window_has_passed_and_only_once(cast: Cast, closed: Ticket) -> None:
    late = desk.create_ticket(cast.zhou, by=cast.as_customer(cast.zhou), subject="别的", channel="email")
    desk.reply(late, by=cast.actor(cast.lin), text="好", then="close")
    assert judge_first_contacts() == 1
    assert judge_first_contacts() == 0
    row = FirstContact.objects.get()
    assert (row.ticket_id, row.solved, row.team_id, row.type_id) == (closed.pk, True, cast.wearables.pk, closed.type_id)


def test_what_is_opened_again_is_judged_anew(cast: Cast, closed: Ticket) -> None:
    judge_first_contacts()
    with unit(at=timezone.now() - AGO + dt.timedelta(hours=1)):
        desk.reopen(closed, by=cast.as_customer(cast.zhou))
    while run_reader("insight", limit=500):
        pass
    assert not FirstContact.objects.exists()
    with unit(at=timezone.now() - AGO + dt.timedelta(hours=2)):
        desk.close_ticket(closed, by=cast.actor(cast.lin))
    judge_first_contacts()
    row = FirstContact.objects.get()
    assert (row.solved, "reopened" in row.why) == (False, True)


def test_what_nobody_answered_is_kept_but_does_not_count(cast: Cast, ticket: Ticket) -> None:
    with unit(at=timezone.now() - AGO):
        desk.close_ticket(ticket, by=cast.actor(cast.lin))
    judge_first_contacts()
    assert FirstContact.objects.get().solved is None
    months = months_back(3, timezone.localdate())
    assert first_contacts_by(cast.actor(cast.admin), months, "month") == {}


def test_the_page_shows_the_rate_and_leads_to_its_tickets(closed: Ticket, lin_client: Client) -> None:
    judge_first_contacts()
    page = lin_client.get("/first-contact/").content.decode()
    assert "100.0%" in page and "智能穿戴" in page and "售后" in page
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/first-contact/tickets/\?[^"]+)"', page)}
    assert links
    assert any(closed.number in lin_client.get(link).content.decode() for link in links)
    kind = TicketType.objects.get(key="complaint").pk
    assert closed.number not in lin_client.get(f"/first-contact/tickets/?type={kind}").content.decode()
    assert lin_client.get("/first-contact/?span=99&team=x&month=y").status_code == 200


def test_the_outsider_sees_none_of_it(closed: Ticket, wei_client: Client) -> None:
    judge_first_contacts()
    assert "智能穿戴" not in wei_client.get("/first-contact/").content.decode()
    assert closed.number not in wei_client.get("/first-contact/tickets/").content.decode()


def test_months_reach_over_the_year() -> None:
    assert months_back(3, dt.date(2026, 2, 28)) == ["2025-12", "2026-01", "2026-02"]
