"""Outgoing mail as bytes that every client reads."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.charset import BASE64, QP, Charset
from email.encoders import encode_base64
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import format_datetime
from typing import Final, Literal
from urllib.parse import quote

from .mail import Address, Part
from .marks import TICKET_HEADER

_POLICY: Final = compat32.clone(linesep="\r\n")
_MAX_REFERENCES: Final = 20
_LONGEST_LINE: Final = 900
_NEWLINES: Final = re.compile(r"[\r\n\x00]+\s*")

Automatic = Literal["", "auto-generated", "auto-replied"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One mail to send. Whoever gets blind copies belongs in the envelope, not here."""

    message_id: str
    date: datetime
    sender: Address
    to: tuple[Address, ...]
    subject: str
    text: str
    html: str = ""
    reply_to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[Part, ...] = ()
    automatic: Automatic = ""
    """Why no person wrote it; other programs then won't answer. Empty for what an agent wrote."""
    ticket_mark: str = ""
    """From `marks.ticket_mark`; shows the mail as ours when it comes back."""


def compose(outgoing: Outgoing) -> bytes:
    """The mail with CRLF line ends. The same value always gives the same bytes, so a repeated attempt is the same mail.

    Raises ValueError for an address outside ASCII in front of the @.
    """
    boundaries = _Boundaries(outgoing.message_id)
    inline = [part for part in outgoing.attachments if part.inline and outgoing.html]
    attached = [part for part in outgoing.attachments if part not in inline]
    message: Message = _text_part(outgoing.text, "plain")
    if outgoing.html:
        page = boundaries.group("related", [_text_part(outgoing.html, "html"), *map(_file_part, inline)])
        message = boundaries.group("alternative", [message, page])
    message = boundaries.group("mixed", [message, *map(_file_part, attached)])
    for name, value in _headers(outgoing):
        message[name] = value
    return _in_order(message).as_bytes(policy=_POLICY)


class _Boundaries:
    """Groups parts under boundaries that follow from the message id."""

    def __init__(self, seed: str) -> None:
        self._digest = hashlib.sha256(seed.encode()).hexdigest()[:24]

    def group(self, subtype: str, parts: Sequence[Message]) -> Message:
        if len(parts) == 1:
            return parts[0]
        group = MIMEMultipart(subtype, boundary=f"=_{subtype}_{self._digest}")
        for part in parts:
            del part["MIME-Version"]
            group.attach(part)
        return group


def _in_order(message: Message) -> Message:
    """Puts the fields that describe the content last, as people expect who look at the source."""
    for name in ("MIME-Version", "Content-Type", "Content-Transfer-Encoding"):
        values = message.get_all(name, [])
        del message[name]
        for value in values:
            message[name] = value
    return message


def _headers(outgoing: Outgoing) -> list[tuple[str, str]]:
    automatic = outgoing.automatic
    fields = [
        ("Date", format_datetime(outgoing.date)),
        ("From", _mailboxes([outgoing.sender])),
        ("Reply-To", _mailboxes(outgoing.reply_to)),
        ("To", _mailboxes(outgoing.to)),
        ("Cc", _mailboxes(outgoing.cc)),
        ("Subject", _words(_one_line(outgoing.subject), len("Subject: "))),
        ("Message-ID", _one_line(outgoing.message_id)),
        ("In-Reply-To", _one_line(outgoing.in_reply_to)),
        ("References", "\r\n ".join(map(_one_line, trim_references(outgoing.references)))),
        ("Auto-Submitted", automatic),
        ("X-Auto-Response-Suppress", "All" if automatic else ""),
        (TICKET_HEADER, _one_line(outgoing.ticket_mark)),
    ]
    return [(name, value) for name, value in fields if value]


def trim_references(references: Sequence[str]) -> list[str]:
    """The first, which names the thread, and the last twenty."""
    if len(references) <= _MAX_REFERENCES + 1:
        return list(references)
    return [references[0], *references[-_MAX_REFERENCES:]]


def _one_line(value: str) -> str:
    return _NEWLINES.sub(" ", value).strip()


def _words(text: str, used: int) -> str:
    """Text for a header: as it is in ASCII, else in encoded words of at most 75 characters that split no character."""
    if text.isascii() and "=?" not in text:
        return text
    return Header(text, "utf-8", maxlinelen=75, header_name=" " * used).encode(linesep="\r\n")


def _mailboxes(addresses: Sequence[Address]) -> str:
    return ",\r\n ".join(map(_mailbox, addresses))


def _mailbox(address: Address) -> str:
    local, _, domain = _one_line(address.email).rpartition("@")
    if not local or not domain or not local.isascii() or re.search(r"[\s<>,;@]", local):
        raise ValueError(f"{address.email!r} can't be written as an e-mail address")
    email = f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"
    name = _one_line(address.name)
    if not name:
        return email
    if not name.isascii() or "=?" in name:
        return f"{_words(name, 12)} <{email}>"
    escaped = re.sub(r'([\\"])', r"\\\1", name)
    return f'"{escaped}" <{email}>'


def _text_part(text: str, subtype: str) -> Message:
    """UTF-8, as quoted-printable where most of it stays readable that way, else as base64."""
    charset = Charset("utf-8")
    foreign = sum(1 for character in text if character > "\x7f")
    charset.body_encoding = QP if foreign * 6 < len(text) else BASE64
    part = MIMENonMultipart("text", subtype, charset="utf-8")
    part.set_payload(text.replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n", charset)
    return part


def _file_part(part: Part) -> Message:
    maintype, _, subtype = part.media_type.partition("/")
    if maintype in ("message", "multipart") or not subtype:
        maintype, subtype = "application", "octet-stream"
    filename = _one_line(part.filename)
    file = MIMEBase(maintype, subtype)
    file.replace_header("Content-Type", f"{maintype}/{subtype}{_name('name', filename)}")
    file.set_payload(part.content)
    encode_base64(file)
    file["Content-Disposition"] = ("inline" if part.inline else "attachment") + _name("filename", filename)
    if part.content_id:
        file["Content-ID"] = f"<{_one_line(part.content_id)}>"
    return file


def _name(parameter: str, filename: str) -> str:
    """The file name as a parameter: encoded words in `name`, which old programs read, RFC 2231 in `filename`."""
    safe = re.sub(r'["\\]', "_", filename)
    if parameter == "name" or filename.isascii():
        return f';\r\n {parameter}="{_words(safe, 7)}"'
    encoded = re.findall(r"(?:%..|[^%]){1,60}", f"utf-8''{quote(safe, safe='')}")
    if len(encoded) * 60 < _LONGEST_LINE:
        return f";\r\n {parameter}*={''.join(encoded)}"
    return "".join(f";\r\n {parameter}*{number}*={piece}" for number, piece in enumerate(encoded))
