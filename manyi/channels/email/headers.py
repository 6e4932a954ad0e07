"""Header fields as people meant them: encoded words, addresses, ids and dates, however damaged."""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final

from .charsets import decode
from .mail import Address, Notes

_ONLY_ONCE: Final = frozenset({"from", "subject", "date", "message-id", "in-reply-to", "references", "sender"})
_WORD: Final = re.compile(r"=\?([^?*\s]*)(?:\*[^?\s]*)?\?([bBqQ])\?(.*?)(?:\?=|\Z)", re.DOTALL)
_WORDS: Final = re.compile(rf"{_WORD.pattern}(?:\s*{_WORD.pattern})*", re.DOTALL)
_FOLD: Final = re.compile(r"\r?\n(?=[ \t])|[\r\n]")
_BREAKS: Final = re.compile(r"[\t\r\n]+")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]")
_ID: Final = re.compile(r"<([^<>]{1,998})>")
_BLANK: Final = re.compile(r"[\s\x00-\x1f]+")
_BARE_ID: Final = re.compile(r"[^\s<>,;\"@]{1,256}@[^\s<>,;\"@]{1,256}")
_EMAIL: Final = re.compile(r"[^\s<>()\[\],;:\"@]{1,128}@[^\s<>()\[\],;:\"@]{1,255}|\"[^\"]{1,64}\"@[^\s<>,;]{1,255}")
_GROUP: Final = re.compile(r"^[^:@]*:")
_ADDRESS_TOKEN: Final = re.compile(
    r'"(?:\\.|[^"\\])*(?:"|\\?\Z)|=\?[^?\s]*\?[bBqQ]\?[^?]*\?=|<[^>]*>?|\((?:\\.|[^()\\])*\)?|[,;]|[^",;<(=]+|.',
    re.DOTALL,
)


class Headers:
    """The fields of one mail or part, by name in any case; values still encoded, raw bytes as surrogates."""

    def __init__(self, message: Message) -> None:
        self._fields: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            self._fields.setdefault(name.strip().lower(), []).append(_FOLD.sub("", str(value)).strip())

    def first(self, name: str) -> str:
        """The field's first value that says something."""
        return next(filter(None, self._fields.get(name, ())), "")

    def all(self, name: str) -> list[str]:
        return self._fields.get(name, [])

    def has(self, name: str) -> bool:
        return name in self._fields

    def repeated(self) -> Iterator[str]:
        """Names of fields that contradict themselves."""
        return (name for name in _ONLY_ONCE if len(set(self._fields.get(name, ()))) > 1)


def raw_bytes(value: str) -> bytes:
    """The bytes the parser found, of a value that may hold surrogates."""
    return value.encode("utf-8", "surrogateescape")


def decode_text(value: str, charset: str, notes: Notes, where: str) -> str:
    """An unstructured field as text. `charset` is what raw 8-bit text is most likely in: the body's."""
    text, end = [], 0
    for match in _WORDS.finditer(value):
        text.append(_plain(value[end : match.start()], charset, notes, where))
        if not match.group().endswith("?="):
            notes.add("header-word-broken", where)
        text.append(_decode_words(match.group(), notes, where))
        end = match.end()
    text.append(_plain(value[end:], charset, notes, where))
    return _CONTROLS.sub("", _BREAKS.sub(" ", "".join(text))).strip()


def _plain(value: str, charset: str, notes: Notes, where: str) -> str:
    if value.isascii():
        return value if "\x1b$" not in value else decode(value.encode(), "iso-2022-jp", notes=notes, where=where)
    notes.add("header-raw", where)
    silent = Notes()
    return decode(raw_bytes(value), charset, notes=silent, where=where)


def _decode_words(run: str, notes: Notes, where: str) -> str:
    """A row of encoded words; neighbours in one charset are joined first, since characters get split between them."""
    text, pending, pending_charset = [], b"", ""
    for charset, words in _by_charset(_WORD.findall(run)):
        content = b"".join(_word_bytes(encoding, part, notes, where) for encoding, part in words)
        if pending and charset.lower() != pending_charset.lower():
            text.append(decode(pending, pending_charset, notes=notes, where=where))
            pending = b""
        pending, pending_charset = pending + content, charset
    text.append(decode(pending, pending_charset, notes=notes, where=where))
    return "".join(text)


