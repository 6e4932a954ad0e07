"""The place of the channels among the settings, and the way from a message to its original."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.channels.permissions import MANAGE
from manyi.core.navigation import CHANNELS, Entry, add_setting
from manyi.desk.links import MessageLink, add_message_link, address_of
from manyi.desk.queries import Said

add_setting(Entry("channels", _("Channels"), "plug-zap", 50, MANAGE, group=CHANNELS))


def _original(message: Said) -> str:
    return address_of("message-source", message.id) if message.kind == "in" and message.channel == "email" else ""


add_message_link(MessageLink(_("Original mail"), _original))
