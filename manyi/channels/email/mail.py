"""What one e-mail says, as plain values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from django.utils.translation import gettext_lazy as _

Kind = Literal["message", "bounce", "delivery_report", "auto_reply", "loop"]

DEFECTS: Final = {
    "base64-broken": _("A part was not clean base64; what could be decoded is shown."),
    "bytes-undecodable": _("Some bytes fit no character set and were replaced."),
    "charset-mislabelled": _("The text was in another character set than the mail declared."),
    "charset-missing": _("The mail declared no character set; it was recognised from the text."),
    "charset-unknown": _("The mail declared a character set nobody knows; it was recognised from the text."),
    "date-unreadable": _("The date was missing or unreadable."),
    "encrypted": _("The mail is encrypted or sealed; only its outside can be read."),
    "header-duplicate": _("A header that may stand once stood several times; the first was taken."),
    "header-raw": _("A header held raw 8-bit text; its character set was recognised."),
    "header-word-broken": _("An encoded word in a header was damaged."),
    "message-id-missing": _("The mail had no Message-ID; one was derived from its bytes."),
    "quoted-printable-broken": _("A part was not clean quoted-printable; odd characters were kept."),
    "sender-missing": _("The mail names no readable sender."),
    "structure-broken": _("The parts of the mail were not properly delimited."),
    "tnef-unreadable": _("The winmail.dat file could not be opened; it is attached as it came."),
    "unreadable": _("The mail is too damaged to be taken apart; it is shown as raw text."),
}
"""Every defect that reading works around, with its explanation for people."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One defect that was worked around."""

    code: str
    """A key of DEFECTS."""
    detail: str = ""
    """Where or what, in the mail's own words: a header name, a character set."""

    def __str__(self) -> str:
        return f"{DEFECTS[self.code]} ({self.detail})" if self.detail else str(DEFECTS[self.code])


@dataclass(slots=True)
class Notes:
    """Collects problems while a mail is read, each only once."""

    _found: dict[Problem, None] = field(default_factory=dict)

    def add(self, code: str, detail: str = "") -> None:
        self._found.setdefault(Problem(code, detail))

    def problems(self) -> tuple[Problem, ...]:
        return tuple(self._found)


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox; `name` is empty where only the address was given."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Part:
    """An attachment, or a picture the HTML shows (`inline`, found by its `content_id` without brackets)."""

    filename: str
    media_type: str
    content: bytes
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server, or a mail program, reports about one mail of ours."""

    original_message_id: str
    """With its angle brackets; empty where the report does not quote it."""
    recipient: str
    status: str
    """Enhanced status code (`5.1.1`), or the SMTP reply code (`550`) where only that was given."""
    permanent: bool
    """The reporting server has given up; otherwise it keeps trying, or the mail arrived."""
    diagnostic: str


@dataclass(frozen=True, slots=True)
class Mail:
    """One received mail. Message ids keep their angle brackets; e-mail addresses are in lower case."""

    message_id: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    subject: str = ""
    topic: str = ""
    """The subject without reply and forward prefixes and without ticket tag."""
    sender: Address = Address("", "")
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()
    """Addresses the mail servers say they delivered to; finds the mailbox of blind copies."""
    date: datetime | None = None
    text: str = ""
    """What the sender newly wrote, as plain text."""
    quoted: str = ""
    """The history repeated below or above it."""
    signature: str = ""
    html: str = ""
    """The whole HTML body as sent, unsafe until `sanitise_html`; empty for plain mails."""
    attachments: tuple[Part, ...] = ()
    kind: Kind = "message"
    bounce: Bounce | None = None
    """Set for bounces and delivery reports."""
    accepts_auto_reply: bool = True
    """False for mailing lists, bulk and automatic mail, which no machine should answer."""
    problems: tuple[Problem, ...] = ()
