"""What side conversations show."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Coalesce

from manyi.channels.sides.access import sides_of
from manyi.channels.sides.models import Person, Side, SideFile, SideKind, SideMessage
from manyi.core import search
from manyi.desk.models import Attachment, DeliveryState, Ticket
from manyi.desk.queries.finding import Aside
from manyi.people.models import Staff

MOST = 50


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk with its mails, oldest first. ``strangers`` are addresses that wrote but don't get our mails."""

    side: Side
    messages: list[SideMessage]

    @property
    def last(self) -> SideMessage | None:
        """The newest mail a person wrote."""
        return next((one for one in reversed(self.messages) if one.kind != SideKind.AUTOMATIC), None)

    @property
    def failed(self) -> bool:
        """Whether our newest mail did not arrive."""
        ours = next((one for one in reversed(self.messages) if one.kind == SideKind.OUT), None)
        return ours is not None and ours.delivery in (DeliveryState.FAILED, DeliveryState.BOUNCED)

    @property
    def strangers(self) -> set[str]:
        return {one.sender for one in self.messages if one.sender} - {address for _name, address in self.side.receivers}


def talk(side: Side) -> Talk:
    """A talk the viewer reaches."""
    return Talk(side, list(_mails().filter(side=side)))


def talks(ticket: Ticket) -> list[Talk]:
    """All talks of a ticket, those still open first, the newest word first."""
    mails = Prefetch("messages", _mails())
    rows = sides_of(ticket).select_related("ticket").prefetch_related(mails).order_by("-last_at")[:MOST]
    return sorted((Talk(row, list(row.messages.all())) for row in rows), key=lambda one: not one.side.is_open)


def asides(query: str, limit: int) -> list[Aside]:
    """The newest mails that hold the words, each with the ticket it stands on now."""
    rows = SideMessage.objects.filter(pk__in=search.find_asides(query, limit)).order_by("-pk")
    ticket = Coalesce("side__ticket__merged_into", "side__ticket")
    return [(pk, f"{subject}: {text}") for pk, subject, text in rows.values_list(ticket, "side__subject", "text")]


def _mails() -> QuerySet[SideMessage]:
    files = Prefetch("files", SideFile.objects.order_by("id"))
    return SideMessage.objects.select_related("staff").prefetch_related(files).order_by("id")


def files_of(ticket: Ticket, ids: list[int] | None = None) -> list[Attachment]:
    """The files of a ticket's messages that can go along; with ``ids`` only these."""
    rows = Attachment.objects.filter(ticket=ticket, message__isnull=False).order_by("-id")
    return list(rows.filter(pk__in=ids) if ids is not None else rows[:30])


def colleagues() -> list[Person]:
    """Names and addresses of those who may be asked."""
    return list(Staff.objects.filter(is_active=True).order_by("name").values_list("name", "email"))
