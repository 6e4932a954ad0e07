"""What can be done about listening."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from manyi.channels import actions as channels
from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, customer_actor
from manyi.core.errors import Conflict, Invalid
from manyi.desk.models import Ticket
from manyi.listening.events import RatingGiven, SurveySent
from manyi.listening.links import url_of
from manyi.listening.models import DIMENSIONS, Rating, Survey
from manyi.people import queries

LASTS = dt.timedelta(days=14)
RESTS = dt.timedelta(hours=24)


@action
def send_survey(ticket: Ticket) -> Survey | None:
    """Ask the customer how it went, on the channel he used; None when he was asked within the last 24 hours."""
    recent = Survey.objects.filter(customer_id=ticket.customer_id, sent_at__gt=now() - RESTS)
    if recent.exists():
        return None
    survey = Survey.objects.create(
        ticket=ticket,
        customer_id=ticket.customer_id,
        channel=ticket.channel,
        sent_at=now(),
        expires_at=now() + LASTS,
    )
    subject, text, html = _words(survey)
    channels.notify_customer(ticket, subject=subject, text=text, html=html, key=f"survey:{survey.pk}")
    record(SurveySent(survey=survey.pk, channel=survey.channel), by=SYSTEM, ticket=ticket)
    return survey


def _words(survey: Survey) -> tuple[str, str, str]:
    installation = queries.installation()
    language = survey.ticket.language or (installation.language if installation else "zh-hans")
    with translation.override("zh-hans" if language.startswith("zh") else "en"):
        values = {
            "company": installation.name if installation else "",
            "ticket": survey.ticket,
            "links": [(overall, url_of(survey, overall)) for overall in range(1, 6)],
        }
        subject = _("How was our service? (%(number)s)") % {"number": survey.ticket.number}
        text = render_to_string("listening/mail/survey.txt", values)
        return subject, text, render_to_string("listening/mail/survey.html", values)


@action
def rate(survey: Survey, *, overall: int, dimensions: Mapping[str, int] | None = None, comment: str = "") -> Rating:
    """Keep the customer's answer. Raises :class:`Conflict` when it was given before or comes too late."""
    survey = Survey.objects.select_for_update(of=("self",), no_key=True).select_related("ticket").get(pk=survey.pk)
    if survey.answered_at is not None:
        raise Conflict(_("You have already answered. Thank you!"))
    if survey.expires_at < now():
        raise Conflict(_("This link has expired. Thank you all the same!"))
    stars = {name: value for name, value in (dimensions or {}).items() if name in DIMENSIONS}
    if not all(1 <= value <= 5 for value in (overall, *stars.values())):
        raise Invalid(fields={"overall": _("Choose from 1 to 5.")})
    ticket = survey.ticket
    rating = Rating.objects.create(
        survey=survey,
        ticket=ticket,
        staff_id=ticket.assignee_id or ticket.owner_id,
        team_id=ticket.team_id,
        channel=survey.channel,
        overall=overall,
        comment=comment.strip()[:5000],
        at=now(),
        **stars,
    )
    survey.answered_at = now()
    survey.save(update_fields=["answered_at"])
    given = RatingGiven(
        survey=survey.pk, rating=rating.pk, overall=overall, dimensions=stars, has_comment=bool(rating.comment)
    )
    record(given, by=customer_actor(survey.customer_id), ticket=ticket)
    return rating