def _by_charset(words: Sequence[tuple[str, str, str]]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Groups words by charset and encoding, base64 ones joined as text: some programs split them anywhere."""
    group: list[tuple[str, str]] = []
    key = ("", "")
    for charset, encoding, content in words:
        if group and key != (charset.lower(), encoding.lower()):
            yield key[0], group
            group = []
        key = (charset.lower(), encoding.lower())
        if group and key[1] == "b":
            group[-1] = ("b", group[-1][1] + content)
        else:
            group.append((key[1], content))
    yield key[0], group


def _word_bytes(encoding: str, content: str, notes: Notes, where: str) -> bytes:
    if encoding == "q":
        return quopri.decodestring(content.encode("utf-8", "surrogateescape").replace(b" ", b"_"), header=True)
    chunks = re.findall(r"[A-Za-z0-9+/]+=*", content)
    if "".join(chunks) != re.sub(r"\s", "", content):
        notes.add("header-word-broken", where)
    return b"".join(_base64_bytes(chunk.rstrip("="), notes, where) for chunk in chunks)


def _base64_bytes(text: str, notes: Notes, where: str) -> bytes:
    if len(text) % 4 == 1:
        notes.add("header-word-broken", where)
        text = text[:-1]
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        notes.add("header-word-broken", where)
        return b""


def read_addresses(values: Sequence[str], charset: str, notes: Notes, where: str) -> tuple[Address, ...]:
    """The mailboxes of address fields, in order, each once; groups are flattened, what has no address is left out."""
    found: dict[str, Address] = {}
    for value in values:
        for name, email in _mailboxes(value):
            shown = decode_text(name, charset, notes, where)
            if not email and "=?" in name:
                shown, email = next(((inner, e) for inner, e in _mailboxes(shown) if e), ("", ""))
            if email:
                shown = shown.strip(" '\"")
                address = Address("" if shown.lower() == email.lower() else shown, email)
                found.setdefault(address.email, address)
    return tuple(found.values())


def _mailboxes(value: str) -> Iterator[tuple[str, str]]:
    """Names (still encoded) and addresses, separated by commas or semicolons outside quotes and brackets."""
    words: list[str] = []
    comment = email = ""
    for token in (*_ADDRESS_TOKEN.findall(value), ","):
        if token in (",", ";"):
            name = "".join(words).strip()
            if not email and (bare := _EMAIL.search(name)):
                email, name = bare.group(), (name[: bare.start()] + name[bare.end() :]).strip(" <>")
            yield name or comment, _clean_email(email)
            words, comment, email = [], "", ""
        elif token[0] == "<":
            email = token.strip("<>")
        elif token[0] == "(" and len(token) > 1:
            comment = token.strip("()")
        elif token[0] == '"' and len(token) > 1:
            words.append(re.sub(r"\\(.)", r"\1", token[1:].removesuffix('"')))
        else:
            words.append(_GROUP.sub("", token))


def _clean_email(email: str) -> str:
    """The address in lower case; empty if it is none."""
    plain = raw_bytes(email).decode("utf-8", "replace").strip().removeprefix("mailto:")
    match = _EMAIL.fullmatch(plain) or _EMAIL.search(plain)
    return match.group().lower() if match else ""


def read_ids(values: Sequence[str]) -> tuple[str, ...]:
    """Message ids with their angle brackets, in order, each once."""
    found: dict[str, None] = {}
    for value in values:
        plain = raw_bytes(value).decode("utf-8", "replace")
        ids = _ID.findall(plain) or _BARE_ID.findall(plain)
        found.update((f"<{_BLANK.sub('', inner)}>", None) for inner in ids)
    return tuple(found)


def read_date(headers: Headers, notes: Notes) -> datetime | None:
    """When the mail was sent, in its own time zone; else when the last server received it."""
    received = (value.rpartition(";")[2] for value in headers.all("received"))
    sent = headers.first("date")
    for number, value in enumerate((sent, *received)):
        date = _parse_date(value)
        if number == 0 and date is None:
            notes.add("date-unreadable", decode_text(sent, "", Notes(), "date")[:80])
        if date is not None:
            return date
    return None


def _parse_date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
        date.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
    if not 1990 <= date.year <= 2100:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
