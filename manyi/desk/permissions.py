"""What staff may be allowed to do at the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.permissions import declare

SEE = declare("ticket.see", _("See tickets"))
CREATE = declare("ticket.create", _("Create tickets"))
REPLY = declare("ticket.reply", _("Reply to customers"))
NOTE = declare("ticket.note", _("Write internal notes"))
EDIT = declare("ticket.edit", _("Change subject, type, priority, tags and fields"))
ASSIGN = declare("ticket.assign", _("Take, assign and transfer tickets"))
RESOLVE = declare("ticket.resolve", _("Propose solutions, close and reopen"))
MERGE = declare("ticket.merge", _("Merge, split and link tickets"))
ARCHIVE = declare("ticket.archive", _("Archive tickets"))
SHARE_VIEW = declare("view.share", _("Save views for a team or for all"))
SEARCH = declare("search.use", _("Search"))
