"""Trying a mailbox live before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from manyi.channels.email.config import Mailbox, read_mailbox
from manyi.channels.email.fetching import connect
from manyi.channels.email.refusals import FAILURES, reason
from manyi.channels.email.sending import connected
from manyi.core.serving import aside


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried: receiving or sending, whether it works, and a sentence about it."""

    what: str
    works: bool
    text: str


def check_mailbox(address: str, config: dict[str, object], secrets: dict[str, str]) -> list[Finding]:
    """Sign in to both servers, as the worker will; never raises for what a server answers."""
    mailbox = read_mailbox(address, address, config, secrets)
    with aside():
        return [
            _tried("imap", lambda: _receive(mailbox), _("Mail can be received.")),
            _tried("smtp", lambda: _send(mailbox), _("Mail can be sent.")),
        ]


def _receive(mailbox: Mailbox) -> None:
    connect(mailbox).logout()


def _send(mailbox: Mailbox) -> None:
    with connected(mailbox.smtp) as client:
        client.noop()


def _tried(what: str, attempt: Callable[[], None], success: str) -> Finding:
    try:
        attempt()
    except FAILURES as error:
        return Finding(what, False, reason(error))
    return Finding(what, True, success)
