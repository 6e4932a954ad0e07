"""The library on a ticket's page: policy express, contributing, suggestions; scripts and articles while writing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.actors import Actor
from manyi.desk.insertions import Entry, Source, register
from manyi.desk.links import SidePart, TicketTool, add_side_part, add_ticket_tool
from manyi.desk.models import Ticket
from manyi.knowledge import access, actions, queries
from manyi.knowledge.permissions import CONTRIBUTE, READ
from manyi.knowledge.text.markdown import variables

MOST = 8


def _may_read(viewer: Actor, ticket: Ticket) -> bool:
    return viewer.can(READ)


def _may_contribute(viewer: Actor, ticket: Ticket) -> bool:
    return viewer.can(CONTRIBUTE) and not ticket.is_open


def _find(viewer: Actor, ticket: Ticket, query: str) -> list[Entry]:
    found = queries.suggested(viewer, ticket, text=query, limit=MOST)
    return [Entry(one.version.pk, one.version.title, str(one.article.get_kind_display())) for one in found]


def _find_scripts(viewer: Actor, ticket: Ticket, query: str) -> list[Entry]:
    found = queries.scripts(viewer, ticket, query)
    return [Entry(one.pk, one.title, " ".join(one.body.split())[:80]) for one in found]


def _text(viewer: Actor, ticket: Ticket, version_id: int) -> tuple[str, list[str]]:
    version = access.get_version(viewer, version_id)
    values = queries.ticket_values(ticket, viewer)
    text = actions.insert(version, ticket, by=viewer, how="text", values=values)
    return text, sorted(variables(text), key=lambda name: text.index(f"{{{name}}}"))


add_ticket_tool(
    TicketTool(_("Policy express"), "scale", "ticket-policies", _may_read, key="p", is_shown=True),
)
add_ticket_tool(
    TicketTool(
        _("Make an article of this solution…"), "lightbulb", "ticket-contribution", _may_contribute, is_shown=True
    ),
)
add_side_part(
    SidePart("ticket-knowledge", lambda viewer: viewer.can(READ), "knowledge/ticket.css", "knowledge/insert.js")
)
register(Source("scripts", ("/", "、", "／"), _("Script"), _find_scripts, _text))
register(Source("articles", ("??", "？？"), _("Article"), _find, _text))
