"""Where clocks are set up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.navigation import SERVING, Entry, add_setting
from manyi.people.permissions import MANAGE_SETTINGS

_BELOW = "/settings/sla/"
add_setting(
    Entry(
        "sla-policies", _("Response targets"), "timer", 44, MANAGE_SETTINGS, also=(f"{_BELOW}policies/",), group=SERVING
    )
)
add_setting(
    Entry(
        "sla-calendars", _("Working hours"), "calendar-clock", 45, MANAGE_SETTINGS, also=(f"{_BELOW}calendars/",),
        group=SERVING,
    )
)  # fmt: skip
