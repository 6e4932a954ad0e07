"""A ticket as its page shows it, in a dozen small reads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from manyi.core.actors import Actor
from manyi.desk.access import may_change_owner
from manyi.desk.checks import is_form_short
from manyi.desk.models import NO_DUE, Status, Ticket
from manyi.desk.queries.conversation import NEWEST, Conversation, File, conversation, uploads_of
from manyi.desk.queries.panel import CustomerPanel, customer_panel
from manyi.desk.queries.reference import Field, reference
from manyi.desk.queries.scope import reached
from manyi.desk.queries.sql import instant, moment, rows
from manyi.desk.queries.work import KINDS, WHICH, Work, work_of


class Person(NamedTuple):
    """A colleague on a ticket."""

    id: int
    name: str


class Linked(NamedTuple):
    """A connected ticket; subject and status are empty when the viewer does not reach it."""

    number: str
    subject: str
    status: int | None
    kind: str


class Merge(NamedTuple):
    """A ticket that was merged into this one and can be taken out again."""

    id: int
    number: str
    subject: str
    by: str
    at: dt.datetime


class Proposal(NamedTuple):
    """The solution that waits for the customer's word."""

    by: str
    at: dt.datetime
    closes_at: dt.datetime


class Value(NamedTuple):
    """A custom field with what this ticket says."""

    field: Field
    value: Any


@dataclass(frozen=True, slots=True)
class Heading:
    """What the head of a ticket says."""

    ticket: Ticket
    status: str
    priority: str
    type: str
    owner: Person | None
    assignee: Person | None
    team: str
    due_at: dt.datetime | None
    proposal: Proposal | None
    is_mine: bool
    is_followed: bool
    merged_into: str
    may_change_owner: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands beside the conversation about the ticket itself: the fields it shows, and those ``folded`` away."""

    tags: list[str]
    values: list[Value]
    folded: list[Value]
    followers: list[Person]
    links: list[Linked]
    merges: list[Merge]
    work: Work | None = None


class Draft(NamedTuple):
    """What is about to be said, and the files uploaded for it."""

    text: str = ""
    files: tuple[File, ...] = ()


class Planned(NamedTuple):
    """A reply that waits to be sent."""

    id: int
    by: str
    staff_id: int
    text: str
    send_at: dt.datetime
    is_held: bool
    is_grace: bool
    then: str


class Aside(NamedTuple):
    """The viewer has put the ticket aside, or had (``is_awake``), until a time or (None) until the customer writes."""

    until: dt.datetime | None
    is_awake: bool


@dataclass(frozen=True, slots=True)
class TicketPage:
    """All of a ticket's page."""

    heading: Heading
    facts: Facts
    customer: CustomerPanel
    conversation: Conversation
    drafts: dict[str, Draft]
    planned: list[Planned]
    aside: Aside | None

    @property
    def ticket(self) -> Ticket:
        return self.heading.ticket


def ticket_page(viewer: Actor, ticket: Ticket, before: int = NEWEST) -> TicketPage:
    """Everything the page of a ticket shows this viewer, who reaches it; messages before an id."""
    facts = ticket_facts(viewer, ticket)
    planned, aside = _waiting(viewer, ticket.pk)
    return TicketPage(
        heading=_heading(viewer, ticket, facts.followers),
        facts=facts,
        customer=customer_panel(viewer, ticket.customer_id, ticket.pk),
        conversation=conversation(ticket.pk, before),
        drafts=drafts(viewer, ticket),
        planned=planned,
        aside=aside,
    )


def _heading(viewer: Actor, ticket: Ticket, followers: list[Person]) -> Heading:
    ref = reference()
    return Heading(
        ticket=ticket,
        status=str(Status(ticket.status).label),
        priority=str(ticket.get_priority_display()),
        type=ref.type_label(ticket.type_id),
        owner=Person(ticket.owner_id, ref.name(ticket.owner_id)) if ticket.owner_id else None,
        assignee=Person(ticket.assignee_id, ref.name(ticket.assignee_id)) if ticket.assignee_id else None,
        team=ref.team(ticket.team_id),
        due_at=None if ticket.due_at == NO_DUE else ticket.due_at,
        proposal=_proposal(ticket.pk) if ticket.status == Status.RESOLVED else None,
        is_mine=ticket.assignee_id == viewer.id,
        is_followed=any(person.id == viewer.id for person in followers),
        merged_into=_number_of(ticket.merged_into_id),
        may_change_owner=may_change_owner(viewer, ticket),
    )


_TAGS = "SELECT 0, g.name, 0 FROM desk_tickettag tt JOIN desk_tag g ON g.id = tt.tag_id WHERE tt.ticket_id = %s"
_FOLLOWERS = " UNION ALL SELECT id, NULL, staff_id FROM desk_follower WHERE ticket_id = %s"
_TAGS_AND_FOLLOWERS = _TAGS + _FOLLOWERS + WHICH
"""Which kinds of work there is comes with them (place -1)."""


