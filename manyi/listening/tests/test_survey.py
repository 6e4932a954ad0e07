"""After closing, the customer is asked once, and answers once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.errors import Conflict
from manyi.core.log import run_reader
from manyi.core.models import Event, Job
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.listening import actions, queries
from manyi.listening.links import token_of
from manyi.listening.models import Rating, Survey
from manyi.listening.sentences import survey_card


@pytest.fixture
def survey(cast: Cast, ticket: Ticket) -> Survey:
    desk.reply(ticket, by=cast.actor(cast.lin), text="已为您寄出新表带。")
    desk.propose_resolution(ticket, by=cast.actor(cast.lin))
    desk.confirm_resolution(ticket, by=cast.as_customer(cast.zhou))
    run_reader("listening", limit=500)
    return Survey.objects.get()


def page(survey: Survey) -> str:
    return f"/survey/{token_of(survey)}/"


def test_closing_asks_on_the_customers_channel(ticket: Ticket, survey: Survey) -> None:
    assert (survey.ticket_id, survey.channel) == (ticket.pk, "email")
    notice = Job.objects.get(name="email.notice")
    assert ticket.number in notice.args["subject"]
    assert token_of(survey) in notice.args["html"]
    assert Event.objects.filter(verb="survey.sent", ticket_id=ticket.pk).count() == 1


def test_a_customer_is_not_asked_again_within_a_day(cast: Cast, ticket: Ticket, survey: Survey) -> None:
    desk.reopen(ticket, by=cast.as_customer(cast.zhou))
    desk.close_ticket(ticket, by=cast.actor(cast.lin))
    run_reader("listening", limit=500)
    assert Survey.objects.count() == 1


def test_a_ticket_that_opened_again_is_not_asked_about(cast: Cast, ticket: Ticket) -> None:
    desk.close_ticket(ticket, by=cast.actor(cast.lin))
    desk.receive_message(ticket, by=cast.as_customer(cast.zhou), text="还没好", channel="email")
    run_reader("listening", limit=500)
    assert not Survey.objects.exists()


def test_the_answer_is_kept_with_who_served(cast: Cast, survey: Survey) -> None:
    answer = {"overall": "5", "solution": "5", "attitude": "4", "comment": " 很快，谢谢 "}
    response = Client(enforce_csrf_checks=True).post(page(survey), answer)
    assert response.status_code == 200
    rating = Rating.objects.get()
    assert (rating.overall, rating.solution, rating.attitude, rating.speed) == (5, 5, 4, None)
    assert (rating.comment, rating.staff_id, rating.team_id) == ("很快，谢谢", cast.lin.pk, cast.wearables.pk)
    event = Event.objects.get(verb="survey.answered")
    assert event.ticket_id == survey.ticket_id
    assert queries.open_survey(survey.ticket) is None


def test_a_link_works_once(survey: Survey) -> None:
    actions.rate(survey, overall=4)
    with pytest.raises(Conflict):
        actions.rate(survey, overall=1)
    assert Rating.objects.get().overall == 4
    assert Event.objects.filter(verb="survey.answered").count() == 1


def test_an_expired_link_takes_no_answer(survey: Survey) -> None:
    Survey.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert Client().post(page(survey), {"overall": "5"}).status_code == 409
    assert not Rating.objects.exists()


def test_a_forged_link_leads_nowhere(survey: Survey) -> None:
    assert Client().get(f"/survey/{survey.pk}:forged/").status_code == 404


def test_an_answer_without_a_choice_keeps_what_was_written(survey: Survey) -> None:
    response = Client().post(page(survey), {"comment": "等了太久"})
    assert response.status_code == 422
    assert "等了太久" in response.content.decode()


def test_the_star_clicked_in_the_mail_is_chosen_on_the_page(survey: Survey) -> None:
    body = Client().get(page(survey) + "?overall=2").content.decode()
    assert 'value="2" required checked' in body


def test_the_answer_reads_in_the_timeline(cast: Cast, survey: Survey, lin_client: Client) -> None:
    actions.rate(survey, overall=2, comment="等了太久")
    body = lin_client.get(f"/tickets/{survey.ticket.number}/").content.decode()
    assert "等了太久" in body


def test_a_closed_chat_shows_the_survey_until_it_is_answered(cast: Cast, survey: Survey) -> None:
    card = survey_card(Ticket.objects.get(pk=survey.ticket_id))
    assert card is not None
    response = Client(enforce_csrf_checks=True).post(card["url"], {"overall": "5", "solution": "4"})
    assert (response.status_code, response.json()) == (200, {"thanks": True})
    assert Rating.objects.get().solution == 4
    assert survey_card(Ticket.objects.get(pk=survey.ticket_id)) is None
