"""How difficult tickets are, and taking them to a higher tier."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, require
from manyi.core.errors import Conflict, Invalid
from manyi.core.models import Installation
from manyi.core.rows import add, fetch, read, update
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.desk.permissions import ASSIGN
from manyi.people.models import Staff
from manyi.routing import loading, setup
from manyi.routing.complexity import Features, assess
from manyi.routing.events import TicketAssessed, TicketEscalated
from manyi.routing.matching import ONLINE
from manyi.routing.models import Assessment
from manyi.routing.setup import TIERS

SUPER = 4
NEWEST = 12
_TEXTS = "SELECT text FROM desk_message WHERE ticket_id = %s AND kind = 'in' ORDER BY id DESC LIMIT %s"
_HISTORY = (
    "SELECT t.reopened, t.type_id, c.is_vip, (SELECT count(*) FROM core_event e WHERE e.ticket_id = t.id"
    " AND e.verb = 'ticket.assigned'), (SELECT count(DISTINCT k.department_id) FROM desk_task k"
    " WHERE k.ticket_id = t.id AND k.state <> 'withdrawn') FROM desk_ticket t"
    " JOIN customers_customer c ON c.id = t.customer_id WHERE t.id = %s"
)
_TYPE_KEYS = "SELECT id, key FROM desk_tickettype"


@action
def assess_tickets(ticket_ids: Iterable[int]) -> int:
    """Estimate how difficult these tickets are; returns how many estimates are new.

    What a colleague has said stands; an estimate only ever rises.
    """
    keys: dict[int, str] = dict(fetch(_TYPE_KEYS, ()))
    fresh = 0
    for pk in ticket_ids:
        known = read(Assessment, ticket_id=pk)
        if known is not None and known.by_staff_id is not None:
            continue
        level, reasons = assess(features(pk, keys))
        ticket = read(Ticket, id=pk) if known is None or level > known.complexity else None
        if ticket is not None:
            _note(ticket, known, level, reasons, by=SYSTEM)
            fresh += 1
    return fresh


def features(ticket_id: int, keys: dict[int, str]) -> Features:
    """What is known of a ticket."""
    texts = tuple(text for (text,) in reversed(fetch(_TEXTS, (ticket_id, NEWEST))))
    reopened, type_id, is_vip, assigned, departments = fetch(_HISTORY, (ticket_id,))[0]
    chain = setup.current().chains.get(type_id or 0, frozenset())
    return Features(
        texts,
        frozenset(keys[pk] for pk in chain if pk in keys),
        reopened,
        max(0, assigned - 1),
        departments,
        bool(is_vip),
    )


def _note(ticket: Ticket, known: Assessment | None, level: int, reasons: list[str], *, by: Actor) -> None:
    if known is None:
        add(Assessment, ticket_id=ticket.pk, complexity=level, reasons=reasons, by_staff_id=by.staff_id, at=now())
    else:
        update(known, complexity=level, reasons=reasons, by_staff_id=by.staff_id, at=now())
    record(TicketAssessed(complexity=level, reasons=reasons), by=by, ticket=ticket)


@action
def escalate(ticket: Ticket, *, by: Actor, reason: str) -> Ticket:
    """Take a ticket one tier higher than its assignee's: it waits for somebody of that tier, with a note that says why.

    Who is responsible stays so; a super agent takes the lead as well. Raises :class:`Invalid` without a reason,
    :class:`Conflict` at the top and when nobody of a higher tier is here.
    """
    require(by, ASSIGN)
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say in a few words why.")})
    level = _next_level(ticket)
    if not _somebody_at(level):
        raise Conflict(_("Nobody of a higher tier is here now."))
    _note(ticket, Assessment.objects.filter(ticket=ticket).first(), level, ["escalated"], by=by)
    _hand_up(ticket, level, reason.strip(), by=by)
    return ticket


@action
def lead_several(ticket: Ticket) -> bool:
    """A case at which several departments work goes to a super agent, if one is here; whether it did."""
    known = Assessment.objects.filter(ticket=ticket).first()
    assignee = Staff.objects.filter(pk=ticket.assignee_id).first() if ticket.assignee_id else None
    if known is None or "departments" not in known.reasons or not ticket.is_open or not _somebody_at(SUPER):
        return False
    if assignee is not None and TIERS[assignee.tier] in (0, SUPER):
        return False
    with override(Installation.objects.values_list("language", flat=True).first() or "zh-hans"):
        _hand_up(ticket, SUPER, _("Several departments work on it."), by=SYSTEM)
    return True


def _next_level(ticket: Ticket) -> int:
    tier = (
        Staff.objects.filter(pk=ticket.assignee_id).values_list("tier", flat=True).first() if ticket.assignee_id else ""
    )
    known = Assessment.objects.filter(ticket=ticket).values_list("complexity", flat=True).first() or 1
    level = max(TIERS[tier or ""] or known, 1) + 1
    if level > SUPER:
        raise Conflict(_("A super agent has it already."))
    return level


def _somebody_at(level: int) -> bool:
    here = loading.agents(setup.current()).values()
    return any(agent.presence == ONLINE and agent.profile.tier >= level for agent in here)


def _hand_up(ticket: Ticket, level: int, reason: str, *, by: Actor) -> None:
    """A note with the summary, then the ticket is nobody's until somebody of the tier gets it."""
    old = ticket.assignee_id
    desk.note(ticket, by=SYSTEM, text=_summary(ticket, reason))
    desk.assign(ticket, by=SYSTEM, to=None, reason=reason, how="automatic")
    record(TicketEscalated(level=level, old=old, reason=reason), by=by, ticket=ticket)


def _summary(ticket: Ticket, reason: str) -> str:
    """What the next one must know."""
    texts = [text for (text,) in reversed(fetch(_TEXTS, (ticket.pk, NEWEST)))]
    parts = [
        _("Taken to a higher tier: %(reason)s") % {"reason": reason},
        _("Subject: %(subject)s") % {"subject": ticket.subject},
    ]
    if texts:
        parts.append(_("First asked: %(text)s") % {"text": texts[0][:300]})
    if len(texts) > 1:
        parts.append(_("Said last: %(text)s") % {"text": texts[-1][:300]})
    return "\n".join(parts)
