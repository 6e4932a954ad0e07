"""Notices in the rail, with how many are new."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.navigation import OWN, Badge, Entry, add, add_script, add_setting
from manyi.notices.queries import unseen

NOTICES = Entry("notices", _("Notices"), "bell", 20, badge=Badge(unseen, "notices-badge", ("notice.sent",)))
add(NOTICES)
add_setting(Entry("notice-choices", _("How I am told"), "bell-ring", 91, group=OWN))
add_script("notices/notices.js")
