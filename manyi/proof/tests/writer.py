"""One of two writers: a process in the tested installation that takes one JSON order a line.

With ``hold`` it does the thing, says so, and commits only when it is told to.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manyi.settings")
django.setup()

from django.db import transaction  # noqa: E402

from manyi.channels.chat import actions as chat  # noqa: E402
from manyi.channels.chat.actions.conversations import Said  # noqa: E402
from manyi.channels.chat.sites import get_site  # noqa: E402
from manyi.channels.chat.tokens import Claims  # noqa: E402
from manyi.core import log  # noqa: E402
from manyi.core.actors import SYSTEM, Actor, customer_actor  # noqa: E402
from manyi.core.errors import Refused  # noqa: E402
from manyi.customers import actions as customers  # noqa: E402
from manyi.desk import actions as desk  # noqa: E402
from manyi.desk.models import Status, Ticket  # noqa: E402
from manyi.knowledge import actions as knowledge  # noqa: E402
from manyi.knowledge import queries as library  # noqa: E402
from manyi.knowledge.models import Article  # noqa: E402
from manyi.listening import actions as listening  # noqa: E402
from manyi.listening.models import Survey  # noqa: E402
from manyi.people import access  # noqa: E402
from manyi.people.models import Staff, Team  # noqa: E402
from manyi.routing import actions as routing  # noqa: E402
from manyi.routing import loading, setup  # noqa: E402


def by(name: str) -> Actor:
    return access.actor_of(Staff.objects.get(name=name))


def of(number: str) -> Ticket:
    return Ticket.objects.get(number=number)


def open_ticket(address: str = "writer@example.com", team: str = "") -> str:
    customer = customers.recognise("email", address, by=SYSTEM)
    me = customer_actor(customer.pk)
    group = Team.objects.filter(name=team).first()
    ticket = desk.create_ticket(customer, by=me, subject="同时", channel="api", team=group)
    desk.receive_message(ticket, by=me, text="你好", channel="api")
    return ticket.number


def take(number: str, who: str) -> str:
    desk.take(of(number), by=by(who))
    return who


def reply(number: str, who: str, key: str) -> int:
    return desk.reply(of(number), by=by(who), text="您好", external_id=key).pk


def receive(number: str, key: str) -> int:
    ticket = of(number)
    by_customer = customer_actor(ticket.customer_id)
    return desk.receive_message(ticket, by=by_customer, text="在吗", channel="api", external_id=key).pk


def close(number: str, who: str) -> int:
    return desk.close_ticket(of(number), by=by(who)).status


def merge(kept: str, merged: str, who: str) -> str:
    desk.merge_tickets(of(kept), of(merged), by=by(who))
    return kept


def recognise(address: str) -> int:
    return customers.recognise("email", address, by=SYSTEM).pk


def ask(number: str) -> int:
    survey = listening.send_survey(of(number))
    return survey.pk if survey is not None else 0


def rate(survey: int, overall: int) -> int:
    return listening.rate(Survey.objects.get(pk=survey), overall=overall).overall


def fill(who: str, but: int) -> None:
    """Leave a colleague room for so many more tickets from programs, and let work wait for him."""
    person = Staff.objects.get(name=who)
    found = setup.current()
    load = loading.agents(found)[person.pk].load
    Staff.objects.filter(pk=person.pk).update(capacity=load + but * found.units_of("api"))
    waiting = Ticket.objects.filter(assignee=None, status__lt=Status.PENDING, team=person.team_id)
    routing.follow(list(waiting.values_list("pk", flat=True)))


def serve() -> int:
    return routing.serve()


def say(site: str, visitor: str, key: str) -> int:
    claims = Claims(site=get_site(site).pk, key=visitor)
    return chat.receive(get_site(site), claims, Said(key, "你好"))[1].ticket_id


def newest() -> int:
    return log.newest()


def shelve(word: str, count: int) -> list[int]:
    """Publish so many articles that hold a word."""
    rows = [knowledge.create_article(by=SYSTEM, title=f"{word} {place}", body=word) for place in range(count)]
    for row in rows:
        _publish(row)
    return [row.pk for row in rows]


def rewrite(article: int, word: str) -> str:
    row = Article.objects.get(pk=article)
    knowledge.save_draft(row, by=SYSTEM, title=word, body=word)
    _publish(row)
    return word


def _publish(row: Article) -> None:
    version = row.versions.get(state="draft")
    knowledge.request_review(version, by=SYSTEM)
    knowledge.approve(version, by=SYSTEM)


def look(word: str) -> list[int]:
    return sorted(library.find_ids(SYSTEM, word, any_word=False, limit=200))


ORDERS: dict[str, Callable[..., Any]] = {
    order.__name__: order
    for order in (
        open_ticket, take, reply, receive, close, merge, recognise, ask, rate, fill, serve, say, newest,
        shelve, rewrite, look
    )
}  # fmt: skip


def obey(do: str, hold: bool = False, **given: Any) -> None:
    try:
        with transaction.atomic():
            answer = {"done": ORDERS[do](**given)}
            if hold:
                tell(answer)
                sys.stdin.readline()
        tell(answer)
    except Refused as refused:
        tell({"refused": refused.code})


def tell(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


for line in sys.stdin:
    obey(**json.loads(line))
