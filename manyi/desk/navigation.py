"""The desk's places in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.navigation import OWN, TICKETS, Entry, add, add_setting
from manyi.desk.permissions import COORDINATE, LEAD, RESOLVE, SEE
from manyi.people.permissions import MANAGE_SETTINGS

add(Entry("inbox", _("Workspace"), "inbox", 10, SEE, also=("/tickets/", "/filters", "/search/")))
add(Entry("tasks", _("Tasks"), "list-checks", 32, SEE, also=("/tasks/",)))
add_setting(Entry("desk-style", _("How I work"), "sliders-horizontal", 90, SEE, group=OWN))
add(Entry("team", _("Team work"), "users-round", 42, LEAD, also=("/team/", "/approvals/")))
add(Entry("cases", _("Cases"), "network", 36, COORDINATE, also=("/cases/",)))
add(Entry("visits", _("Return visits"), "phone-call", 34, RESOLVE, also=("/visits/",)))
add_setting(Entry("desk-types", _("Ticket types"), "list-tree", 40, MANAGE_SETTINGS, group=TICKETS))
add_setting(Entry("desk-fields", _("Custom fields"), "text-cursor-input", 41, MANAGE_SETTINGS, group=TICKETS))
add_setting(Entry("desk-task-templates", _("Task templates"), "list-checks", 42, MANAGE_SETTINGS, group=TICKETS))
add_setting(Entry("desk-visit-rules", _("Return visits"), "phone-call", 43, MANAGE_SETTINGS, group=TICKETS))
add_setting(Entry("desk-approval-rules", _("Approvals"), "stamp", 44, MANAGE_SETTINGS, group=TICKETS))
add_setting(Entry("desk-sops", _("Procedures"), "workflow", 45, MANAGE_SETTINGS, group=TICKETS))
