"""Who and what the driver uses: colleagues who are signed in, tickets to open, a token, requests of every kind."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from urllib.parse import quote

from django.test import Client

from bench import corpus
from bench.load import request
from manyi.core.actors import SYSTEM
from manyi.customers.models import Customer
from manyi.desk.models import Message, Ticket
from manyi.people import actions as people
from manyi.people.models import Staff, Team

SIGNED_IN = 40
CHOSEN = 4000
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SCOPES = ["tickets:read", "tickets:write", "messages:write", "search", "bulk"]
CSRF = "b" * 32
HTMX = ("HX-Request: true", f"X-CSRFToken: {CSRF}", "Origin: http://127.0.0.1")


@dataclass(frozen=True, slots=True)
class Scene:
    """One kind of request. ``floor`` names the bare SQL it is compared with."""

    name: str
    requests: Callable[[], Iterator[bytes]]
    expect: int = 200
    floor: str = ""


class Desk:
    """Everything requests are made of, chosen at random from the database."""

    def __init__(self, seed: int = 11) -> None:
        self.random = Random(seed)
        agents = Staff.objects.filter(role__key="agent").order_by("pk")[:SIGNED_IN]
        self.agents = [sign_in(staff) for staff in agents]
        self.managers = [sign_in(staff) for staff in Staff.objects.order_by("pk")[:SIGNED_IN]]
        administrator = Staff.objects.select_related("role").order_by("pk")[0]
        _row, secret = people.create_token(administrator, name="bench", scopes=SCOPES, by=SYSTEM)
        self.api = (f"Authorization: Bearer {secret}", "Content-Type: application/json")
        last = Ticket.objects.order_by("-pk").values_list("pk", flat=True)[0]
        self.numbers = _numbers(id__in=self.random.sample(range(1, last + 1), min(CHOSEN, last)))
        self.long = _numbers(id__in=list(range(1000, last + 1, 1000))[-CHOSEN:])
        self.open = _numbers(status__lt=4, channel="api")
        self.mails = Customer.objects.count()
        self.teams = list(Team.objects.values_list("pk", flat=True))
        self._said = 0

    def scenes(self) -> list[Scene]:
        """What is measured, reads first."""
        tickets, long = self._tickets(self.numbers), self._tickets(self.long)
        return [
            Scene("own list", lambda: self._pages(self.agents, ["/inbox/mine/"]), floor="list"),
            Scene("all open, 50 rows", lambda: self._pages(self.managers, ["/inbox/open/"]), floor="list"),
            Scene("list fragment, 50 rows", lambda: self._pages(self.managers, ["/inbox/open/"], HTMX[:1])),
            Scene("ticket page, 50 rows", lambda: self._pages(self.managers, tickets), floor="ticket"),
            Scene("ticket page, 10 messages", lambda: self._pages(self.managers, long)),
            Scene("ticket fragment", lambda: self._pages(self.managers, tickets, HTMX[:1])),
            Scene("today", lambda: self._pages(self.managers, ["/today/"])),
            *self._searches(),
            Scene("accept: new ticket", self._new_tickets, expect=201, floor="accept"),
            Scene("accept: message", self._messages("inbound"), expect=201, floor="message"),
            Scene("reply (API)", self._messages("outbound"), expect=201, floor="message"),
            Scene("reply (page)", self._typed),
        ]

    def _searches(self) -> list[Scene]:
        zh, en = corpus.ISSUES["zh"], corpus.ISSUES["en"]
        names = list(Customer.objects.filter(pk__lte=200).values_list("name", flat=True))
        newest = Message.objects.filter(text__contains="订单号 ").order_by("-pk")[:300]
        orders = [message.text.split("订单号 ")[1].split("。")[0] for message in newest]
        asked = {
            "number": self.numbers,
            "customer": names,
            "mail address": [f"c{place}@customer.example" for place in range(min(self.mails, CHOSEN))],
            "order number": orders,
            "Chinese words": zh,
            "English words": [issue.split()[-1] for issue in en],
        }
        return [Scene(f"search: {name}", self._search(queries)) for name, queries in asked.items()]

    def _search(self, queries: list[str]) -> Callable[[], Iterator[bytes]]:
        return lambda: self._pages(self.managers, [f"/search/?q={quote(query)}" for query in queries])

    def _tickets(self, numbers: list[str]) -> list[str]:
        return [f"/tickets/{number}/?list=open" for number in numbers]

    def _pages(self, cookies: list[str], paths: list[str], headers: tuple[str, ...] = ()) -> Iterator[bytes]:
        while True:
            cookie = self.random.choice(cookies)
            yield request("GET", self.random.choice(paths), (cookie, "Accept-Encoding: gzip", *headers))

    def _text(self) -> tuple[str, str]:
        tongue = corpus.language(self.random)
        subject = corpus.subject(self.random, tongue)
        return subject.text, corpus.question(self.random, tongue, subject).text

    def _post(self, path: str, content: object) -> bytes:
        return request("POST", f"/api/v1{path}", self.api, json.dumps(content).encode())

    def _new_tickets(self) -> Iterator[bytes]:
        """Nine of ten come from customers we know."""
        while True:
            self._said += 1
            subject, text = self._text()
            is_known = self.random.random() < 0.9
            mail = f"c{self.random.randrange(self.mails)}" if is_known else f"new{self._said}-{self.random.random()}"
            ticket = {
                "subject": subject,
                "identity": {"kind": "email", "value": f"{mail}@customer.example", "name": "王伟"},
                "team_id": self.random.choice(self.teams),
                "message": {"kind": "inbound", "text": text},
            }
            yield self._post("/tickets", ticket)

    def _messages(self, kind: str) -> Callable[[], Iterator[bytes]]:
        def make() -> Iterator[bytes]:
            while True:
                number = self.random.choice(self.open)
                yield self._post(f"/tickets/{number}/messages", {"kind": kind, "text": self._text()[1]})

        return make

    def _typed(self) -> Iterator[bytes]:
        """What the composer sends; the answer is the conversation with the reply in it."""
        form = "Content-Type: application/x-www-form-urlencoded"
        while True:
            number, cookie = self.random.choice(self.open), self.random.choice(self.managers)
            body = f"kind=out&text={quote(self._text()[1])}".encode()
            yield request("POST", f"/tickets/{number}/messages", (cookie, form, *HTMX), body)


def sign_in(staff: Staff) -> str:
    """The cookie header of a browser in which this colleague is signed in."""
    client = Client()
    client.force_login(staff, backend=BACKEND)
    return f"Cookie: sessionid={client.cookies['sessionid'].value}; csrftoken={CSRF}"


def _numbers(**which: object) -> list[str]:
    return list(Ticket.objects.filter(**which).order_by("pk").values_list("number", flat=True)[:CHOSEN])
