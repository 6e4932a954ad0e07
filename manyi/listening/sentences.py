"""How a survey reads in a ticket's timeline, and as a card in the chat."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from manyi.channels.chat import queries as chat
from manyi.desk.models import Status, Ticket
from manyi.desk.timeline import Names, says
from manyi.listening import queries
from manyi.listening.events import RatingGiven, SurveySent
from manyi.listening.links import token_of


@says(SurveySent)
def asked(payload: SurveySent, names: Names) -> str:
    return _("asked how the service was")


@says(RatingGiven)
def rated(payload: RatingGiven, names: Names) -> str:
    text = _("rated the service %(overall)s of 5") % {"overall": payload.overall}
    comment = queries.comment_of(payload.rating) if payload.has_comment else ""
    return _("%(what)s: “%(comment)s”") % {"what": text, "comment": comment} if comment else text


@chat.offer
def survey_card(ticket: Ticket) -> dict[str, Any] | None:
    """The survey below a closed chat, until it is answered."""
    survey = queries.open_survey(ticket) if ticket.status == Status.CLOSED else None
    return {"kind": "survey", "url": reverse("survey_chat", args=[token_of(survey)])} if survey is not None else None
