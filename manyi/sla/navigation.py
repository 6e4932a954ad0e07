"""Where clocks are set up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.navigation import Badge, Entry, add, add_setting
from manyi.desk.permissions import SEE
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.sla.queries import unseen_notices

NOTICES = Entry(
    "sla-notices",
    _("Notices"),
    "bell",
    20,
    SEE,
    badge=Badge(unseen_notices, "sla-notices-badge", ("sla.near", "sla.breached", "sla.escalated")),
)
add(NOTICES)
add_setting(
    Entry("sla-policies", _("Response targets"), "timer", 44, MANAGE_SETTINGS, also=("/settings/sla/policies/",))
)
add_setting(
    Entry(
        "sla-calendars", _("Working hours"), "calendar-clock", 45, MANAGE_SETTINGS, also=("/settings/sla/calendars/",)
    )
)
