"""How a chat's own events read in a ticket's timeline."""

from __future__ import annotations

from django.utils.translation import gettext as _

from manyi.channels.chat.events import CallBackAsked
from manyi.desk.timeline import Names, says


@says(CallBackAsked)
def call_back_asked(payload: CallBackAsked, names: Names) -> str:
    return _("asks to be called back")
