"""Mail that no person wrote, or that no machine may answer."""

import re
from typing import Final

from .headers import Headers

_SUBJECT: Final = re.compile(
    r"^[\[【(（]?(?:自动(?:回复|答复|应答)|自動(?:回覆|回復|答覆|応答|返信)|"
    r"auto(?:matic)?[- ]?(?:reply|response|answer)|auto ?:|"
    r"out of (?:the )?office|abwesenheit|automatische antwort|réponse automatique|respuesta automática|"
    r"(?:外出|休假|出差|年假|不在办公室|不在公司)(?:中|期间)?(?:自动(?:回复|答复)|通知)?\s*(?:[:：，,]|$)|不在通知|부재중)",
    re.IGNORECASE,
)
_PRESENT: Final = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply-from", "x-mail-autoreply")
_BULK: Final = frozenset({"bulk", "list", "junk", "auto_reply"})


def is_auto_reply(headers: Headers, subject: str) -> bool:
    """An answer sent by a program: said in a header, or in the subject by programs that set none.

    What a program sends unasked, such as the mail of a web form, is a message of its own.
    """
    kind = _submitted(headers)
    if kind and (kind != "auto-generated" or headers.has("in-reply-to") or headers.has("references")):
        return True
    if any(headers.has(name) and headers.first(name).lower() != "no" for name in _PRESENT):
        return True
    return headers.first("precedence").lower() == "auto_reply" or bool(_SUBJECT.match(subject))


def _submitted(headers: Headers) -> str:
    """The word of Auto-Submitted; empty for mail that persons send."""
    word = headers.first("auto-submitted").split(";")[0].split("(")[0].strip().lower()
    return "" if word == "no" else word


def accepts_auto_reply(headers: Headers) -> bool:
    """Whether a machine may answer: not to lists, mass mail, daemons, or who asks for silence."""
    if _submitted(headers) or headers.first("precedence").lower() in _BULK or headers.first("return-path") == "<>":
        return False
    if any(headers.has(name) for name in ("list-id", "list-unsubscribe", "list-post", "feedback-id")):
        return False
    suppressed = {word.strip().lower() for word in headers.first("x-auto-response-suppress").split(",")}
    return not suppressed & {"all", "autoreply", "oof"}
