"""How long every list takes, and every small step on the way: ``python -m bench lists`` on a filled database."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import quote

from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.desk import BACKEND
from manyi.customers.models import Customer
from manyi.desk import queries
from manyi.desk.models import SavedView, Tag, Ticket, TicketType
from manyi.people.models import Staff

ROUNDS = 7
SMALL = ("/tasks/?side=mine", "/tasks/?side=asked", "/tasks/?side=department", "/tasks/?side=all", "/visits/",
         "/visits/?side=all", "/cases/", "/cases/?side=closed", "/team/", "/settings/desk/sops/", "/customers/",
         "/tags", "/colleagues", "/filters/new", "/commands/", "/prepared/", "/tickets/new", "/notices/")  # fmt: skip

DEEDS = (
    ("messages", {"kind": "out", "text": "您好，已经为您登记，明天上午十点给您回电。", "list": "open"}),
    ("messages", {"kind": "note", "text": "已经问过仓库。", "list": "open"}),
    ("tags", {"add": "表带", "list": "open"}),
    ("fields", {"priority": "3", "list": "open"}),
    ("status", {"status": "3", "list": "open"}),
    ("resolution", {"list": "open", "next": "1"}),
    ("closure", {"reason": "办好了", "list": "open", "next": "1"}),
)


class Took(NamedTuple):
    """One address: milliseconds (median of a few, remembered counts forgotten before each) and queries."""

    who: str
    path: str
    median: float
    slowest: float
    queries: int
    status: int

    def line(self) -> str:
        """A row of the report."""
        bad = "" if self.status == 200 else f"  {self.status}"
        return f"{self.who:8} {self.path:64.64} {self.median:8.1f} {self.slowest:8.1f} {self.queries:4}{bad}"


def measure() -> Iterator[Took]:
    """Every list for an agent, a leader and the administrator, whose reach differs."""
    _saved_lists()
    for role in ("agent", "leader", "administrator"):
        staff = Staff.objects.filter(role__key=role).order_by("pk")[0]
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(staff, backend=BACKEND)
        for path in _paths(staff):
            yield _timed(client, role, path)
        yield from _deeds(client, role, staff)


def _timed(client: Client, who: str, path: str) -> Took:
    """CPU time, which on SQLite is nearly all there is and depends little on what else the machine does."""
    times = []
    for _round in range(ROUNDS):
        queries.forget_counts()
        began = time.process_time()
        answer = client.get(path, HTTP_HX_REQUEST="true" if path.startswith(("/tags", "/bulk")) else "")
        times.append((time.process_time() - began) * 1000)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(path)
    return Took(who, path, statistics.median(times[1:]), max(times[1:]), len(captured), answer.status_code)


def _paths(staff: Staff) -> Iterator[str]:
    for entry in queries.BUILT_IN:
        yield f"/inbox/{entry.key}/"
    for view in SavedView.objects.order_by("pk"):
        yield f"/inbox/saved-{view.pk}/"
    yield "/bulk/new?all=1&list=open"
    yield from SMALL
    name = Customer.objects.order_by("-pk").values_list("name", flat=True)[0]
    asked = {name, name[0], name[-2:], name.split()[-1].lower(), "c77@customer.example", "nobody of this name"}
    for text in sorted(asked):
        yield f"/customers/?text={quote(text)}"
        yield f"/tickets/new/customers?customer_query={quote(text)}"
        yield f"/search/?q={quote(text)}"
    number = Ticket.objects.filter(assignee=staff, status__lt=4).order_by("-pk").values_list("number", flat=True)
    if number:
        yield from (f"/tickets/{number[0]}/{part}" for part in ("", "side", "conversation", "tasks", "sops", "case"))


def _deeds(client: Client, who: str, staff: Staff) -> Iterator[Took]:
    """What is done to tickets, each time to another one."""
    waiting = Ticket.objects.filter(status__lt=4).filter(Q(assignee=staff) | Q(team=staff.team_id)).order_by("pk")
    numbers = iter(waiting.values_list("number", flat=True)[: ROUNDS * 8])
    ids = ",".join(str(pk) for pk in waiting.values_list("pk", flat=True)[:200])
    step = {"ids": ids, "do": "tag", "value-0-tag": "表带"}
    yield _posted(client, who, "bulk/preview", (("/bulk/preview", step) for _round in range(ROUNDS)))
    for name, values in DEEDS:
        yield _posted(client, who, name, ((f"/tickets/{number}/{name}", values) for number in islice(numbers, ROUNDS)))


def _posted(client: Client, who: str, name: str, requests: Iterable[tuple[str, dict[str, str]]]) -> Took:
    times, status, asked = [0.0], 200, 0
    for path, values in requests:
        with CaptureQueriesContext(connection) as captured:
            began = time.process_time()
            status = client.post(path, values, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="conversation").status_code
            times.append((time.process_time() - began) * 1000)
        asked = len(captured)
    return Took(who, f"POST {name}", statistics.median(times[1:] or times), max(times), asked, status)


def _saved_lists() -> None:
    """A few filters that people do save, each looking for something that no index of its own serves."""
    if SavedView.objects.exists():
        return
    tag, kind = Tag.objects.order_by("pk")[0].name, TicketType.objects.order_by("pk")[0].pk
    wanted: tuple[dict[str, object], ...] = (
        {"tag": [tag], "status": [0, 1]},
        {"tag": [tag]},
        {"type": [kind], "created_from": "2026-11-01", "created_to": "2026-11-02"},
        {"closed_from": "2026-11-01", "closed_to": "2026-11-02"},
        {"channel": ["voice"], "priority": [4]},
        {"overdue": "1"},
        {"assignee": "none", "waiting": "1"},
    )
    for place, one in enumerate(wanted):
        SavedView.objects.create(name=f"Filter {place}", filter=one, created_at="2026-01-01T00:00:00Z")
