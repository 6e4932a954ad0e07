"""The places of people in the rail and in the settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.navigation import Entry, add, add_setting
from manyi.people.permissions import MANAGE_ROLES, MANAGE_STAFF, MANAGE_TOKENS, SEE_STAFF

add(Entry("people", _("Colleagues"), "users", 70, SEE_STAFF))
add_setting(
    Entry("settings_teams", _("Teams and departments"), "network", 20, MANAGE_STAFF, also=("/settings/departments/",))
)
add_setting(Entry("settings_roles", _("Roles"), "shield-check", 30, MANAGE_ROLES))
add_setting(Entry("settings_tokens", _("API tokens"), "key-round", 80, MANAGE_TOKENS))
