"""What can be asked of the desk, shaped for its screens. Other apps import the queries from here."""

from manyi.desk.queries.bulk import BulkState, bulk_state, get_bulk
from manyi.desk.queries.choices import (
    colleagues_by_id,
    custom_fields,
    get_field,
    get_team,
    get_type,
    tag_names,
    ticket_types,
    types_by_id,
)
from manyi.desk.queries.conversation import NEWEST, Conversation, File, Happened, Said, conversation
from manyi.desk.queries.filters import TicketFilter
from manyi.desk.queries.finding import Found, Hit, add_asides, find_all, find_customers, mark_words
from manyi.desk.queries.inbox import PAGE, InboxPage, Line, Row, inbox_page
from manyi.desk.queries.lists import (
    BUILT_IN,
    TicketList,
    counts,
    filter_list,
    forget_counts,
    get_list,
    lists_for,
    saved_filter,
)
from manyi.desk.queries.loop import first_contact_of, first_contact_rate, first_contacts
from manyi.desk.queries.panel import CustomerPanel, customer_panel
from manyi.desk.queries.prepared import (
    MacroLine,
    find_wordings,
    get_macro,
    get_wording,
    macro_lines,
    macros,
    tags_of,
    wordings,
)
from manyi.desk.queries.reference import Reference, forget_reference, reference
from manyi.desk.queries.selection import Selection, page_ids
from manyi.desk.queries.stories import handover_summary
from manyi.desk.queries.tasks import (
    SIDES,
    Progress,
    TaskPage,
    departments,
    get_department,
    get_receiver,
    get_task_template,
    open_task_count,
    progress_of,
    receivers,
    task_list,
    task_page,
    task_templates,
    tasks_of,
)
from manyi.desk.queries.ticket import TicketPage, drafts, has_new_mention, ticket_facts, ticket_page

__all__ = [
    "BUILT_IN",
    "NEWEST",
    "PAGE",
    "SIDES",
    "BulkState",
    "Conversation",
    "CustomerPanel",
    "File",
    "Found",
    "Happened",
    "Hit",
    "InboxPage",
    "Line",
    "MacroLine",
    "Progress",
    "Reference",
    "Row",
    "Said",
    "Selection",
    "TaskPage",
    "TicketFilter",
    "TicketList",
    "TicketPage",
    "add_asides",
    "bulk_state",
    "colleagues_by_id",
    "conversation",
    "counts",
    "custom_fields",
    "customer_panel",
    "departments",
    "drafts",
    "filter_list",
    "find_all",
    "find_customers",
    "find_wordings",
    "first_contact_of",
    "first_contact_rate",
    "first_contacts",
    "forget",
    "forget_counts",
    "forget_reference",
    "get_bulk",
    "get_department",
    "get_field",
    "get_list",
    "get_macro",
    "get_receiver",
    "get_task_template",
    "get_team",
    "get_type",
    "get_wording",
    "handover_summary",
    "has_new_mention",
    "inbox_page",
    "lists_for",
    "macro_lines",
    "macros",
    "mark_words",
    "open_task_count",
    "page_ids",
    "progress_of",
    "receivers",
    "reference",
    "saved_filter",
    "tag_names",
    "tags_of",
    "task_list",
    "task_page",
    "task_templates",
    "tasks_of",
    "ticket_facts",
    "ticket_page",
    "ticket_types",
    "types_by_id",
    "wordings",
]


def forget() -> None:
    """Drop everything this process remembers between requests."""
    forget_reference()
    forget_counts()
