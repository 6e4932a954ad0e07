"""What a mailbox needs to know, read from its inbox row."""

from __future__ import annotations

import base64

import msgspec
from django.conf import settings

from manyi.channels.actions import secrets_of
from manyi.channels.models import Inbox

KIND = "email"


class Server(msgspec.Struct, frozen=True):
    """One end: ``security`` is ``ssl``, ``starttls`` or ``none``; an empty user means no sign-in."""

    host: str = ""
    port: int = 0
    security: str = "ssl"
    user: str = ""
    password: str = ""


class Mailbox(msgspec.Struct, frozen=True):
    """A configured mailbox. ``plus_addressing`` says that its server delivers ``support+anything@``."""

    address: str
    name: str
    imap: Server
    smtp: Server
    folder: str = "INBOX"
    poll_seconds: int = 60
    plus_addressing: bool = False
    signature: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2].lower()


def mailbox_of(inbox: Inbox) -> Mailbox:
    """The mailbox of an inbox row."""
    return read_mailbox(inbox.address, inbox.name, inbox.config, secrets_of(inbox))


def read_mailbox(address: str, name: str, config: dict[str, object], secrets: dict[str, str]) -> Mailbox:
    """A mailbox from what was typed; raises ``msgspec.ValidationError`` for values of the wrong kind."""
    known = {key: value for key, value in config.items() if key not in ("imap", "smtp")}
    servers = {}
    for end in ("imap", "smtp"):
        given = config.get(end)
        values = dict(given) if isinstance(given, dict) else {}
        servers[end] = {**values, "password": secrets.get(f"{end}_password", "")}
    return msgspec.convert({**known, **servers, "address": address, "name": name}, Mailbox, strict=False)


def marking_secret() -> bytes:
    """The key our marks on outgoing mail are signed with."""
    return base64.urlsafe_b64decode(settings.KEYS["index"][0])


def own_addresses() -> set[str]:
    """The addresses of all our mailboxes."""
    return {address.lower() for address in Inbox.objects.filter(kind=KIND).values_list("address", flat=True)}


def first_mailbox() -> Inbox | None:
    """The mailbox that speaks for the house where no other is meant."""
    return Inbox.objects.filter(kind=KIND, is_enabled=True).order_by("id").first()
