"""How the desk's own events read in a timeline."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from manyi.core.times import full
from manyi.desk import events as e
from manyi.desk.models import Priority, Stage, Status
from manyi.desk.timeline import Names, says

QUIET_REASONS = {"replied", "message", "assigned"}
"""Status changes that follow from something the timeline shows anyway."""
SAID_BY_THE_CUSTOMER = {"customer", "chat"}
"""Where a customer can say that it is not solved: on the own pages, in the chat."""


def _because(text: str, reason: str) -> str:
    return _("%(what)s: %(reason)s") % {"what": text, "reason": reason} if reason else text


@says(e.TicketCreated)
def created(payload: e.TicketCreated, names: Names) -> str:
    return _("opened the ticket")


@says(e.TicketAssigned)
def assigned(payload: e.TicketAssigned, names: Names) -> str:
    who = names.name(payload.new_assignee)
    if payload.how == "taken":
        return _("took the ticket")
    if payload.how == "reply":
        return _("took the ticket by answering")
    if payload.how == "automatic" and who:
        return _("assigned to %(who)s automatically") % {"who": who}
    if payload.new_assignee != payload.old_assignee:
        text = _("assigned it to %(who)s") % {"who": who} if who else _("gave it back to the queue")
        return _because(text, payload.reason)
    team = names.team(payload.new_team)
    return _because(
        _("moved it to %(team)s") % {"team": team} if team else _("took it out of its team"), payload.reason
    )


@says(e.OwnerChanged)
def owner_changed(payload: e.OwnerChanged, names: Names) -> str:
    if payload.old is None:
        return _("%(who)s is responsible to the end") % {"who": names.name(payload.new)}
    return _because(_("made %(who)s responsible") % {"who": names.name(payload.new)}, payload.reason)


@says(e.StatusChanged)
def status_changed(payload: e.StatusChanged, names: Names) -> str:
    if payload.reason in QUIET_REASONS:
        return ""
    if payload.reason == "bounced":
        return _("open again, since the mail came back")
    return _because(_("status: %(status)s") % {"status": Status(payload.new).label}, payload.reason)


@says(e.ResolutionProposed)
def proposed(payload: e.ResolutionProposed, names: Names) -> str:
    return _because(_("proposed the solution to the customer"), payload.reason)


@says(e.TicketClosed)
def closed(payload: e.TicketClosed, names: Names) -> str:
    if payload.how == "confirmed":
        return _("confirmed that it is solved")
    if payload.how == "silence":
        return _("closed, since the customer did not object")
    return _because(_("closed the ticket"), payload.reason)


@says(e.TicketReopened)
def reopened(payload: e.TicketReopened, names: Names) -> str:
    if payload.reason == "message":
        return _("wrote again, so the ticket is open again")
    if payload.reason in SAID_BY_THE_CUSTOMER:
        return _("said that it is not solved, so the ticket is open again")
    return _because(_("reopened the ticket"), payload.reason)


@says(e.TicketChanged)
def changed(payload: e.TicketChanged, names: Names) -> str:
    parts = [_one_change(name, value, names) for name, value in payload.new.items()]
    return _(", ").join(part for part in parts if part)


def _one_change(name: str, value: Any, names: Names) -> str:
    if name == "subject":
        return _("changed the subject to “%(subject)s”") % {"subject": value}
    if name == "priority":
        return _("priority: %(priority)s") % {"priority": Priority(value).label}
    if name == "type_id":
        return _("type: %(type)s") % {"type": names.type_label(value) or _("none")}
    if name == "stage":
        return _("stage: %(stage)s") % {"stage": Stage(value).label if value else _("none")}
    if name.startswith("field:"):
        return _("filled in “%(field)s”") % {"field": names.field_label(name.removeprefix("field:"))}
    return ""


@says(e.TagsChanged)
def tagged(payload: e.TagsChanged, names: Names) -> str:
    parts = []
    if payload.added:
        parts.append(_("tagged %(tags)s") % {"tags": " ".join(f"#{name}" for name in payload.added)})
    if payload.removed:
        parts.append(_("removed %(tags)s") % {"tags": " ".join(f"#{name}" for name in payload.removed)})
    return _(", ").join(parts)


@says(e.TicketFollowed)
def followed(payload: e.TicketFollowed, names: Names) -> str:
    return _("%(who)s follows from now on") % {"who": names.name(payload.staff)}


@says(e.TicketsMerged)
def merged(payload: e.TicketsMerged, names: Names) -> str:
    return _("merged #%(number)s into this ticket") % {"number": payload.number}


@says(e.TicketMergeUndone)
def merge_undone(payload: e.TicketMergeUndone, names: Names) -> str:
    return _("took #%(number)s out again") % {"number": payload.number}


@says(e.TicketSplit)
def split(payload: e.TicketSplit, names: Names) -> str:
    return _("split off from #%(number)s") % {"number": payload.number}


@says(e.TicketsLinked)
def linked(payload: e.TicketsLinked, names: Names) -> str:
    if payload.kind == "split":
        return ""
    return _("linked with #%(number)s") % {"number": payload.number}


@says(e.TicketArchived)
def archived(payload: e.TicketArchived, names: Names) -> str:
    return _because(_("archived the ticket"), payload.reason)


@says(e.TicketUnarchived)
def unarchived(payload: e.TicketUnarchived, names: Names) -> str:
    return _("brought the ticket back from the archive")


@says(e.TicketCustomerChanged)
def customer_changed(payload: e.TicketCustomerChanged, names: Names) -> str:
    return _("moved to another customer file")


@says(e.MacroRun)
def macro_run(payload: e.MacroRun, names: Names) -> str:
    return _("ran the macro “%(name)s”") % {"name": payload.name}


def _moment(seconds: float) -> str:
    return full(dt.datetime.fromtimestamp(seconds, dt.UTC))


@says(e.ReplyPlanned)
def reply_planned(payload: e.ReplyPlanned, names: Names) -> str:
    return _("planned a reply for %(time)s") % {"time": _moment(payload.send_at)}


@says(e.ReplyHeld)
def reply_held(payload: e.ReplyHeld, names: Names) -> str:
    return _("the planned reply of %(who)s is held") % {"who": names.name(payload.staff)}


@says(e.ReplyTakenBack)
def reply_taken_back(payload: e.ReplyTakenBack, names: Names) -> str:
    return _("took a planned reply back")


@says(e.TicketSnoozed)
def snoozed(payload: e.TicketSnoozed, names: Names) -> str:
    if payload.until is None:
        return _("put it aside until the customer writes")
    return _("put it aside until %(time)s") % {"time": _moment(payload.until)}
