"""A mailbox of the sample company on a real mail server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from manyi.channels import actions as channels
from manyi.channels.email.tests.mail_server import MailServer, running
from manyi.channels.models import Inbox
from manyi.conftest import Cast
from manyi.core.actors import SYSTEM


@pytest.fixture(scope="session")
def mail_server() -> Iterator[MailServer]:
    with running() as server:
        yield server


@pytest.fixture
def inbox(cast: Cast, mail_server: MailServer) -> Inbox:
    mail_server.deliverer.sent.clear()
    mail_server.deliverer.refused.clear()
    return channels.add_inbox(
        "email",
        name="曜石科技客服",
        address="support@obsidian.example",
        team=cast.wearables,
        config=mail_server.config(),
        secrets=mail_server.secrets,
        by=SYSTEM,
    )
