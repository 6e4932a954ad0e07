"""Reports of mail servers and mail programs about mail we sent."""

import re
from collections.abc import Iterator
from email.message import Message
from email.utils import unquote
from typing import Final, NamedTuple

from .headers import Headers, decode_text, raw_bytes, read_ids
from .mail import Bounce, Kind, Notes
from .tree import bytes_meant, subparts

_STATUS_TYPES: Final = frozenset({"message/delivery-status", "message/global-delivery-status"})
_ORIGINAL_TYPES: Final = frozenset({"message/rfc822", "message/global", "text/rfc822-headers"})
_READ: Final = 20_000
"""How much of a report is looked through for words; the returned mail below them may be long."""
_URGENCY: Final = {"failed": 0, "delayed": 1}
_DAEMON: Final = re.compile(
    r"^(?:mailer-daemon|postmaster|mail-?daemon|mdaemon|microsoftexchange.*|mailerdaemon|bounces?|mail\.?delivery.*)@"
)
_SUBJECT: Final = re.compile(
    r"退信|退件|undeliver|returned (?:to sender|mail|e-?mail)|return(?:ed)? to sender|"
    r"delivery (?:status notification|report|failure|has failed|status)|failure notice|mail delivery|delivery.*delay|"
    r"mail system error|could ?n[o']t be delivered|未送达|無法傳遞|无法投递|"
    r"无法送达|投递失败|發送失敗|发送失败|传递失败|"
    r"delayed mail|warning: (?:message|could not)|rejected|配信不能|unzustellbar|non remis",
    re.IGNORECASE,
)
_DELAYED: Final = re.compile(
    r"delay|延迟|延遲|warning: (?:message|could not)|still be(?:ing)? retried|将继续尝试|will (?:continue to )?retry",
    re.IGNORECASE,
)
_ENHANCED: Final = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY_CODE: Final = re.compile(r"(?<![\d.\-/])([45][0-5]\d)(?=[ -][A-Za-z#\u4e00-\u9fff])")
_ADDRESS: Final = r"([^\s<>()\[\],;:\"'“”（）【】@]{1,128}@[\w.-]{0,254}\w)"
_NAMED: Final = re.compile(
    rf"(?:收件人|收信人|退信地址|recipient|无法(?:发送|投递|送达)(?:到|至)|to:|rcpt to:)\s*(?:邮箱|地址|address)?"
    rf"\s*[:：]?\s*[<“\"']?{_ADDRESS}",
    re.IGNORECASE,
)
_QMAIL: Final = re.compile(rf"^\s*<{_ADDRESS}>\s*:?", re.MULTILINE)
_QUOTED_ID: Final = re.compile(r"^[>\s]*message-id\s*[:：]\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)


class Report(NamedTuple):
    kind: Kind
    bounce: Bounce


def read_report(message: Message, headers: Headers, sender: str, text: str, notes: Notes) -> Report | None:
    """What the mail reports about one of ours; None if it reports nothing. `text` is its readable part."""
    parts = list(message.walk()) if message.is_multipart() else [message]
    original = _original_id(parts, headers, text)
    for part in parts:
        if part.get_content_type() in _STATUS_TYPES:
            return _delivery_status(part, original, notes)
        if part.get_content_type() == "message/disposition-notification":
            return _disposition(part, original, notes)
    if _is_plain_bounce(headers, sender, notes):
        return _from_words(headers, sender, original, text, notes)
    return None


def _delivery_status(part: Message, original: str, notes: Notes) -> Report:
    """The worst fate among the recipients of a standard report (RFC 3464)."""
    fields = [block for block in _field_blocks(part) if block.has("action") or block.has("final-recipient")]
    if not fields:
        return Report("bounce", Bounce(original, "", "", True, ""))
    worst = min(fields, key=lambda block: _URGENCY.get(_action(block), 2))
    action = _action(worst)
    diagnostic = _words(worst, "diagnostic-code", notes)
    codes = _ENHANCED.findall(f"{worst.first('status')} {diagnostic}")
    status = next((code for code in codes if not code.endswith(".0.0")), codes[0] if codes else "")
    recipient = _typed(worst.first("original-recipient")) or _typed(worst.first("final-recipient"))
    bounce = Bounce(original, recipient, status, action == "failed", _clean(diagnostic))
    return Report("bounce" if action in _URGENCY else "delivery_report", bounce)


def _disposition(part: Message, original: str, notes: Notes) -> Report:
    """A read receipt (RFC 8098)."""
    block = next((b for b in _field_blocks(part) if b.has("disposition")), Headers(Message()))
    ids = read_ids(block.all("original-message-id"))
    recipient = _typed(block.first("original-recipient")) or _typed(block.first("final-recipient"))
    outcome = _words(block, "disposition", notes).rpartition(";")[2].strip().lower()
    return Report("delivery_report", Bounce(ids[0] if ids else original, recipient, "", False, outcome))


def _action(block: Headers) -> str:
    """The fate; where a server leaves it out, its status class tells."""
    given = block.first("action").split("(")[0].strip().lower()
    return given or {"2": "delivered", "4": "delayed"}.get(block.first("status")[:1], "failed")


def _field_blocks(part: Message) -> Iterator[Headers]:
    """The groups of fields in a report, also where a program encoded them or left them as text."""
    for block in subparts(part):
        yield Headers(block)
        yield from _parse_blocks(bytes_meant(block))
    yield from _parse_blocks(bytes_meant(part))


def _parse_blocks(raw: bytes) -> Iterator[Headers]:
    for block in re.split(r"\r?\n[ \t]*\r?\n", raw.decode("utf-8", "surrogateescape")):
        fields = Message()
        for name, value in re.findall(r"^([A-Za-z-]+):[ \t]*(.*(?:\r?\n[ \t].*)*)", block, re.MULTILINE):
            fields[name] = value
        if len(fields):
            yield Headers(fields)


def _words(block: Headers, name: str, notes: Notes) -> str:
    return decode_text(block.first(name), "", notes, name)


def _typed(value: str) -> str:
    """The address of `rfc822;someone@example.com`."""
    address = raw_bytes(value).decode("utf-8", "replace").rpartition(";")[2].strip()
    return unquote(address).strip("<>").lower()


def _clean(diagnostic: str) -> str:
    return re.sub(r"^\s*(?:smtp|x-[\w-]+)\s*;\s*", "", re.sub(r"\s+", " ", diagnostic), flags=re.IGNORECASE).strip()


def _original_id(parts: list[Message], headers: Headers, text: str) -> str:
    """The Message-ID of the mail reported on: from the copy returned, the references, or the words."""
    for part in parts:
        if part.get_content_type() not in _ORIGINAL_TYPES:
            continue
        payload = part.get_payload()
        if isinstance(payload, list) and payload and isinstance(payload[0], Message):
            ids = read_ids(Headers(payload[0]).all("message-id"))
        else:
            decoded = part.get_payload(decode=True)
            ids = read_ids(_QUOTED_ID.findall(decoded.decode("latin-1") if isinstance(decoded, bytes) else ""))
        if ids:
            return ids[0]
    quoted = _QUOTED_ID.search(text)
    known = read_ids([*headers.all("in-reply-to"), *headers.all("references")])
    return quoted[1] if quoted else known[-1] if known else ""


def _is_plain_bounce(headers: Headers, sender: str, notes: Notes) -> bool:
    """A report in words only: from a daemon or without return path, and saying so in its subject."""
    if headers.has("x-failed-recipients"):
        return True
    subject = decode_text(headers.first("subject"), "", notes, "subject")
    from_daemon = bool(_DAEMON.match(sender)) or headers.first("return-path") == "<>"
    return from_daemon and bool(_SUBJECT.search(subject))


def _from_words(headers: Headers, sender: str, original: str, whole: str, notes: Notes) -> Report:
    text = whole[:_READ]
    status = _ENHANCED.search(text) or _REPLY_CODE.search(text)
    recipient = headers.first("x-failed-recipients").split(",")[0].strip().lower()
    if not recipient:
        named = _QMAIL.search(text) or _NAMED.search(text)
        others = (found for found in re.findall(_ADDRESS, text) if found.lower() != sender)
        recipient = (named[1] if named else next(others, "")).lower()
    subject = decode_text(headers.first("subject"), "", notes, "subject")
    delayed = bool(_DELAYED.search(subject)) or (
        status is not None and status[1].startswith("4.") and bool(_DELAYED.search(text))
    )
    diagnostic = next((line.strip() for line in text.split("\n") if status and status[1] in line), "")
    return Report("bounce", Bounce(original, recipient, status[1] if status else "", not delayed, diagnostic))
