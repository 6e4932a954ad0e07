"""The place of chat sites in the settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.channels.permissions import MANAGE
from manyi.core.navigation import Entry, add_setting

add_setting(Entry("chat-sites", _("Chat sites"), "message-circle", 50, MANAGE))
