"""A chat site: the inbox behind one script tag, read once and remembered for a few seconds by every process."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import msgspec

from manyi.channels.models import Inbox
from manyi.core.errors import NotFound
from manyi.core.i18n import label

KIND = "chat"
REMEMBER = 5.0
TONES = ("jade", "indigo", "ink")


class SiteConfig(msgspec.Struct, frozen=True):
    """What a site's administrator chooses. ``origins`` may start a host with ``*.``; texts are by language.

    ``epoch`` grows with every new identity secret and ends the tokens made under the old one. Limits are per minute.
    """

    origins: list[str] = []
    greeting: dict[str, str] = {}
    away: dict[str, str] = {}
    tone: str = "jade"
    always_open: bool = False
    asks_email: bool = True
    reopen_hours: int = 24
    epoch: int = 1
    visitor_limit: int = 60
    address_limit: int = 600


class Site(msgspec.Struct, frozen=True):
    """A chat site as requests use it."""

    pk: int
    key: str
    name: str
    team_id: int | None
    config: SiteConfig
    secret: str

    def allows(self, origin: str) -> bool:
        """Whether pages of this origin may carry the widget."""
        return any(_matches(allowed, origin) for allowed in self.config.origins)

    def text(self, texts: dict[str, str]) -> str:
        """One of the site's texts in the active language; empty when there is none."""
        return label(texts) if any(texts.values()) else ""


_remembered: dict[str, tuple[float, Site]] = {}


def get_site(key: str) -> Site:
    """The site of a script tag. Raises :class:`NotFound` for one that is unknown or switched off."""
    known = _remembered.get(key)
    if known is not None and known[0] > time.monotonic():
        return known[1]
    inbox = Inbox.objects.filter(kind=KIND, address=key, is_enabled=True).first()
    if inbox is None:
        raise NotFound()
    site = site_of(inbox)
    if len(_remembered) > 1000:
        _remembered.clear()
    _remembered[key] = (time.monotonic() + REMEMBER, site)
    return site


def site_of(inbox: Inbox) -> Site:
    """An inbox read as a chat site."""
    secrets = msgspec.json.decode(inbox.secrets or "{}", type=dict[str, str])
    config = msgspec.convert(inbox.config, SiteConfig)
    return Site(inbox.pk, inbox.address, inbox.name, inbox.team_id, config, secrets.get("identity", ""))


def forget_sites() -> None:
    """Drop what this process remembers, after a change."""
    _remembered.clear()


def normalise_origin(text: str) -> str:
    """``https://shop.example`` of what somebody typed; empty when it is no web address. A leading ``*.`` may stay."""
    text = text.strip().lower()
    parts = urlsplit(text if "://" in text else f"https://{text}")
    try:
        port = parts.port
    except ValueError:
        return ""
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host or " " in host or "*" in host.removeprefix("*."):
        return ""
    default = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != default else "")


def _matches(allowed: str, origin: str) -> bool:
    scheme, _, host = allowed.partition("://")
    if host.startswith("*."):
        return origin.startswith(f"{scheme}://") and origin.endswith(host[1:])
    return origin == allowed
