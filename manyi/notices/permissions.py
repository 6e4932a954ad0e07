"""What staff may be allowed to do with notices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.permissions import declare, declare_scope

ANNOUNCE = declare("notice.announce", _("Publish announcements"))

declare_scope("notices", _("Read notices, publish and read announcements"), ANNOUNCE)
