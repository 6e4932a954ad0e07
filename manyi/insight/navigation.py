"""The place of the numbers in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.navigation import Entry, add
from manyi.insight.permissions import SEE_TODAY

add(Entry("today", _("Today"), "chart-column", 50, SEE_TODAY))
add(Entry("first-contact", _("First-contact resolution"), "target", 52, SEE_TODAY, also=("/first-contact/",)))
