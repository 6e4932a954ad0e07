"""The names and icons of channels as screens show them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from manyi.core.errors import Text

CHANNELS: dict[str, tuple[Text, str]] = {
    "email": (pgettext_lazy("channel", "E-mail"), "mail"),
    "chat": (_("Web chat"), "message-circle"),
    "portal": (_("Portal"), "layout-panel-top"),
    "form": (_("Web form"), "clipboard-list"),
    "voice": (_("Phone"), "phone"),
    "wechat": (_("WeChat"), "message-square-more"),
    "wecom": (_("WeCom"), "message-square-more"),
    "sms": (_("SMS"), "smartphone"),
    "api": (_("API"), "plug"),
}


def channel_label(key: str) -> str:
    """A channel's name in the active language."""
    return str(CHANNELS[key][0]) if key in CHANNELS else key


def channel_icon(key: str) -> str:
    """A channel's lucide icon."""
    return CHANNELS[key][1] if key in CHANNELS else "message-square"
