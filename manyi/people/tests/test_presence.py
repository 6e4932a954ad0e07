"""Presence follows from what a colleague does, and returns to what he chose."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from manyi.conftest import Cast, signed_in
from manyi.core.errors import Invalid
from manyi.people import actions
from manyi.people.models import Presence


def choose(cast: Cast, state: str) -> None:
    actions.set_presence(cast.lin, state, by=cast.actor(cast.lin))


def state(cast: Cast) -> str:
    return Presence.objects.get(staff=cast.lin).state


def long_ago(cast: Cast, minutes: int = 10) -> None:
    before = timezone.now() - dt.timedelta(minutes=minutes)
    Presence.objects.filter(staff=cast.lin).update(seen_at=before, since=before - dt.timedelta(minutes=1))


def test_who_does_nothing_is_away_until_he_does_something(cast: Cast) -> None:
    choose(cast, "online")
    client = signed_in(cast.lin)
    assert client.post("/presence/pulse", {"idle": "1"}).content == b"away"
    assert client.post("/presence/pulse", {"idle": "0"}).content == b"online"


def test_who_chose_to_be_away_stays_away(cast: Cast) -> None:
    choose(cast, "away")
    actions.pulse(cast.lin, idle=False)
    assert state(cast) == "away"


def test_whose_page_is_silent_is_gone_and_comes_back_as_before(cast: Cast) -> None:
    choose(cast, "busy")
    actions.pulse(cast.lin, idle=False)
    long_ago(cast)
    assert (actions.tidy_presence(), actions.tidy_presence()) == (1, 0)
    assert state(cast) == "offline"
    actions.pulse(cast.lin, idle=False)
    assert state(cast) == "busy"


def test_who_works_without_our_pages_is_not_judged(cast: Cast) -> None:
    choose(cast, "online")
    before = timezone.now() - dt.timedelta(hours=1)
    Presence.objects.filter(staff=cast.lin).update(seen_at=before, since=before)
    assert actions.tidy_presence() == 0


def test_wrapping_up_ends_by_itself(cast: Cast) -> None:
    choose(cast, "online")
    actions.set_presence_automatically(cast.lin, "wrap_up", until=timezone.now() - dt.timedelta(seconds=1))
    assert state(cast) == "wrap_up"
    actions.tidy_presence()
    assert state(cast) == "online"


def test_nobody_chooses_what_only_follows(cast: Cast) -> None:
    with pytest.raises(Invalid):
        choose(cast, "wrap_up")


def test_offline_people_stay_offline_whatever_happens(cast: Cast) -> None:
    choose(cast, "offline")
    actions.set_presence_automatically(cast.lin, "away")
    actions.pulse(cast.lin, idle=False)
    assert state(cast) == "offline"
