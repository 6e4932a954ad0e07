"""What staff may be allowed to do with the library."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.permissions import declare, declare_scope

READ = declare("knowledge.read", _("Read the library"))
CONTRIBUTE = declare("knowledge.contribute", _("Propose articles from solved tickets"))
WRITE = declare("knowledge.write", _("Write and change articles"))
REVIEW = declare("knowledge.review", _("Review and publish what others wrote"))
MANAGE = declare("knowledge.manage", _("Manage categories and variables, import and archive"))
OVERSEE = declare("knowledge.oversee", _("See who has read policy changes"))

declare_scope("knowledge:read", _("Read the library"), READ, OVERSEE)
declare_scope(
    "knowledge:write", _("Write, review and publish articles"), READ, CONTRIBUTE, WRITE, REVIEW, MANAGE, OVERSEE
)
