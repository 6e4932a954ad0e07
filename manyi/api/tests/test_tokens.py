"""Who gets in: tokens that are missing, wrong, revoked, expired, or of somebody who left."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from manyi.api.tests.programs import Program
from manyi.conftest import Cast
from manyi.core.actors import SYSTEM
from manyi.people import access
from manyi.people.actions import change_staff, deactivate_staff, revoke_token
from manyi.people.models import ApiToken, Role


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nonsense", "Basic bGluOmxpbg==", "Token x"])
def test_no_token_no_entry(cast: Cast, header: str) -> None:
    response = Client().get("/api/v1/me", headers={"authorization": header} if header else {})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert response.json()["code"] == "no_token"


def test_a_session_is_no_token(lin_client: Client) -> None:
    assert lin_client.get("/api/v1/me").status_code == 401


def test_revoking_works_at_once(lin: Program, cast: Cast) -> None:
    lin.ask("GET", "/me")
    revoke_token(lin.token, by=SYSTEM)
    lin.ask("GET", "/me", status=401)


def test_a_token_ends_with_its_colleague(lin: Program, cast: Cast) -> None:
    lin.ask("GET", "/me")
    deactivate_staff(cast.lin, by=SYSTEM, reason="left")
    lin.ask("GET", "/me", status=401)


def test_a_token_expires_also_while_it_is_remembered(lin: Program, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ApiToken.objects.filter(pk=lin.token.pk).update(expires_at=timezone.now() + dt.timedelta(hours=1))
    lin.ask("GET", "/me")
    later = timezone.now().timestamp() + 3601
    monkeypatch.setattr("manyi.people.tokens.time.time", lambda: later)
    lin.ask("GET", "/me", status=401)


def test_another_role_counts_at_once(lin: Program, cast: Cast) -> None:
    assert "ticket.archive" not in lin.ask("GET", "/me")["permissions"]
    change_staff(cast.lin, by=SYSTEM, role=Role.objects.get(key="leader"))
    assert "ticket.archive" in lin.ask("GET", "/me")["permissions"]


def test_last_use_is_noted_without_a_write_per_request(lin: Program, cast: Cast) -> None:
    lin.ask("GET", "/me")
    first = ApiToken.objects.get(pk=lin.token.pk).used_at
    access.forget_viewers()
    lin.ask("GET", "/me")
    assert first is not None
    assert ApiToken.objects.get(pk=lin.token.pk).used_at == first


def test_a_token_is_remembered_for_a_moment(lin: Program, cast: Cast, django_assert_num_queries: object) -> None:
    lin.ask("GET", "/me")
    with django_assert_num_queries(0):  # type: ignore[operator]
        lin.ask("GET", "/me")
