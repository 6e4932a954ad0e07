"""Return visits: planned by rule when a ticket closes, done with an outcome."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, require
from manyi.core.errors import Conflict, Invalid, NotFound
from manyi.core.rows import add, update
from manyi.desk.actions.lifecycle import reopen
from manyi.desk.actions.locking import change, locked
from manyi.desk.actions.saving import named
from manyi.desk.models import OnSilence, Ticket, TicketType, Visit, VisitOutcome, VisitRule, VisitState
from manyi.desk.permissions import RESOLVE
from manyi.desk.work_events import VisitDone, VisitPlanned, VisitRuleSaved
from manyi.people.permissions import MANAGE_SETTINGS

AGAIN = dt.timedelta(days=1)
MOST_ATTEMPTS = 3
DEFAULT_HOURS = 24


def plan_visit(ticket: Ticket, *, after_silence: bool = False) -> Visit | None:
    """Plan the visit the first fitting rule asks for, of a ticket that has just closed, inside its action.

    Some types are always visited when they closed by silence.
    """
    rule = _rule_for(ticket)
    silent = after_silence and ticket.type is not None and ticket.type.on_silence == OnSilence.VISIT
    if (rule is None and not silent) or Visit.objects.filter(ticket=ticket, state=VisitState.PLANNED).exists():
        return None
    return _plan(ticket, rule, now() + dt.timedelta(hours=rule.hours if rule else DEFAULT_HOURS))


def _plan(ticket: Ticket, rule: VisitRule | None, due_at: dt.datetime) -> Visit:
    visit = add(
        Visit,
        ticket_id=ticket.pk,
        rule_id=rule.pk if rule else None,
        staff_id=ticket.owner_id or ticket.assignee_id,
        due_at=due_at,
        created_at=now(),
    )
    record(VisitPlanned(visit=visit.pk, due=due_at.timestamp(), staff=visit.staff_id), by=SYSTEM, ticket=ticket)
    return visit


def _rule_for(ticket: Ticket) -> VisitRule | None:
    """The first rule for the ticket's type whose share takes this ticket; the same ticket is always taken or never."""
    lot = zlib.crc32(ticket.number.encode()) % 100
    parent = ticket.type.parent_id if ticket.type else None
    for rule in VisitRule.objects.filter(is_active=True).prefetch_related("types").order_by("id"):
        types = {kind.pk for kind in rule.types.all()}
        if lot < rule.share and (not types or types & {ticket.type_id, parent}):
            return rule
    return None


@action
def do_visit(visit: Visit, *, by: Actor, outcome: str, score: int | None = None, words: str = "") -> Visit:
    """Write down what the customer said. Not solved opens the ticket again; not reached is tried again tomorrow,
    three times at most. Done already raises :class:`Conflict`."""
    require(by, RESOLVE)
    if outcome not in VisitOutcome.values:
        raise Invalid(fields={"outcome": _("Choose what came of it.")})
    if score is not None and not 1 <= score <= 5:
        raise Invalid(fields={"score": _("Choose 1 to 5.")})
    ticket = locked(visit.ticket)
    visit = _fresh(visit)
    if visit.state != VisitState.PLANNED:
        raise Conflict(_("This return visit is settled already."))
    attempts = visit.attempts + 1
    change(ticket)
    if outcome == VisitOutcome.UNREACHED and attempts < MOST_ATTEMPTS:
        update(visit, attempts=attempts, due_at=now() + AGAIN, words=words.strip())
        record(VisitDone(visit=visit.pk, outcome=outcome, again=True), by=by, ticket=ticket)
        return visit
    update(
        visit,
        attempts=attempts,
        state=VisitState.DONE.value,
        outcome=outcome,
        score=score,
        words=words.strip(),
        staff_id=by.staff_id or visit.staff_id,
        done_at=now(),
    )
    record(VisitDone(visit=visit.pk, outcome=outcome, score=score), by=by, ticket=ticket)
    if outcome == VisitOutcome.UNSOLVED:
        reopen(ticket, by=by, reason=_("return visit: not solved"))
    return visit


def drop_visits(ticket: Ticket) -> None:
    """The ticket is open again: nobody need ask any more. Inside an action."""
    Visit.objects.filter(ticket=ticket, state=VisitState.PLANNED).update(state=VisitState.DROPPED, done_at=now())


@action
def save_visit_rule(
    row: VisitRule | None,
    *,
    by: Actor,
    names: Mapping[str, str],
    types: Iterable[TicketType] = (),
    hours: int = 48,
    share: int = 100,
    is_active: bool = True,
) -> VisitRule:
    """Add a rule for return visits, or change one; planned visits stay."""
    require(by, MANAGE_SETTINGS)
    wrong = {}
    if not 0 <= hours <= 2000:
        wrong["hours"] = _("Enter between 0 and 2000 hours.")
    if not 1 <= share <= 100:
        wrong["share"] = _("Enter between 1 and 100.")
    if wrong:
        raise Invalid(fields=wrong)
    row = row or VisitRule()
    row.names, row.hours, row.share, row.is_active = named(names), hours, share, is_active
    row.save()
    row.types.set(types)
    record(VisitRuleSaved(rule=row.pk), by=by)
    return row


def _fresh(visit: Visit) -> Visit:
    found = Visit.objects.filter(pk=visit.pk).first()
    if found is None:
        raise NotFound()
    return found
