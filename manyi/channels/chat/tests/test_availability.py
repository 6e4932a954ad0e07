"""When a chat begun now meets somebody."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from manyi.channels.chat.availability import within_hours
from manyi.channels.chat.sites import Site, get_site
from manyi.channels.models import Inbox
from manyi.conftest import Cast
from manyi.core.actors import SYSTEM
from manyi.core.models import Installation
from manyi.sla import actions as sla

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = [[(540, 720), (780, 1080)]] * 5


def at(month: int, day: int, hour: int) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, 30, tzinfo=SHANGHAI)


@pytest.fixture
def shop(site: Inbox) -> Site:
    """In a company that works from nine to six on weekdays."""
    Installation.objects.update(working_days=[0, 1, 2, 3, 4], opens_at="09:00", closes_at="18:00")
    return get_site(site.address)


def test_a_team_without_a_calendar_chats_in_the_hours_of_the_company(shop: Site) -> None:
    assert within_hours(shop, at(11, 2, 12))
    assert not within_hours(shop, at(11, 2, 20))


def test_a_team_with_a_calendar_chats_by_it(cast: Cast, shop: Site) -> None:
    names = {"en": "Office"}
    row = sla.save_calendar(None, by=SYSTEM, names=names, zone="Asia/Shanghai", week=OFFICE, teams=[cast.wearables])
    sla.import_statutory(row, 2026, by=SYSTEM)
    assert within_hours(shop, at(11, 2, 11))
    assert not within_hours(shop, at(11, 2, 12))  # lunch
    assert not within_hours(shop, at(10, 1, 11))  # National Day, a Thursday
    assert within_hours(shop, at(10, 10, 11))  # a Saturday that is worked in its place
