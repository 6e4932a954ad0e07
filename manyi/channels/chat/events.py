"""What happens on chat sites."""

from __future__ import annotations

from manyi.core.events import Payload, verb


@verb("chat.secret_rotated")
class SecretRotated(Payload, frozen=True):
    """A site got a new identity secret; tokens vouched for under the old one have ended."""

    inbox: int


@verb("chat.contact_left")
class ContactLeft(Payload, frozen=True):
    """An anonymous visitor left an e-mail address; ``known`` when it belongs to another customer already."""

    known: bool


@verb("chat.answers_mailed")
class AnswersMailed(Payload, frozen=True):
    """The visitor had gone before he read these answers; they went to the address he left."""

    messages: list[int]


@verb("chat.call_back_asked")
class CallBackAsked(Payload, frozen=True):
    """A visitor left a phone number, in his conversation, instead of waiting."""
