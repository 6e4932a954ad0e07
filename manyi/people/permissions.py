"""What staff may be allowed to do about people, and the roles every installation starts with."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.permissions import declare, declare_scope

MANAGE_STAFF = declare("staff.manage", _("Invite colleagues and change their roles"))
SEE_STAFF = declare("staff.see", _("See the staff directory"))
MANAGE_ROLES = declare("role.manage", _("Say what each role may do"))
MANAGE_SETTINGS = declare("settings.manage", _("Change the settings of the company"))
MANAGE_TOKENS = declare("token.manage", _("Create and revoke API tokens"))
SEE_AUDIT = declare("audit.see", _("See the record of who revealed or changed what"))

declare_scope("staff:read", _("Read colleagues, teams and departments"), SEE_STAFF)
declare_scope("bulk", _("No rate limits, for imports"))
