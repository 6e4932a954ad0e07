"""What staff may be allowed to do about channels."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.permissions import declare

MANAGE = declare("channel.manage", _("Set up mailboxes, chat sites and forms"))
SEE = declare("channel.see", _("See the health of channels"))
