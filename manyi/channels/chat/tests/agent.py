"""The colleagues' side of the browser tests: a process in the tested installation that takes one JSON order a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402

from manyi.channels.chat import actions  # noqa: E402
from manyi.channels.chat.queries import live_topics  # noqa: E402
from manyi.channels.chat.sites import SiteConfig  # noqa: E402
from manyi.conftest import build_cast  # noqa: E402
from manyi.core.live import make_token  # noqa: E402
from manyi.desk import actions as desk  # noqa: E402
from manyi.desk.models import Message, Ticket  # noqa: E402
from manyi.people import access  # noqa: E402
from manyi.people import actions as people  # noqa: E402
from manyi.people.models import Staff  # noqa: E402

GREETING = {"zh-hans": "您好，我是曜石客服。", "en": "Hello from Obsidian."}


def by(name: str) -> Any:
    return access.actor_of(Staff.objects.get(name=name))


def seed(origin: str) -> dict[str, str]:
    """The cast, Lin present; one attended site, and one of the team in which nobody is."""
    cast = build_cast()
    people.set_presence(cast.lin, "online", by=cast.actor(cast.lin))
    admin = cast.actor(cast.admin)
    config = SiteConfig(origins=[origin], greeting=GREETING, always_open=True, asks_email=False, address_limit=100_000)
    attended = actions.add_site("曜石商城", by=admin, team=cast.wearables, config=config)
    empty = actions.add_site("影音商城", by=admin, team=cast.audio, config=config)
    return {"attended": attended.address, "empty": empty.address}


def ticket(said: str) -> Ticket | None:
    found = Message.objects.filter(kind="in", text=said).order_by("-id").first()
    return found.ticket if found else None


def find(said: str) -> dict[str, Any] | None:
    found = ticket(said)
    if found is None:
        return None
    topics = live_topics(found)
    token = make_token(settings.SECRET_KEY, "staff:1", topics, "林晓")
    return {"number": found.number, "status": found.status, "topic": topics[0], "token": token}


def link(name: str) -> str:
    """A way in for a colleague's browser."""
    return f"/login-link/{people.make_login_link(Staff.objects.get(name=name))}/"


def reply(number: str, text: str) -> int:
    return desk.reply(Ticket.objects.get(number=number), by=by("林晓"), text=text).pk


def propose(number: str) -> None:
    desk.propose_resolution(Ticket.objects.get(number=number), by=by("陈静"))


def texts(number: str) -> list[str]:
    return list(Message.objects.filter(ticket__number=number).order_by("id").values_list("text", flat=True))


def read(message: int) -> bool:
    return Message.objects.get(pk=message).read_at is not None


ORDERS: dict[str, Callable[..., Any]] = {
    order.__name__: order for order in (seed, find, link, reply, propose, texts, read)
}

for line in sys.stdin:
    order = json.loads(line)
    answer = ORDERS[order.pop("do")](**order)
    print(json.dumps(answer), flush=True)
