"""A chat site and a browser that speaks its protocol."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from manyi.channels.chat import actions, availability, pace, queries, sites
from manyi.channels.chat.sites import SiteConfig
from manyi.channels.models import Inbox
from manyi.conftest import Cast
from manyi.desk.models import Message, Ticket
from manyi.people import actions as people

SHOP = "https://shop.example"
CONFIG = SiteConfig(
    origins=[SHOP, "https://*.obsidian.example"],
    greeting={"zh-hans": "您好，我是曜石客服。", "en": "Hello from Obsidian."},
    always_open=True,
)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    for forget in (sites.forget_sites, availability.forget, pace.forget, queries.forget_agents):
        forget()
    yield


@pytest.fixture
def site(cast: Cast) -> Inbox:
    """Obsidian's shop, whose chats come to wearables; Lin is in."""
    people.set_presence(cast.lin, "online", by=cast.actor(cast.lin))
    return actions.add_site("曜石商城", by=cast.actor(cast.admin), team=cast.wearables, config=CONFIG)


@dataclass
class Browser:
    """One visitor's browser on a page of ``origin``."""

    site: Inbox
    origin: str = SHOP
    token: str = ""
    language: str = "zh-CN,zh;q=0.9"
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        return self._call("post", path, data=body or {}, content_type="application/json", **options)

    def get(self, path: str, **options: Any) -> Any:
        return self._call("get", path, **options)

    def upload(self, name: str, content: bytes, key: str = "") -> Any:
        from django.core.files.uploadedfile import SimpleUploadedFile

        form = {"key": key or str(uuid.uuid4()), "file": SimpleUploadedFile(name, content)}
        return self._call("post", "files", data=form)

    def _call(self, method: str, path: str, **options: Any) -> Any:
        headers = {"accept-language": self.language, "authorization": f"Bearer {self.token}"}
        if self.origin:
            headers["origin"] = self.origin
        return getattr(self.client, method)(f"/chat/{self.site.address}/{path}", headers=headers, **options)

    def begin(self, **body: Any) -> dict[str, Any]:
        answer = self.post("session", body)
        assert answer.status_code == 200, answer.content
        state: dict[str, Any] = answer.json()
        self.token = state["token"]
        return state

    def say(self, text: str, key: str = "", **more: Any) -> Any:
        return self.post("messages", {"key": key or str(uuid.uuid4()), "text": text, **more})

    def ticket(self) -> Ticket:
        return Message.objects.filter(kind="in", channel="chat").latest("id").ticket


@pytest.fixture
def browser(site: Inbox) -> Browser:
    """A visitor with a session and nothing said."""
    made = Browser(site)
    made.begin()
    return made


@pytest.fixture
def stranger(site: Inbox) -> Browser:
    """The outsider: another visitor of the same site, with a conversation of its own."""
    made = Browser(site)
    made.begin()
    made.say("我是另一位顾客")
    return made
