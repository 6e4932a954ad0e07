"""What staff may be allowed to do about customers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.permissions import declare, declare_scope

SEE = declare("customer.see", _("See customers"))
EDIT = declare("customer.edit", _("Create and change customers"))
REVEAL = declare("customer.reveal", _("Reveal masked phone numbers and addresses, with a reason"))
MERGE = declare("customer.merge", _("Merge customers and undo a merge"))

declare_scope("customers:read", _("Read customers"), SEE)
declare_scope("customers:write", _("Create, change, merge and reveal customers"), SEE, EDIT, MERGE, REVEAL)
