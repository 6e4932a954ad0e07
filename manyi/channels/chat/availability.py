"""Whether somebody can answer a chat now: in the hours of the team, else of the company, with a colleague present."""

from __future__ import annotations

import datetime as dt
import time

from django.utils import timezone

from manyi.channels.chat.sites import Site
from manyi.core.models import Installation
from manyi.core.times import zone
from manyi.people.models import Presence, PresenceState
from manyi.sla.queries import is_worked

REMEMBER = 5.0
_remembered: dict[int, tuple[float, bool]] = {}


def is_attended(site: Site) -> bool:
    """Whether a chat begun now meets somebody; remembered for a few seconds."""
    known = _remembered.get(site.pk)
    if known is not None and known[0] > time.monotonic():
        return known[1]
    attended = (site.config.always_open or within_hours(site, timezone.now())) and _somebody_in(site)
    _remembered[site.pk] = (time.monotonic() + REMEMBER, attended)
    return attended


def forget() -> None:
    """Drop what is remembered."""
    _remembered.clear()


def within_hours(site: Site, at: dt.datetime) -> bool:
    """Whether the site's team works at this instant by its own calendar (holidays, swapped days, lunch), else the
    company by its hours; always, before it has said when."""
    own = is_worked(site.team_id, at)
    if own is not None:
        return own
    installation = Installation.objects.filter(id=1).first()
    if installation is None or not installation.working_days:
        return True
    local = at.astimezone(zone(installation.time_zone))
    return local.weekday() in installation.working_days and (
        installation.opens_at <= local.time() < installation.closes_at
    )


def _somebody_in(site: Site) -> bool:
    present = Presence.objects.filter(state__in=[PresenceState.ONLINE, PresenceState.BUSY], staff__is_active=True)
    return (present.filter(staff__team_id=site.team_id) if site.team_id else present).exists()
