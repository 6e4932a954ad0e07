"""What the desk's templates say: bodies with links and mentions, days, clocks, states and their colours."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_timedelta
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from manyi.core.i18n import label
from manyi.core.times import babel_locale, in_words, moment
from manyi.desk.bodies import clock_time
from manyi.desk.channel_names import channel_icon, channel_label
from manyi.desk.clocks import clock_bars
from manyi.desk.fragments import LATE, SOON, due_words
from manyi.desk.links import ticket_links
from manyi.desk.models import Priority, Stage, Status
from manyi.desk.queries import reference

TONES = {Status.NEW: "info", Status.OPEN: "soon", Status.RESOLVED: "good"}


def day_words(date: dt.date) -> str:
    """A day as people say it."""
    today = timezone.localdate()
    if date == today:
        return _("Today")
    if date == today - dt.timedelta(days=1):
        return _("Yesterday")
    if date.year == today.year:
        return in_words(date, "M月d日 EEEE", "EEEE, MMM d")
    return in_words(date, "long", "long")


def when_words(at: dt.datetime) -> str:
    """A coming or past moment: how far, and when exactly."""
    distance = format_timedelta(at - timezone.now(), add_direction=True, locale=babel_locale())
    return _("%(distance)s (%(exact)s)") % {"distance": distance, "exact": moment(at)}


def month_words(at: dt.datetime) -> str:
    """A month and its year."""
    return in_words(timezone.localtime(at).date(), "yyyy年M月", "MMM yyyy")


def due_left(at: dt.datetime) -> str:
    """How long until an answer is due, or how long it is over."""
    return due_words(int((at - timezone.now()).total_seconds() // 60))


def due_tone(at: dt.datetime) -> str:
    """How pressing that is."""
    seconds = (at - timezone.now()).total_seconds()
    return "late" if seconds < LATE else "soon" if seconds < SOON else "good"


def status_label(status: int) -> str:
    """A status in words."""
    return str(Status(status).label)


def status_tone(status: int) -> str:
    """The colour of a status."""
    return TONES.get(Status(status), "")


def language_name(code: str) -> str:
    """A language in the viewer's language."""
    return _language_name(code, babel_locale())


@lru_cache(maxsize=500)
def _language_name(code: str, locale: str) -> str:
    try:
        return Locale.parse(code, sep="-").get_display_name(locale) or code
    except (UnknownLocaleError, ValueError):
        return code


def plain_value(value: Any) -> str:
    """A custom field's value as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def new_key() -> str:
    """A key under which one sending happens once, however often it is tried."""
    return uuid.uuid4().hex


def channel_labels(keys: list[str]) -> str:
    """Several channels in words."""
    return " · ".join(channel_label(key) for key in keys[:4])


def words() -> dict[str, Any]:
    """Everything above by name, for a template's context."""
    return {
        "channel_icon": channel_icon,
        "channel_label": channel_label,
        "channel_labels": channel_labels,
        "clock_bars": clock_bars,
        "clock_time": clock_time,
        "day_words": day_words,
        "due_words": due_left,
        "due_tone": due_tone,
        "in_language": label,
        "language_name": language_name,
        "month_words": month_words,
        "new_key": new_key,
        "now": timezone.now,
        "plain_value": plain_value,
        "priorities": Priority.choices,
        "ref": reference(),
        "stages": Stage.choices,
        "status_label": status_label,
        "status_tone": status_tone,
        "ticket_links": ticket_links,
        "upload_limit": settings.UPLOAD_LIMIT,
        "when_words": when_words,
    }
