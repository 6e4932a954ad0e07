"""Subjects without what programs put before them."""

import re
from typing import Final, NamedTuple

from .marks import without_subject_tag

_FORWARD: Final = r"fwd?|转发|轉寄|轉發|轉|转|wg|tr|i|rv|vs|enc|転送|전달"
_REPLY: Final = r"re|aw|sv|antw|res|回复|回覆|答复|答覆|回信|回|返信|답장|ответ|vá|r"
_PREFIX: Final = re.compile(
    rf"^\s*(?:(?P<reply>{_REPLY})|(?P<forward>{_FORWARD}))(?:[\[(（]\d+[\])）])?\s*[:：]\s*", re.I
)


class Topic(NamedTuple):
    text: str
    is_forward: bool
    """The sender's own last act was to forward."""


def read_topic(subject: str) -> Topic:
    """What the mail is about: without reply and forward prefixes and without ticket tag."""
    text, forward = without_subject_tag(subject), None
    while match := _PREFIX.match(text):
        forward = bool(match["forward"]) if forward is None else forward
        text = without_subject_tag(text[match.end() :])
    return Topic(text, bool(forward))
