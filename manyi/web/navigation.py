"""The place of the settings in the rail, and the company among them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.navigation import Entry, add, add_script, add_setting, settings_pages
from manyi.people.permissions import MANAGE_SETTINGS

add(Entry("settings", _("Settings"), "settings", 90, shown=lambda viewer: bool(settings_pages(viewer))))
add_setting(Entry("settings_company", _("Company"), "building-2", 10, MANAGE_SETTINGS))
add_script("web/js/offline.js")
