"""A talk of Lin with the repair partner, beside Zhou's ticket, over a real mail server."""

from __future__ import annotations

import pytest

from manyi.channels.email.tests.conftest import inbox, mail_server
from manyi.channels.models import Inbox
from manyi.channels.sides import actions
from manyi.channels.sides.models import Side
from manyi.conftest import Cast
from manyi.desk.models import Ticket

__all__ = ["inbox", "mail_server"]
PARTNER = "repair@partner.example"
SECRET_WORDS = "内部询价：换表带的成本价是多少？"


@pytest.fixture
def side(cast: Cast, ticket: Ticket, inbox: Inbox) -> Side:
    return actions.start_side(ticket, by=cast.actor(cast.lin), to=[PARTNER], subject="表带维修询价", text=SECRET_WORDS)
