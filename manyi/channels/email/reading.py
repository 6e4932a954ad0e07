"""A received mail, read: whatever bytes come in, the best reading of them comes out."""

import hashlib
import re
from collections.abc import Collection
from email import message_from_bytes
from html import escape
from typing import Final

from .automatic import accepts_auto_reply, is_auto_reply
from .bounces import read_report
from .charsets import decode
from .headers import Headers, decode_text, read_addresses, read_date, read_ids
from .html_text import html_to_text
from .mail import Address, Kind, Mail, Notes
from .marks import TICKET_HEADER, is_own_message_id, is_own_ticket_mark
from .quoting import Split, split_reply
from .structure import Block, Body, read_body
from .subjects import read_topic

_MAX_HOPS: Final = 25
_MBOX_LINE: Final = re.compile(rb"\A\s*(?:>?From [^\r\n]*\r?\n)?")
_BLANK_LINE: Final = re.compile(rb"\r?\n(?=\r?\n)")
_FIELD: Final = re.compile(rb"[!-9;-~]+[ \t]*:|[ \t]")
_DELIVERED: Final = (
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-delivered-to",
    "x-rcpt-to",
)
_STUB: Final = re.compile(
    r"does(?: not|n't) support html|不支持 ?html|view (?:this|the) (?:e-?mail|message) in html", re.I
)
_PICTURE: Final = re.compile(r"\[cid:([^\]\s]{1,200})\]", re.IGNORECASE)
_PGP: Final = re.compile(
    r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z]{1,20}: [^\n]*\n)*\n(.*?)\n?-----BEGIN PGP SIGNATURE-----.*?"
    r"(?:-----END PGP SIGNATURE-----|\Z)",
    re.DOTALL,
)


def read_mail(raw: bytes, *, secret: bytes = b"", own_domains: Collection[str] = ()) -> Mail:
    """Reads one mail. Never raises: damage is worked around and named in `problems`.

    `secret` and `own_domains` (lower case) are those our outgoing mail is marked with; they tell when it comes back.
    """
    try:
        return _read(raw, secret, own_domains)
    except Exception:  # the mail must reach somebody even if it breaks the parser
        return _as_raw_text(raw)


def _read(raw: bytes, secret: bytes, own_domains: Collection[str]) -> Mail:
    notes = Notes()
    message = message_from_bytes(_mended(_MBOX_LINE.sub(b"", raw, count=1), notes))
    headers = Headers(message)
    body = read_body(message, notes)
    for name in sorted(headers.repeated()):
        notes.add("header-duplicate", name)
    subject = decode_text(headers.first("subject"), body.charset, notes, "subject")
    topic = read_topic(subject)
    sender = _sender(headers, body.charset, notes)
    text = _text(body)
    report = read_report(message, headers, sender.email, text, notes)
    split = Split(text, "", "") if report else split_reply(text, forwarded=topic.is_forward)
    message_id = _message_id(headers, raw, notes)
    kind = report.kind if report else _kind(headers, topic.text, message_id, secret, own_domains)
    in_reply_to = read_ids(headers.all("in-reply-to"))
    return Mail(
        message_id=message_id,
        in_reply_to=in_reply_to[0] if in_reply_to else "",
        references=read_ids(headers.all("references")),
        subject=subject,
        topic=topic.text,
        sender=sender,
        reply_to=_addresses(headers, "reply-to", body.charset, notes),
        to=_addresses(headers, "to", body.charset, notes),
        cc=_addresses(headers, "cc", body.charset, notes),
        delivered_to=_delivered_to(headers),
        date=read_date(headers, notes),
        text=split.new,
        quoted=split.quoted,
        signature=split.signature,
        html=_html(body),
        attachments=tuple(body.attachments),
        kind=kind,
        bounce=report.bounce if report else None,
        accepts_auto_reply=kind == "message" and accepts_auto_reply(headers),
        problems=notes.problems(),
    )


def _mended(raw: bytes, notes: Notes) -> bytes:
    """Takes out lines among the header fields that are none, since a parser would end the header there."""
    end = _BLANK_LINE.search(raw)
    head = raw[: end.end()] if end else b""
    fields = [line for line in head.splitlines(keepends=True) if _FIELD.match(line)]
    if not fields or len(fields) == len(head.splitlines()) or not _FIELD.match(head):
        return raw
    notes.add("structure-broken")
    return b"".join(fields) + raw[len(head) :]


def _kind(headers: Headers, topic: str, message_id: str, secret: bytes, own_domains: Collection[str]) -> Kind:
    returned = bool(secret) and any(is_own_ticket_mark(mark, secret) for mark in headers.all(TICKET_HEADER.lower()))
    if returned or is_own_message_id(message_id, own_domains) or len(headers.all("received")) > _MAX_HOPS:
        return "loop"
    return "auto_reply" if is_auto_reply(headers, topic) else "message"


def _message_id(headers: Headers, raw: bytes, notes: Notes) -> str:
    ids = read_ids([headers.first("message-id")])
    if ids:
        return ids[0]
    notes.add("message-id-missing")
    return f"<{hashlib.sha256(raw).hexdigest()[:40]}@missing.invalid>"


def _addresses(headers: Headers, name: str, charset: str, notes: Notes) -> tuple[Address, ...]:
    return read_addresses(headers.all(name), charset, notes, name)


def _sender(headers: Headers, charset: str, notes: Notes) -> Address:
    for name in ("from", "sender", "reply-to", "return-path"):
        found = read_addresses([headers.first(name)], charset, notes, name)
        if found:
            return found[0]
    notes.add("sender-missing")
    return Address(decode_text(headers.first("from"), charset, notes, "from")[:200], "")


def _delivered_to(headers: Headers) -> tuple[str, ...]:
    values = [value for name in _DELIVERED for value in headers.all(name)]
    return tuple(address.email for address in read_addresses(values, "", Notes(), "delivered-to"))


def _text(body: Body) -> str:
    text = "\n\n".join(filter(str.strip, (_block_text(block) for block in body.blocks)))
    names = {part.content_id: part.filename for part in body.attachments if part.content_id}
    return _PICTURE.sub(lambda found: f"[{names.get(found[1], found[1])}]", text)


def _block_text(block: Block) -> str:
    """The plain form where it says anything; programs that write only HTML leave a stub there."""
    plain = block.text.strip("\n")
    if block.html and (not plain.strip() or (len(plain) < 200 and _STUB.search(plain))):
        return html_to_text(block.html)
    return _PGP.sub(lambda match: re.sub(r"^- ", "", match[1], flags=re.MULTILINE), plain)


def _html(body: Body) -> str:
    """The HTML of the mail; stretches that came as text only stand in it as such."""
    if not any(block.html for block in body.blocks):
        return ""
    return "\n".join(block.html or f"<pre>{escape(block.text)}</pre>" for block in body.blocks)


def _as_raw_text(raw: bytes) -> Mail:
    notes = Notes()
    notes.add("unreadable")
    text = decode(raw, "", notes=notes).replace("\x00", "")
    message_id = f"<{hashlib.sha256(raw).hexdigest()[:40]}@missing.invalid>"
    return Mail(message_id=message_id, text=text, accepts_auto_reply=False, problems=notes.problems())
