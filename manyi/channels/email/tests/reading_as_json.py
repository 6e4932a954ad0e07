"""The form in which the expected readings of the samples are written down."""

import hashlib
from collections.abc import Mapping
from typing import Any

from manyi.channels.email.mail import Address, Mail, Part


def reading_as_json(mail: Mail) -> dict[str, Any]:
    """Everything that was read except the HTML; what is empty or as usual is left out. Texts are lists of lines."""
    derived = mail.message_id.endswith("@missing.invalid>")
    fields: Mapping[str, Any] = {
        "message_id": "derived" if derived else mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "subject": mail.subject,
        "topic": "" if mail.topic == mail.subject else mail.topic,
        "sender": _address(mail.sender),
        "reply_to": [_address(address) for address in mail.reply_to],
        "to": [_address(address) for address in mail.to],
        "cc": [_address(address) for address in mail.cc],
        "delivered_to": list(mail.delivered_to),
        "date": mail.date.isoformat() if mail.date else "",
        "text": _lines(mail.text),
        "quoted": _lines(mail.quoted),
        "signature": _lines(mail.signature),
        "attachments": [_part(part) for part in mail.attachments],
        "kind": "" if mail.kind == "message" else mail.kind,
        "accepts_auto_reply": "" if mail.accepts_auto_reply else "no",
        "problems": [f"{problem.code}: {problem.detail}".removesuffix(": ") for problem in mail.problems],
    }
    written = {name: value for name, value in fields.items() if value}
    if mail.bounce:
        written["bounce"] = {name: getattr(mail.bounce, name) for name in type(mail.bounce).__slots__}
    return written


def _address(address: Address) -> str:
    return f"{address.name} <{address.email}>" if address.name else address.email


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _part(part: Part) -> dict[str, Any]:
    """A part by its name, type and size; the digest is the first 12 letters of SHA-256."""
    digest = hashlib.sha256(part.content).hexdigest()[:12]
    fields = {"filename": part.filename, "media_type": part.media_type, "size": len(part.content), "digest": digest}
    placed = {"content_id": part.content_id, "inline": part.inline}
    return {**fields, **{name: value for name, value in placed.items() if value}}
