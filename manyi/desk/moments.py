"""Coming moments people choose: in an hour, tomorrow morning, on Monday, or a time they enter themselves."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from manyi.core.errors import Invalid

MORNING = dt.time(9)
CODES = ("1h", "3h", "tomorrow", "monday")


def choices() -> list[tuple[str, str]]:
    """Codes with their words."""
    words = (_("In one hour"), _("In three hours"), _("Tomorrow at 9:00"), _("Next Monday at 9:00"))
    return list(zip(CODES, words, strict=True))


def read(text: str) -> dt.datetime:
    """The moment a code or a local time (2026-11-23T09:00) means now. Raises :class:`Invalid` for a past one."""
    local = timezone.localtime()
    match text:
        case "1h" | "3h":
            return timezone.now() + dt.timedelta(hours=int(text[0]))
        case "tomorrow":
            return _morning(local.date() + dt.timedelta(days=1))
        case "monday":
            return _morning(local.date() + dt.timedelta(days=7 - local.weekday() if local.weekday() else 7))
    found = _parsed(text)
    if found is None or found <= timezone.now():
        raise Invalid(fields={"until": _("Choose a time to come.")})
    return found


def _morning(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, MORNING))


def _parsed(text: str) -> dt.datetime | None:
    try:
        found = parse_datetime(text)
        return timezone.make_aware(found) if found is not None and timezone.is_naive(found) else found
    except (ValueError, OverflowError):
        return None
