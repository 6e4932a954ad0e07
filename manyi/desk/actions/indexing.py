"""Mending the search index."""

from __future__ import annotations

from manyi.core import search
from manyi.core.actions import unit
from manyi.desk.actions.messages import indexed_text
from manyi.desk.models import Message

BATCH = 500


def index_missing_messages() -> int:
    """Index every message that is not in the search index; returns how many those were."""
    count, last = 0, 0
    while ids := list(Message.objects.filter(pk__gt=last).order_by("id").values_list("id", flat=True)[:BATCH]):
        last = ids[-1]
        with unit():
            missing = Message.objects.select_related("ticket").filter(pk__in=search.missing(ids))
            for message in missing:
                search.index(message.pk, indexed_text(message.ticket, message.text))
                count += 1
    return count
