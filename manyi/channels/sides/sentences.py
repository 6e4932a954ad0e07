"""How side conversations read in the timeline of staff."""

from __future__ import annotations

from django.utils.translation import gettext as _

from manyi.channels.sides import events as e
from manyi.desk.models import DeliveryState
from manyi.desk.timeline import Names, says


@says(e.SideStarted)
def started(payload: e.SideStarted, names: Names) -> str:
    return _("began a side conversation: “%(subject)s”") % {"subject": payload.subject}


@says(e.SideAnswered)
def answered(payload: e.SideAnswered, names: Names) -> str:
    return _("an answer came in the side conversation “%(subject)s”") % {"subject": payload.subject}


@says(e.SideDeliveryChanged)
def delivery(payload: e.SideDeliveryChanged, names: Names) -> str:
    if payload.new not in (DeliveryState.FAILED, DeliveryState.BOUNCED):
        return ""
    return _("a mail of the side conversation “%(subject)s” was not delivered") % {"subject": payload.subject}


@says(e.SideClosed)
def closed(payload: e.SideClosed, names: Names) -> str:
    return _("closed the side conversation “%(subject)s”") % {"subject": payload.subject}


@says(e.SideReopened)
def reopened(payload: e.SideReopened, names: Names) -> str:
    return _("reopened the side conversation “%(subject)s”") % {"subject": payload.subject}
