"""The parts of a mail sorted into what is read and what is attached."""

import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageDefect
from email.message import Message
from typing import Final
from urllib.parse import unquote

from .charsets import decode
from .flowed import unflow
from .headers import Headers, decode_text
from .mail import Notes, Part
from .names import extension_for, guess_media_type, safe_filename
from .parameters import Parameters
from .tnef import Opened, is_tnef, open_tnef
from .transfer import transfer_decode
from .tree import as_sent, bytes_sent, subparts
from .uuencoded import take_files

_META_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_CID: Final = re.compile(r"cid:([^\"'\s)>]+)", re.IGNORECASE)
_LOST_BOUNDARY: Final = re.compile(rb"^--([^\r\n]{1,100}?)[ \t]*\r?\n(?=Content-)", re.MULTILINE | re.IGNORECASE)
_FOR_MACHINES: Final = frozenset(
    {"message/delivery-status", "message/global-delivery-status", "message/disposition-notification"}
    | {"text/rfc822-headers", "text/x-amp-html", "text/watch-html", "application/pgp-encrypted"}
)
_STEMS: Final = {"text/calendar": "invitation", "image": "image", "audio": "audio", "video": "video"}
_INVISIBLE: Final = {0: None, 0xFEFF: None, 0x200B: None}
_MAX_DEPTH: Final = 30


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of the body in the forms it was sent in."""

    text: str = ""
    html: str = ""


@dataclass(slots=True)
class Body:
    blocks: list[Block] = field(default_factory=list)
    attachments: list[Part] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)
    charset: str = ""
    """The first charset declared, which raw headers are likely in too."""

    def html(self) -> str:
        return "\n".join(block.html for block in self.blocks if block.html)


def read_body(message: Message, notes: Notes) -> Body:
    """Walks the tree. Bodies sealed in a winmail.dat count where the mail has no other."""
    body = Body()
    _visit(message, body, notes, 0)
    if not any(block.text.strip() or block.html.strip() for block in body.blocks):
        body.blocks = [Block(opened.text, opened.html) for opened in body.opened]
    shown = {unquote(cid) for cid in _CID.findall(body.html())}
    body.attachments = [_placed(part, shown) for part in body.attachments]
    return body


def _placed(part: Part, shown: set[str]) -> Part:
    inline = bool(part.content_id) and part.content_id in shown
    return Part(part.filename, part.media_type, part.content, part.content_id, inline)


def _visit(message: Message, body: Body, notes: Notes, depth: int) -> None:
    headers = Headers(message)
    content_type = Parameters(headers.first("content-type"))
    media_type = content_type.media_type("text/plain")
    _note_defects(message.defects, notes)
    if media_type in _FOR_MACHINES:
        return
    if media_type.startswith("multipart/") and depth < _MAX_DEPTH:
        children = _children(message, notes)
        if children:
            _visit_multipart(media_type, children, body, notes, depth)
            return
        media_type = "text/plain"
    _visit_leaf(message, headers, content_type, media_type, body, notes)


def _note_defects(defects: list[MessageDefect], notes: Notes) -> None:
    for defect in defects:
        if "Base64" not in type(defect).__name__:
            notes.add("structure-broken")


def _children(message: Message, notes: Notes) -> list[Message]:
    """The parts of a multipart, found by looking at the text if its boundary is not the declared one."""
    if message.is_multipart():
        return subparts(message)
    sent = bytes_sent(message)
    lost = _LOST_BOUNDARY.search(sent)
    if not lost:
        return []
    notes.add("structure-broken")
    head = b'Content-Type: multipart/mixed; boundary="%b"\n\n' % lost[1]
    return subparts(message_from_bytes(head + sent))


def _visit_multipart(media_type: str, children: list[Message], body: Body, notes: Notes, depth: int) -> None:
    if media_type == "multipart/encrypted":
        notes.add("encrypted")
    if media_type == "multipart/alternative":
        _visit_alternatives(children, body, notes, depth)
        return
    if media_type == "multipart/report":
        children = [child for child in children if child.get_content_type() != "message/rfc822"]
    for child in children:
        _visit(child, body, notes, depth + 1)


def _visit_alternatives(children: list[Message], body: Body, notes: Notes, depth: int) -> None:
    """The same said several ways becomes one block: the plainest text and the richest HTML."""
    text = html = ""
    for child in children:
        one = Body(charset=body.charset)
        _visit(child, one, notes, depth + 1)
        text = text or "\n".join(filter(str.strip, (block.text for block in one.blocks)))
        html = one.html() or html
        body.attachments += one.attachments
        body.opened += one.opened
        body.charset = one.charset
    if text or html:
        body.blocks.append(Block(text, html))


def _visit_leaf(
    message: Message, headers: Headers, content_type: Parameters, media_type: str, body: Body, notes: Notes
) -> None:
    disposition = Parameters(headers.first("content-disposition"))
    charset = content_type.plain("charset")
    body.charset = body.charset or charset
    name = disposition.text("filename", body.charset, notes) or content_type.text("name", body.charset, notes)
    content = _content(message, headers, media_type, notes)
    content_id = headers.first("content-id").strip("<> ") if headers.first("content-id").isascii() else ""
    if media_type in ("text/plain", "text/html") and disposition.value != "attachment" and not name:
        _add_text(content, content_type, media_type, charset, body, notes)
    elif is_tnef(media_type, content) and (opened := open_tnef(content, notes)):
        body.opened.append(opened)
        body.attachments += opened.files
    elif content or name:
        if media_type in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
            notes.add("encrypted")
        if media_type == "application/octet-stream" and name:
            media_type = guess_media_type(name)
        filename = safe_filename(name) or _invented_name(message, media_type, len(body.attachments) + 1)
        body.attachments.append(Part(filename, media_type, content, content_id))


def _content(message: Message, headers: Headers, media_type: str, notes: Notes) -> bytes:
    if message.is_multipart():
        return b"".join(map(as_sent, subparts(message)))
    encoding = headers.first("content-transfer-encoding").lower()
    return transfer_decode(bytes_sent(message), encoding, notes, media_type)


def _add_text(
    content: bytes, content_type: Parameters, media_type: str, charset: str, body: Body, notes: Notes
) -> None:
    if media_type == "text/html":
        if not charset and (meta := _META_CHARSET.search(content[:2048])):
            charset = meta[1].decode()
        body.blocks.append(Block(html=decode(content, charset, notes=notes).replace("\r\n", "\n")))
        return
    text = re.sub(r"\r\n?", "\n", decode(content, charset, notes=notes))
    text = text.translate(_INVISIBLE)
    if content_type.plain("format").lower() == "flowed":
        text = unflow(text, delete_space=content_type.plain("delsp").lower() == "yes")
    text, files = take_files(text)
    body.attachments += [
        Part(safe_filename(f.filename) or "attachment", guess_media_type(f.filename), f.content) for f in files
    ]
    body.blocks.append(Block(text=text))


def _invented_name(message: Message, media_type: str, number: int) -> str:
    """A name for a part that came without one: a forwarded mail is called by its subject."""
    for attached in subparts(message):
        subject = decode_text(Headers(attached).first("subject"), "", Notes(), "subject")
        if name := safe_filename(subject):
            return f"{name[:80]}.eml"
    stem = _STEMS.get(media_type) or _STEMS.get(media_type.partition("/")[0], "attachment")
    return f"{stem}-{number}{extension_for(media_type)}"
