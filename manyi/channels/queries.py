"""What can be asked about channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from manyi.channels import adapters
from manyi.channels.models import Delivery, Inbound, InboundState, Inbox
from manyi.core.errors import Text
from manyi.desk.channel_names import channel_icon, channel_label

PAGE = 50


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One end of a channel with how it is doing."""

    inbox: Inbox
    kind: Text
    icon: str
    waiting: int
    failed: int


def inbox_rows() -> list[InboxRow]:
    """Every configured end, with how many answers wait to be sent and how many inputs could not be read."""
    kinds = adapters.kinds()
    waiting = _counts(Delivery.objects.filter(sent_at=None, failed_at=None).values_list("inbox"))
    failed = _counts(Inbound.objects.filter(state=InboundState.FAILED).values_list("inbox"))
    rows = []
    for inbox in Inbox.objects.select_related("team").order_by("kind", "id"):
        kind = kinds.get(inbox.kind)
        key = inbox.kind
        shown = (kind.label, kind.icon) if kind is not None else (channel_label(key), channel_icon(key))
        rows.append(InboxRow(inbox, *shown, waiting.get(inbox.pk, 0), failed.get(inbox.pk, 0)))
    return rows


def _counts(rows: QuerySet[Any, Any]) -> dict[int, int]:
    return dict(rows.annotate(count=Count("pk")))


def inbound_page(before: int = 0) -> list[Inbound]:
    """What was set aside or could not be read, newest first."""
    rows = Inbound.objects.filter(state__in=(InboundState.FAILED, InboundState.IGNORED)).order_by("-id")
    return list((rows.filter(pk__lt=before) if before else rows).select_related("inbox", "file")[:PAGE])