def ticket_facts(viewer: Actor, ticket: Ticket) -> Facts:
    """Tags, fields, people and connections of a ticket."""
    ref = reference()
    marked = rows(_TAGS_AND_FOLLOWERS, (ticket.pk,) * (2 + len(KINDS)))
    kinds = frozenset(name for place, name, _staff_id in marked if place == -1)
    followers = sorted((place, staff_id) for place, name, staff_id in marked if name is None)
    values = [Value(field, ticket.fields.get(field.key)) for field in ref.fields_for(ticket.type_id)]
    folded = _folded(ticket, values)
    return Facts(
        tags=sorted(name for place, name, _staff_id in marked if name is not None and place == 0),
        values=[one for one in values if one not in folded],
        folded=folded,
        followers=[Person(staff_id, ref.name(staff_id)) for _place, staff_id in followers],
        links=_links(viewer, ticket.pk),
        merges=_merges(ticket.pk),
        work=work_of(ticket, kinds) if kinds else None,
    )


def _folded(ticket: Ticket, values: list[Value]) -> list[Value]:
    """Fields that are not needed: the empty ones, or all while forms are short."""
    optional = [one for one in values if not one.field.is_required]
    empty = [one for one in optional if one.value is None]
    return optional if len(empty) < len(optional) and is_form_short(ticket) else empty


def _proposal(ticket_id: int) -> Proposal | None:
    found = rows(
        "SELECT proposed_by_id, proposed_at, closes_at FROM desk_resolution WHERE ticket_id = %s AND outcome = ''",
        (ticket_id,),
    )
    if not found:
        return None
    by, at, closes_at = found[0]
    return Proposal(reference().name(by), moment(at), moment(closes_at))


def _number_of(ticket_id: int | None) -> str:
    found = rows("SELECT number FROM desk_ticket WHERE id = %s", (ticket_id,)) if ticket_id else []
    return found[0][0] if found else ""


def _links(viewer: Actor, ticket_id: int) -> list[Linked]:
    condition, params = reached(viewer)
    found = rows(
        "SELECT t.number, t.subject, t.status, l.kind, CASE WHEN "  # noqa: S608
        f"{condition} THEN 1 ELSE 0 END FROM (SELECT other_id AS id, kind FROM desk_ticketlink WHERE ticket_id = %s"
        " UNION SELECT ticket_id, kind FROM desk_ticketlink WHERE other_id = %s) l"
        " JOIN desk_ticket t ON t.id = l.id ORDER BY t.id DESC LIMIT 50",
        (*params, ticket_id, ticket_id),
    )
    return [
        Linked(number, subject if seen else "", status if seen else None, kind)
        for number, subject, status, kind, seen in found
    ]


def _merges(ticket_id: int) -> list[Merge]:
    ref = reference()
    found = rows(
        "SELECT m.id, t.number, t.subject, m.by_staff_id, m.at FROM desk_ticketmerge m"
        " JOIN desk_ticket t ON t.id = m.merged_id WHERE m.kept_id = %s AND m.undone_at IS NULL ORDER BY m.id",
        (ticket_id,),
    )
    return [Merge(pk, number, subject, ref.name(by), moment(at)) for pk, number, subject, by, at in found]


_WAITING = (
    'SELECT id, staff_id, text, send_at, held_at, is_grace, "then" FROM desk_plannedreply WHERE ticket_id = %s'
    " UNION ALL SELECT NULL, staff_id, NULL, until, woken_at, NULL, NULL FROM desk_snooze"
    " WHERE ticket_id = %s AND staff_id = %s"
)


def _waiting(viewer: Actor, ticket_id: int) -> tuple[list[Planned], Aside | None]:
    planned, aside, ref = [], None, reference()
    for pk, staff_id, text, at, over, is_grace, then in rows(_WAITING, (ticket_id, ticket_id, viewer.id or 0)):
        if pk is None:
            aside = Aside(instant(at), over is not None)
        else:
            name = ref.name(staff_id)
            planned.append(Planned(pk, name, staff_id, text, moment(at), over is not None, bool(is_grace), then))
    return sorted(planned, key=lambda one: one.send_at), aside


def has_new_mention(viewer: Actor, ticket: Ticket) -> bool:
    """Whether the viewer was called on this ticket and has not opened it since."""
    sql = "SELECT 1 FROM desk_mention WHERE staff_id = %s AND seen_at IS NULL AND ticket_id = %s LIMIT 1"
    return bool(rows(sql, (viewer.id or 0, ticket.pk)))


def drafts(viewer: Actor, ticket: Ticket) -> dict[str, Draft]:
    """What this viewer has typed on a ticket and not sent, by kind."""
    me = viewer.id or 0
    found = rows("SELECT kind, text, files FROM desk_draft WHERE ticket_id = %s AND staff_id = %s", (ticket.pk, me))
    uploads = {file.id: file for file in uploads_of(ticket.pk, me)} if found else {}
    kept = {"out": Draft(), "note": Draft()}
    for kind, text, files in found:
        ids = msgspec.json.decode(files) if isinstance(files, str) else files
        kept[kind] = Draft(text, tuple(uploads[pk] for pk in ids if pk in uploads))
    return kept
