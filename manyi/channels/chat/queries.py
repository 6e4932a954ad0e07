"""What the widget, the settings and the ticket page ask about chats."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

from django.conf import settings
from django.urls import reverse

from manyi.channels.chat.access import Known, find_visitor, standing_ticket
from manyi.channels.chat.availability import is_attended
from manyi.channels.chat.cards import cards_of, offer, offer_while_waiting, take_call_backs
from manyi.channels.chat.sites import KIND, Site
from manyi.channels.chat.strings import strings
from manyi.channels.chat.tokens import Claims, face_name, seal
from manyi.channels.chat.uploads import LIMIT, is_shown
from manyi.channels.models import Inbox
from manyi.core.live import make_token
from manyi.core.ui import html_language
from manyi.customers.models import Identity, IdentityKind
from manyi.desk.models import MessageKind, Status, Ticket
from manyi.desk.queries.sql import moment, rows
from manyi.people.models import Staff

__all__ = [
    "first_site",
    "live_topics",
    "messages_after",
    "offer",
    "offer_while_waiting",
    "session_state",
    "sites",
    "state_of",
    "take_call_backs",
]

PAGE = 200
REMEMBER = 30.0
_MESSAGES = (
    "SELECT m.*, a.id, a.name, f.size, f.media_type FROM (SELECT id, kind, text, at, staff_id, external_id, read_at"
    " FROM desk_message WHERE ticket_id = %s AND id > %s AND channel = 'chat' AND kind <> 'note' ORDER BY id {order}"
    " LIMIT %s) m LEFT JOIN desk_attachment a ON a.message_id = m.id LEFT JOIN core_storedfile f ON f.id = a.file_id"
    " ORDER BY m.id, a.id"
)
_agents: dict[int, tuple[float, dict[str, Any]]] = {}


def forget_agents() -> None:
    """Drop what is remembered of colleagues."""
    _agents.clear()


def sites() -> list[Inbox]:
    """All chat sites by name."""
    return list(Inbox.objects.filter(kind=KIND).select_related("team").order_by("name", "id"))


def first_site() -> Inbox | None:
    """The oldest site in use, which the demonstration shop carries."""
    return Inbox.objects.filter(kind=KIND, is_enabled=True).order_by("id").first()


def live_topics(ticket: Ticket) -> list[str]:
    """The topics a colleague's page needs besides ``ticket:ID`` to hear and be heard by the visitor (typing)."""
    return [f"chat:{ticket.pk}"] if ticket.channel == KIND else []


def session_state(site: Site, claims: Claims, *, live_url: str) -> dict[str, Any]:
    """Everything the widget needs to start: token, words, the site's look, and the conversation if there is one."""
    known = find_visitor(site, claims)
    config = site.config
    state: dict[str, Any] = {
        "token": seal(claims),
        "site": {
            "name": site.name,
            "tone": config.tone,
            "greeting": site.text(config.greeting),
            "away": site.text(config.away),
            "attended": is_attended(site),
            "asksEmail": config.asks_email and not claims.email,
        },
        "strings": {**strings(), "locale": html_language()},
        "limit": LIMIT,
        "identified": claims.is_identified,
        "conversation": None,
    }
    if known is not None and known.ticket_id is not None:
        ticket = standing_ticket(known.ticket_id)
        messages = messages_after(site, known, ticket, after=0)
        state["conversation"] = {
            "messages": messages,
            **state_of(site, ticket),
            "live": live(known.pk, ticket.pk, live_url),
            "hasEmail": has_email(ticket),
        }
    return state


def live(visitor_id: int, ticket_id: int, live_url: str) -> dict[str, str]:
    """Where the visitor hears the conversation, and the token that lets it."""
    topic = f"chat:{ticket_id}"
    token = make_token(settings.SECRET_KEY, f"visitor:{visitor_id}", [topic])
    return {"url": live_url, "token": token, "topic": topic}


def has_email(ticket: Ticket) -> bool:
    """Whether we could write to this ticket's customer."""
    return Identity.objects.filter(customer_id=ticket.customer_id, kind=IdentityKind.EMAIL).exists()


def state_of(site: Site, ticket: Ticket) -> dict[str, Any]:
    """How the conversation stands: open or not, who serves, and the cards below it."""
    return {
        "number": ticket.number,
        "status": "open" if ticket.is_open else "solved" if ticket.status == Status.RESOLVED else "closed",
        "agent": agent_card(site, ticket.assignee_id or ticket.owner_id),
        "cards": cards_of(ticket),
    }


def messages_after(site: Site, known: Known, ticket: Ticket, *, after: int) -> list[dict[str, Any]]:
    """The chat messages past an id in order; the newest page of them for 0. Notes and other channels stay out."""
    found: dict[int, dict[str, Any]] = {}
    order = "ASC" if after else "DESC"
    for row in rows(_MESSAGES.format(order=order), [ticket.pk, after, PAGE]):
        if row[0] not in found:
            found[row[0]] = _message(site, known, row)
        if row[7] is not None:
            found[row[0]]["files"].append({"id": row[7], "name": row[8], "size": row[9], "image": is_shown(row[10])})
    return list(found.values())


def _message(site: Site, known: Known, row: tuple[Any, ...]) -> dict[str, Any]:
    pk, kind, text, at, staff_id, external_id, read_at = row[:7]
    message: dict[str, Any] = {"id": pk, "text": text, "at": milliseconds(moment(at)), "files": []}
    if kind == MessageKind.INBOUND:
        visitor, _colon, key = (external_id or "").partition(":")
        return {**message, "mine": True, "key": key if visitor == str(known.pk) else ""}
    return {**message, "mine": False, "agent": agent_card(site, staff_id), "read": read_at is not None}


def milliseconds(at: dt.datetime) -> int:
    """A time as browsers count it."""
    return int(at.timestamp() * 1000)


def agent_card(site: Site, staff_id: int | None) -> dict[str, Any] | None:
    """A colleague as a visitor sees him: name and photo; remembered for half a minute."""
    if staff_id is None:
        return None
    known = _agents.get(staff_id)
    if known is None or known[0] < time.monotonic():
        name, photo = Staff.objects.values_list("name", "photo_id").get(pk=staff_id)
        known = (time.monotonic() + REMEMBER, {"name": name, "photo": face_name(photo) if photo else ""})
        _agents[staff_id] = known
    card = dict(known[1])
    if card["photo"]:
        card["photo"] = reverse("chat-face", args=[site.key, card["photo"]])
    return card
