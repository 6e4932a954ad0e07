"""What the library does when things happen elsewhere, and with its own news."""

from __future__ import annotations

from manyi.core.actors import Actor
from manyi.core.events import Recorded
from manyi.core.reactions import on
from manyi.core.rows import fetch
from manyi.desk.events import MessageSent
from manyi.desk.models import Message
from manyi.knowledge import actions, events, red_marks

WAITING = "SELECT 1 FROM knowledge_insertion WHERE ticket_id = %s AND staff_id = %s LIMIT 1"


@on(
    events.ChangeAnnounced,
    events.VersionPublished,
    events.VersionWithdrawn,
    events.ArticleChanged,
    events.ArticleArchived,
    events.ArticleExpired,
    events.ArticleBroughtBack,
    events.ChangeAcknowledged,
    inline=True,
)
def forget_red_marks(event: Recorded) -> None:
    """This process sees a change at once, the others within seconds."""
    red_marks.forget()


@on(MessageSent, inline=True)
def cite_in_message(event: Recorded) -> None:
    """What a colleague had inserted into the answer is cited on it."""
    if event.staff_id is None or event.ticket is None or not isinstance(event.payload, MessageSent):
        return
    if not fetch(WAITING, (event.ticket_id, event.staff_id)):
        return
    message = Message.objects.get(pk=event.payload.message)
    actions.cite_message(message, event.ticket, by=Actor(event.actor_kind, event.staff_id))
