"""What programs may read of the clocks. Setting up asks for the permission to change the company's settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.permissions import declare_scope
from manyi.desk.permissions import SEE
from manyi.people.permissions import MANAGE_SETTINGS

declare_scope("sla:read", _("Read calendars, policies and clocks"), SEE)
declare_scope("sla:write", _("Set up calendars and policies"), MANAGE_SETTINGS)
