"""The way from a ticket to why it went where it went."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.desk.links import TicketLink, add_ticket_link

add_ticket_link(TicketLink(_("Why this agent?"), "route", "ticket-routing"))
