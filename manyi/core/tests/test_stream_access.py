"""What a page may hear of the live stream."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import RequestFactory

from manyi.core import live, stream_access
from manyi.core.actors import Actor, ActorKind, Scope


def topics(scope: Scope, *extra: str, teams: tuple[int, ...] = ()) -> list[str]:
    request = RequestFactory().get("/")
    request.viewer = Actor(ActorKind.STAFF, 5, "林晓", scope=scope, team_ids=teams)  # type: ignore[attr-defined]
    ticket = live.read_token(settings.SECRET_KEY, stream_access.live_token(request, extra))
    assert ticket is not None
    assert (ticket.who, ticket.name) == ("staff:5", "林晓")
    return ticket.topics


def test_a_viewer_hears_what_is_in_reach() -> None:
    assert topics(Scope.ALL) == ["all", "staff:5"]
    assert topics(Scope.TEAM, teams=(3,)) == ["staff:5", "team:0", "team:3"]
    assert topics(Scope.DEPARTMENT, teams=(3, 4)) == ["staff:5", "team:0", "team:3", "team:4"]
    assert topics(Scope.OWN) == ["staff:5"]


def test_a_ticket_page_hears_its_ticket_too() -> None:
    assert topics(Scope.OWN, "ticket:9", "chat:9") == ["chat:9", "staff:5", "ticket:9"]


def test_who_is_not_signed_in_gets_no_token() -> None:
    assert stream_access.live_token(RequestFactory().get("/"), ["ticket:9"]) == ""


@pytest.mark.django_db
def test_a_page_knows_address_and_position_of_its_stream() -> None:
    found = stream_access.live(RequestFactory().get("/", headers={"host": "localhost:8000"}))
    assert found.url == f"http://localhost:{settings.LIVE_PORT}/live"
    assert found.position == 0


def test_a_changed_token_is_worth_nothing() -> None:
    token = live.make_token("key", "staff:5", ["all"])
    assert live.read_token("key", token) is not None
    assert live.read_token("other", token) is None
    body, _, signature = token.partition(".")
    assert live.read_token("key", f"{body}A.{signature}") is None
    assert live.read_token("key", live.make_token("key", "staff:5", ["all"], lifetime=-1)) is None
