"""What staff and programs may do with the routing and the floor. Setting up asks for the settings' permission."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.permissions import declare, declare_scope
from manyi.desk.permissions import ASSIGN, SEE
from manyi.people.permissions import MANAGE_SETTINGS, MANAGE_STAFF

SEE_FLOOR = declare("floor.see", _("See the floor, and ask colleagues in"))
RUSH = declare("floor.rush", _("Start and end rush mode"))

declare_scope("floor:read", _("Read the floor"), SEE_FLOOR)
declare_scope("floor:write", _("Reassign on the floor, ask colleagues in, rush mode"), SEE_FLOOR, SEE, ASSIGN, RUSH)
declare_scope("trials:write", _("Compare routing policies"), MANAGE_SETTINGS)
declare_scope("routing:read", _("Read queues, waiting work and decisions"), SEE)
declare_scope("routing:write", _("Set up queues, weights and skills"), MANAGE_SETTINGS, MANAGE_STAFF)
