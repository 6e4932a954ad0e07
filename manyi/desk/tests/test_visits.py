"""Closing the loop: silence by type, return visits by rule."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyi.conftest import Cast, signed_in
from manyi.core.actions import unit
from manyi.core.errors import Conflict, Invalid
from manyi.desk import actions
from manyi.desk.actions.visits import do_visit, save_visit_rule
from manyi.desk.models import Resolution, Status, Ticket, TicketType, Visit, VisitRule
from manyi.desk.tests.helpers import fresh, verbs


@pytest.fixture
def rule(cast: Cast) -> VisitRule:
    kind = TicketType.objects.get(key="after-sale")
    return save_visit_rule(None, by=cast.actor(cast.admin), names={"zh-hans": "售后回访"}, types=[kind], hours=24)


@pytest.fixture
def visit(cast: Cast, ticket: Ticket, rule: VisitRule) -> Visit:
    actions.reply(ticket, by=cast.actor(cast.lin), text="好了")
    actions.close_ticket(ticket, by=cast.actor(cast.lin))
    return Visit.objects.get()


def silent_for_ever(ticket: Ticket) -> None:
    Resolution.objects.filter(ticket=ticket, outcome="").update(closes_at=timezone.now() - dt.timedelta(hours=1))
    actions.close_silent()


def test_a_visit_is_planned_when_a_ticket_of_the_type_closes(cast: Cast, ticket: Ticket, visit: Visit) -> None:
    closed = fresh(ticket)
    assert closed.closed_at
    assert (visit.staff_id, visit.due_at) == (cast.lin.pk, closed.closed_at + dt.timedelta(hours=24))
    assert verbs(ticket).count("visit.planned") == 1


def test_other_types_and_idle_rules_plan_none(cast: Cast, ticket: Ticket, rule: VisitRule) -> None:
    actions.change_ticket(ticket, by=cast.actor(cast.lin), type=TicketType.objects.get(key="enquiry"))
    actions.close_ticket(ticket, by=cast.actor(cast.lin))
    assert not Visit.objects.exists()


@pytest.mark.parametrize(("on_silence", "status", "visits"), [("close", 5, 0), ("visit", 5, 1), ("stay", 4, 0)])
def test_what_silence_means_is_set_per_type(
    cast: Cast, ticket: Ticket, on_silence: str, status: int, visits: int
) -> None:
    TicketType.objects.filter(key="after-sale").update(on_silence=on_silence)
    actions.propose_resolution(ticket, by=cast.actor(cast.lin))
    if on_silence == "stay":
        with unit(at=timezone.now() + dt.timedelta(days=900)):
            actions.close_silent()
    else:
        silent_for_ever(ticket)
    assert (fresh(ticket).status, Visit.objects.count()) == (status, visits)


def test_not_solved_opens_the_ticket_again(cast: Cast, ticket: Ticket, visit: Visit) -> None:
    do_visit(visit, by=cast.actor(cast.lin), outcome="unsolved", score=2, words="又坏了")
    assert (fresh(ticket).status, fresh(ticket).reopened) == (Status.OPEN, 1)
    visit.refresh_from_db()
    assert (visit.state, visit.score, visit.words) == ("done", 2, "又坏了")
    with pytest.raises(Conflict):
        do_visit(visit, by=cast.actor(cast.lin), outcome="solved")


def test_not_reached_is_tried_again_until_the_third_time(cast: Cast, visit: Visit) -> None:
    for attempt in (1, 2):
        do_visit(visit, by=cast.actor(cast.lin), outcome="unreached")
        visit.refresh_from_db()
        assert (visit.state, visit.attempts) == ("planned", attempt)
    do_visit(visit, by=cast.actor(cast.lin), outcome="unreached")
    visit.refresh_from_db()
    assert (visit.state, visit.outcome) == ("done", "unreached")


def test_an_opened_ticket_needs_no_visit(cast: Cast, ticket: Ticket, visit: Visit) -> None:
    actions.receive_message(ticket, by=cast.as_customer(cast.zhou), text="还有问题", channel="email")
    visit.refresh_from_db()
    assert visit.state == "dropped"


@pytest.mark.parametrize("values", [{"outcome": "x"}, {"outcome": "solved", "score": 9}])
def test_what_can_not_be_is_refused(cast: Cast, visit: Visit, values: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        do_visit(visit, by=cast.actor(cast.lin), **values)  # type: ignore[arg-type]


def test_the_visit_is_listed_and_its_form_saves(
    cast: Cast, ticket: Ticket, visit: Visit, lin_client: Client, wei_client: Client
) -> None:
    address = reverse("visit", args=[visit.pk])
    assert address in lin_client.get(reverse("visits")).content.decode()
    assert address in lin_client.get(reverse("ticket", args=[ticket.number])).content.decode()
    assert lin_client.post(address, {}).status_code == 422
    assert wei_client.post(address, {"outcome": "solved"}).status_code == 404
    assert address not in wei_client.get(reverse("visits") + "?side=all").content.decode()
    assert lin_client.post(address, {"outcome": "solved", "score": "5", "words": "很好"}).status_code == 302
    assert "很好" in lin_client.get(address).content.decode()


def test_rules_are_set_up_from_their_form(cast: Cast, lin_client: Client) -> None:
    address = reverse("desk-visit-rule-new")
    assert lin_client.get(address).status_code == 403
    admin = signed_in(cast.admin)
    assert admin.post(address, {"name-en": "x", "hours": "1", "share": "0"}).status_code == 422
    kind = TicketType.objects.get(key="complaint")
    sent = {"name-en": "Complaints", "hours": "2", "share": "50", "types": [kind.pk], "is_active": "on"}
    assert admin.post(address, sent).status_code == 302
    rule = VisitRule.objects.get()
    assert (rule.share, [one.key for one in rule.types.all()]) == (50, ["complaint"])
    assert "Complaints" in admin.get(reverse("desk-visit-rules")).content.decode()
