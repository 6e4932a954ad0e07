"""The desk for programs: tickets, messages, files, what they are sorted by, search and the log."""

from manyi.desk.api import files, lifecycle, log, messages, relations, setup, tickets

RESOURCES = {
    "Tickets": [tickets.resource, lifecycle.resource],
    "Relations": [relations.resource],
    "Messages": [messages.resource],
    "Files": [files.resource],
    "Setup": [setup.resource],
    "Search and events": [log.resource],
}
