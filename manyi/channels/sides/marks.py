"""By what a mail finds its side conversation: a signed reply address, what it refers to, or a signed mark."""

from __future__ import annotations

import re

from django.utils.crypto import constant_time_compare, salted_hmac

from manyi.channels.email.mail import Mail
from manyi.channels.sides.models import Side, SideMessage

_ADDRESS = re.compile(r"\+s(\d{1,18})\.([0-9a-f]{20})@", re.IGNORECASE)
_SUBJECT = re.compile(r"[\[【]\s*S(\d{1,18})-([0-9a-f]{20})\s*[\]】]", re.IGNORECASE)
MOST_REFERENCES = 50


def reply_address(mailbox_address: str, side_id: int) -> str:
    """The address that leads an answer to its talk: ``support+s12.<signature>@example.com``."""
    local, _at, domain = mailbox_address.rpartition("@")
    return f"{local}+s{side_id}.{_signature(side_id)}@{domain}"


def subject_mark(side_id: int) -> str:
    """The mark in the subject, for mailboxes that know no such addresses."""
    return f"[S{side_id}-{_signature(side_id)}]"


def without_mark(subject: str) -> str:
    """The subject without our mark."""
    return " ".join(_SUBJECT.sub("", subject).split())


def side_of(mail: Mail) -> Side | None:
    """The talk a mail belongs to, or None. Who writes it does not matter: a partner may pass it to a colleague."""
    addresses = [*(one.email for one in (*mail.to, *mail.cc)), *mail.delivered_to]
    found = _signed(_ADDRESS, addresses) or _referred(mail) or _signed(_SUBJECT, [mail.subject])
    return Side.objects.select_related("ticket").filter(pk=found).first() if found else None


def _signed(pattern: re.Pattern[str], texts: list[str]) -> int:
    for text in texts:
        hit = pattern.search(text)
        if hit and constant_time_compare(_signature(int(hit[1])), hit[2].lower()):
            return int(hit[1])
    return 0


def _referred(mail: Mail) -> int:
    known = [ref for ref in (mail.in_reply_to, *reversed(mail.references)) if ref][:MOST_REFERENCES]
    rows = SideMessage.objects.filter(external_id__in=known).order_by("-id")
    return rows.values_list("side_id", flat=True).first() or 0


def _signature(side_id: int) -> str:
    return salted_hmac("sides.mail", str(side_id)).hexdigest()[:20]
