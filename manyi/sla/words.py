"""Lengths of working time as people say and type them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

UNITS = {"s": 1, "m": 60, "h": 3600}


def length(seconds: float) -> str:
    """A length of working time, exact to the unit that matters: 45 s, 30 min, 1 min 30 s, 8 h, 1 h 20 min."""
    whole = round(seconds)
    if whole < 60:
        return ngettext("%(n)d s", "%(n)d s", whole) % {"n": whole}
    hours, minutes = divmod(whole // 60, 60)
    if not hours and whole % 60:
        return _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": whole % 60}
    if not hours:
        return ngettext("%(n)d min", "%(n)d min", minutes) % {"n": minutes}
    if not minutes:
        return ngettext("%(n)d h", "%(n)d h", hours) % {"n": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}


def parse_length(text: str) -> int | None:
    """Seconds of ``90s``, ``30m``, ``8h`` or a plain number of minutes; None for nothing. Raises ``ValueError``."""
    clean = text.strip().lower()
    if not clean:
        return None
    number, unit = (clean[:-1], clean[-1]) if clean[-1] in UNITS else (clean, "m")
    found = float(number) * UNITS[unit]
    if not 0 <= found < 10**9:
        raise ValueError(text)
    return round(found)


def write_length(seconds: int) -> str:
    """As :func:`parse_length` reads it."""
    for unit, size in (("h", 3600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"
