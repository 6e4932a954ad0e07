"""Loading the sample company: its people, its customers, and 120 days of service."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction
from django.utils import timezone

from manyi.channels import actions as channels
from manyi.channels.models import Inbox
from manyi.core import log, reactions
from manyi.core.actors import SYSTEM
from manyi.core.ids import new_token
from manyi.core.models import Job
from manyi.demo import records
from manyi.demo.founding import World, found, names, serve
from manyi.demo.generate import generate
from manyi.demo.orders import tell_orders
from manyi.demo.prepared import prepare
from manyi.demo.readers import tell_readers
from manyi.demo.replay import Story, replay
from manyi.demo.shelving import stock
from manyi.demo.told import tell_knowledge
from manyi.demo.work import tell_work
from manyi.desk.models import Ticket
from manyi.insight import actions as insight
from manyi.people import actions as people

Progress = Callable[[float], object]
STEPS_A_TRANSACTION = 400


def load_sample(progress: Progress, *, seed: int = 7, customers: int = 2000, tickets: int = 6000) -> None:
    """Fill an empty installation with the sample company; ``progress`` is called with the share done, from 0 to 1.

    Everything goes through the real actions, at the time it is told to have happened.
    """
    company = generate(seed=seed, customers=customers, tickets=tickets, until=timezone.now())
    with transaction.atomic():
        world = found(company)
        serve(company, world)
        prepare(company, world)
        library = stock(world)
    progress(0.03)
    _tell(company, world, lambda share: progress(0.03 + 0.92 * share))
    with transaction.atomic():
        tell_knowledge(library)
        tell_readers(library, seed)
        work = tell_work(company, world)
        mailbox = _open_channels(company, world)
        work.ask_partners()
        tell_orders(company, world)
        channels.change_inbox(mailbox, by=SYSTEM, is_enabled=False)
        _come_to_work(company, world)
        _leave_history_in_peace()
    insight.rebuild()
    progress(1.0)


def _tell(company: records.Company, world: World, progress: Progress) -> None:
    tickets: dict[int, Ticket] = {}
    steps = sorted(step for told in company.tickets for step in Story(told, world, tickets).steps())
    for start in range(0, len(steps), STEPS_A_TRANSACTION):
        with transaction.atomic():
            for step in steps[start : start + STEPS_A_TRANSACTION]:
                replay(step)
        progress(min(1.0, (start + STEPS_A_TRANSACTION) / len(steps)))


def _open_channels(company: records.Company, world: World) -> Inbox:
    """A chat site, a form, and a mailbox, which goes out of use later, since nobody listens at its address."""
    first = next(iter(world.teams.values()))
    texts = company.texts
    chat = {
        "greeting": names(texts.chat_greeting),
        "away": names(texts.chat_offline),
        "origins": ["https://shop.obsidian.example"],
    }
    name = company.name.zh
    proof = {"identity": new_token(32)}
    channels.add_inbox("chat", name=name, address="obsidian-shop", team=first, config=chat, secrets=proof, by=SYSTEM)
    channels.add_inbox("form", name=name, address="default", team=first, by=SYSTEM)
    return channels.add_inbox("email", name=name, address=f"support@{company.domain}", team=first, by=SYSTEM)


def _come_to_work(company: records.Company, world: World) -> None:
    """Two thirds of the agents are here now."""
    for place, each in enumerate(company.staff):
        if each.team and place % 3:
            people.set_presence(world.staff[each.login], "busy" if place % 7 == 0 else "online", by=SYSTEM)


def _leave_history_in_peace() -> None:
    """What lies in the past must not be answered, asked about or given out now."""
    Job.objects.filter(name__in=("email.notice", "email.system_mail", "sides.deliver")).delete()
    newest = log.newest()
    for app in reactions.readers():
        log.skip_to(app, newest)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
