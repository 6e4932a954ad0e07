"""Fill an empty database with tickets: ``python -m bench fill --tickets 100000``."""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from random import Random

from django.db import connection, transaction
from django.utils import timezone

from bench import corpus
from bench.company import found
from bench.plans import DAYS, HOUR, Plan, plans
from bench.sheets import Sheet, loading, stamper
from bench.telling import Case, Teller
from manyi.core import log, reactions
from manyi.core.actors import ActorKind
from manyi.core.crypto import encrypt
from manyi.core.events import encode
from manyi.core.models import Event
from manyi.customers.events import CustomerCreated
from manyi.customers.identities import index_of, loose_index_of
from manyi.customers.models import Customer, Identity, NamePiece
from manyi.customers.names import pieces

TICKETS_EACH = 5
ROWS_AT_ONCE = 100_000


def fill(tickets: int, *, seed: int = 7, progress: Callable[[float], object] = lambda share: None) -> None:
    """A year of a company with 400 colleagues; the same seed gives the same company, ending today."""
    random = Random(seed)
    until = int(timezone.now().timestamp()) // HOUR * HOUR
    begin = dt.datetime.fromtimestamp(until, dt.UTC) - dt.timedelta(days=DAYS + 1)
    company = found(random, at=begin)
    customers = make_customers(random, max(1, tickets // TICKETS_EACH), begin)
    teller = Teller()
    # PostgreSQL looks at references when it commits, and a ticket is written after its messages.
    at_once = transaction.atomic() if connection.vendor == "postgresql" else nullcontext()
    with loading(*teller.sheets), at_once:
        stories = plans(random, company, tickets=tickets, customers=customers, until=until)
        tell(_counted(stories, tickets, progress), teller, until=until)
    newest = log.newest()
    for app in reactions.readers():
        log.skip_to(app, newest)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _counted(stories: Iterator[Plan], tickets: int, progress: Callable[[float], object]) -> Iterator[Plan]:
    for place, plan in enumerate(stories):
        if place % 1000 == 0:
            progress(place / tickets)
        yield plan


def tell(stories: Iterator[Plan], teller: Teller, *, until: int) -> None:
    """All stories at once, each step in its time, as it would have been."""
    going: list[tuple[int, int, Case]] = []
    count = itertools.count()
    left: list[Case] = []

    def advance(to: int) -> None:
        while going and going[0][0] <= to:
            _at, place, case = heapq.heappop(going)
            teller.go_on(case)
            if not case.is_over:
                heapq.heappush(going, (case.next_step.at, place, case))
            elif case.waiting is not None:
                left.append(case)

    for plan in stories:
        advance(plan.at - 1)
        case = teller.open(plan)
        heapq.heappush(going, (case.next_step.at, next(count), case))
        teller.flush(at_least=ROWS_AT_ONCE)
    advance(until)
    for case in sorted(left, key=lambda case: case.id):
        teller.breach(case, until)
    teller.finish()


def make_customers(random: Random, count: int, at: dt.datetime) -> tuple[int, int]:
    """Customers with a mail address each and every second with a phone; returns the first and the last id."""
    customers, identities, events, names = Sheet(Customer), Sheet(Identity), Sheet(Event), Sheet(NamePiece)
    created, payload = stamper()(int(at.timestamp())), encode(CustomerCreated(via="email"))
    first = customers.last + 1
    with loading(customers, identities, names), transaction.atomic():
        for place in range(count):
            tongue, customer = corpus.language(random), customers.next_id()
            name = corpus.name(random, tongue)
            customers.add(
                id=customer, name=name, language=tongue, is_vip=random.random() < 0.05, created_at=created,
            )  # fmt: skip
            for piece in pieces(name):
                names.add(id=names.next_id(), customer_id=customer, piece=piece)
            addresses = [("email", f"c{place}@customer.example"), ("phone", f"+86139{place:08d}")][: 1 + place % 2]
            for kind, value in addresses:
                identities.add(
                    id=identities.next_id(), customer_id=customer, kind=kind, value=encrypt(value),
                    value_index=index_of(kind, value), loose_index=loose_index_of(kind, value), created_at=created,
                )  # fmt: skip
            events.add(
                id=events.next_id(), at=created, verb=CustomerCreated.verb, actor_kind=ActorKind.SYSTEM.value,
                customer_id=customer, payload=payload,
            )  # fmt: skip
        for sheet in (customers, identities, events, names):
            sheet.flush()
    return first, customers.last
