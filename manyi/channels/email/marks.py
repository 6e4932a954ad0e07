"""The marks we leave on outgoing mail, by which answers find their ticket and loops are known.

Secrets are bytes of at least 32 random octets. Signatures are HMAC-SHA256 cut to 60 bits, written in base32.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Collection, Iterable
from typing import Final

TICKET_HEADER: Final = "X-Manyi-Ticket"
_LENGTH: Final = 12
_NUMBER: Final = r"\d{8}-\d{4,10}"
_REPLY_ADDRESS: Final = re.compile(rf"\+t({_NUMBER})\.([a-z2-7]{{{_LENGTH}}})@", re.IGNORECASE)
_SUBJECT_TAG: Final = re.compile(rf"[\[【]\s*[#＃]\s*({_NUMBER})\s*[\]】]")
_TICKET_MARK: Final = re.compile(rf"({_NUMBER}); ?([a-z2-7]{{{_LENGTH}}})")
_OWN_ID: Final = re.compile(r"<manyi\.[a-z2-7]{26}@([^<>@\s]+)>")


def _sign(purpose: str, value: str, secret: bytes) -> str:
    digest = hmac.digest(secret, f"{purpose}:{value}".encode(), hashlib.sha256)
    return base64.b32encode(digest).decode().lower()[:_LENGTH]


def _is_signed(purpose: str, value: str, signature: str, secret: bytes) -> bool:
    return hmac.compare_digest(_sign(purpose, value, secret), signature.lower())


def make_message_id(domain: str, delivery_key: str) -> str:
    """The Message-ID of one delivery: the same key gives the same id, so a repeated attempt is recognisable."""
    digest = hashlib.sha256(f"{domain.lower()}:{delivery_key}".encode()).digest()
    return f"<manyi.{base64.b32encode(digest).decode().lower()[:26]}@{domain.lower()}>"


def is_own_message_id(message_id: str, domains: Collection[str]) -> bool:
    """Whether `make_message_id` made it for one of these domains."""
    match = _OWN_ID.fullmatch(message_id)
    return match is not None and match[1].lower() in domains


def signed_reply_address(mailbox_address: str, ticket_number: str, secret: bytes) -> str:
    """The address that leads an answer to its ticket: `support+t20261122-0417.<signature>@example.com`."""
    local, _, domain = mailbox_address.rpartition("@")
    return f"{local}+t{ticket_number}.{_sign('reply', ticket_number, secret)}@{domain}"


def read_reply_address(addresses: Iterable[str], secret: bytes) -> str | None:
    """The ticket number of the first address with a true signature."""
    for address in addresses:
        match = _REPLY_ADDRESS.search(address)
        if match and _is_signed("reply", match[1], match[2], secret):
            return match[1]
    return None


def subject_tag(ticket_number: str) -> str:
    return f"[#{ticket_number}]"


def read_subject_tag(subject: str) -> str | None:
    """The ticket number named in a subject: a hint only, since anybody can write it."""
    match = _SUBJECT_TAG.search(subject)
    return match[1] if match else None


def without_subject_tag(subject: str) -> str:
    return re.sub(r"\s{2,}", " ", _SUBJECT_TAG.sub("", subject)).strip()


def ticket_mark(ticket_number: str, secret: bytes) -> str:
    """The value of our own header, which shows a mail as ours when it comes back."""
    return f"{ticket_number}; {_sign('mark', ticket_number, secret)}"


def is_own_ticket_mark(value: str, secret: bytes) -> bool:
    match = _TICKET_MARK.fullmatch(value.strip())
    return match is not None and _is_signed("mark", match[1], match[2], secret)
