"""Loads what reads mails, and tells who began a talk what came of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyi.channels.sides import intake
from manyi.channels.sides.events import SideAnswered, SideDeliveryChanged
from manyi.channels.sides.models import Side, SideMessage
from manyi.core.actions import action
from manyi.core.events import Recorded
from manyi.core.reactions import on
from manyi.desk.models import DeliveryState
from manyi.notices.actions import tell
from manyi.notices.kinds import Kind, register

__all__ = ["intake"]


def _says(who: str, data: dict[str, Any]) -> str:
    if data.get("what") == "failed":
        return _("A mail of your side conversation could not be delivered: %(subject)s") % {
            "subject": data.get("subject", "")
        }
    return _("An answer in your side conversation: %(subject)s") % {"subject": data.get("subject", "")}


register(Kind("side", gettext_lazy("Answers in your side conversations"), _says, "mails"))


@on(SideAnswered, SideDeliveryChanged)
@action
def tell_of_side(event: Recorded) -> None:
    """Who began it, and who wrote in it last."""
    payload = event.payload
    if isinstance(payload, SideDeliveryChanged) and payload.new in (DeliveryState.FAILED, DeliveryState.BOUNCED):
        _tell(payload.side, "failed")
    elif isinstance(payload, SideAnswered):
        _tell(payload.side, "answered")


def _tell(side_id: int, what: str) -> None:
    side = Side.objects.select_related("ticket").filter(pk=side_id).first()
    if side is None:
        return
    writers = SideMessage.objects.filter(side=side, kind="out").order_by("-id").values_list("staff_id", flat=True)
    data = {"what": what, "subject": side.subject}
    tell({side.begun_by_id, writers.first()}, "side", ticket=side.ticket, data=data)
