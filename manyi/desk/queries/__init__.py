"""What can be asked of the desk, shaped for its screens. Other apps import the queries from here."""

from manyi.desk.queries.conversation import NEWEST, Conversation, File, Happened, Said, conversation
from manyi.desk.queries.filters import TicketFilter
from manyi.desk.queries.finding import Found, Hit, find_all, find_customers, mark_words
from manyi.desk.queries.inbox import InboxPage, Line, Row, inbox_page
from manyi.desk.queries.lists import TicketList, counts, filter_list, forget_counts, get_list, lists_for
from manyi.desk.queries.panel import CustomerPanel, customer_panel
from manyi.desk.queries.reference import Reference, forget_reference, reference
from manyi.desk.queries.selection import Selection
from manyi.desk.queries.ticket import TicketPage, ticket_facts, ticket_page, writing

__all__ = [
    "NEWEST",
    "Conversation",
    "CustomerPanel",
    "File",
    "Found",
    "Happened",
    "Hit",
    "InboxPage",
    "Line",
    "Reference",
    "Row",
    "Said",
    "Selection",
    "TicketFilter",
    "TicketList",
    "TicketPage",
    "conversation",
    "counts",
    "customer_panel",
    "filter_list",
    "find_all",
    "find_customers",
    "forget",
    "forget_counts",
    "forget_reference",
    "get_list",
    "inbox_page",
    "lists_for",
    "mark_words",
    "reference",
    "ticket_facts",
    "ticket_page",
    "writing",
]


def forget() -> None:
    """Drop everything this process remembers between requests."""
    forget_reference()
    forget_counts()
