"""The desk for programs: tickets, messages, files, what they are sorted by, search and the log."""

from manyi.desk.api import (
    bulk,
    cases,
    files,
    leading,
    lifecycle,
    log,
    loop,
    messages,
    prepared,
    promises,
    relations,
    setup,
    tasks,
    tickets,
    visits,
    waiting,
)

# The busiest addresses first: they are looked up in this order.
RESOURCES = (
    ("Tickets", tickets.resource),
    ("Messages", messages.resource),
    ("Tickets", lifecycle.resource),
    ("Relations", relations.resource),
    ("Tasks", tasks.resource),
    ("Promises", promises.resource),
    ("Procedures and approvals", leading.resource),
    ("Cases", cases.resource),
    ("Return visits", visits.resource),
    ("Tickets", loop.resource),
    ("Files", files.resource),
    ("Messages", waiting.resource),
    ("Tickets", bulk.resource),
    ("Prepared texts and macros", prepared.resource),
    ("Setup", setup.resource),
    ("Search and events", log.resource),
)
