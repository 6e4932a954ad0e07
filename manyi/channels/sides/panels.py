"""Side conversations on a ticket's page: beginning one, and a quiet panel of those there are."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from manyi.channels.sides import queries
from manyi.core.actors import Actor
from manyi.desk.context import Slot, register
from manyi.desk.links import TicketTool, add_ticket_tool
from manyi.desk.models import Ticket
from manyi.desk.permissions import REPLY
from manyi.desk.queries import add_asides


def _may_begin(viewer: Actor, ticket: Ticket) -> bool:
    return viewer.can(REPLY)


def _talks(viewer: Actor, ticket: Ticket) -> dict[str, Any] | None:
    found = queries.talks(ticket)
    return {"talks": found} if found else None


add_asides(queries.asides)
add_ticket_tool(TicketTool(_("Side conversation by mail…"), "mails", "ticket-sides", _may_begin, key="s"))
register(Slot("sides", _("Side conversations"), 40, "sides/panel.html", _talks))
