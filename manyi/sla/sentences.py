"""How the clocks read in a ticket's timeline. Starting, pausing and ending follow from what stands there anyway."""

from __future__ import annotations

from django.utils.translation import gettext as _

from manyi.desk.models import Priority
from manyi.desk.timeline import Names, says
from manyi.sla.events import ClockEscalated, TargetBreached, TargetNear
from manyi.sla.models import Kind


@says(TargetBreached)
def breached(payload: TargetBreached, names: Names) -> str:
    if payload.kind in (Kind.FIRST, Kind.NEXT, ""):
        return _("the answer was not given in time")
    return _("not done in time: %(what)s") % {"what": Kind(payload.kind).label}


@says(TargetNear)
def near(payload: TargetNear, names: Names) -> str:
    return _("%(what)s: %(share)d %% of the time is used") % {
        "what": Kind(payload.kind).label,
        "share": payload.share,
    }


@says(ClockEscalated)
def escalated(payload: ClockEscalated, names: Names) -> str:
    parts = [_("escalated: %(what)s") % {"what": Kind(payload.kind).label}]
    if payload.told:
        parts.append(_("told %(who)s") % {"who": "、".join(names.name(pk) for pk in payload.told)})
    if payload.priority is not None:
        parts.append(_("priority raised to %(priority)s") % {"priority": Priority(payload.priority).label})
    return " · ".join(parts)
