"""Where the help centre is set up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.navigation import CHANNELS, Entry, add_setting
from manyi.people.permissions import MANAGE_SETTINGS

add_setting(Entry("help_look", _("Help centre"), "life-buoy", 50, MANAGE_SETTINGS, group=CHANNELS))
