"""What staff may be allowed to do at the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.core.permissions import declare, declare_scope
from manyi.customers.permissions import SEE as SEE_CUSTOMERS

SEE = declare("ticket.see", _("See tickets"))
CREATE = declare("ticket.create", _("Create tickets"))
REPLY = declare("ticket.reply", _("Reply to customers"))
NOTE = declare("ticket.note", _("Write internal notes"))
EDIT = declare("ticket.edit", _("Change subject, type, priority, tags and fields"))
ASSIGN = declare("ticket.assign", _("Take, assign and transfer tickets"))
RESOLVE = declare("ticket.resolve", _("Propose solutions, close and reopen"))
LEAD = declare("ticket.lead", _("Take over, whisper and hand out the work of others"))
APPROVE = declare("approval.decide", _("Decide every approval"))
COORDINATE = declare("case.coordinate", _("Open and coordinate cases over departments"))
ASK = declare("task.ask", _("Ask other departments for something"))
MERGE = declare("ticket.merge", _("Merge, split and link tickets"))
ARCHIVE = declare("ticket.archive", _("Archive tickets"))
SHARE_VIEW = declare("view.share", _("Save views for a team or for all"))
SEARCH = declare("search.use", _("Search"))

declare_scope("tickets:read", _("Read tickets, messages and files"), SEE, SEE_CUSTOMERS)
declare_scope(
    "tickets:write",
    _("Open and change tickets"),
    *(SEE, SEE_CUSTOMERS, CREATE, EDIT, ASSIGN, ASK, LEAD, APPROVE, COORDINATE, RESOLVE, MERGE, ARCHIVE, SHARE_VIEW),
)
declare_scope("messages:write", _("Take in messages, reply and write notes"), SEE, REPLY, NOTE)
declare_scope("files:write", _("Upload files"), SEE)
declare_scope("search", _("Search"), SEE, SEARCH)
declare_scope("events:read", _("Read the event log"), SEE)
