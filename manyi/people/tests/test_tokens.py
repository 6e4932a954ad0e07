"""API tokens: made, shown once, revoked."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from manyi.conftest import Cast, signed_in
from manyi.core.errors import Invalid, NotAllowed
from manyi.core.ids import token_hash
from manyi.core.models import Event
from manyi.core.permissions import scopes
from manyi.people import actions
from manyi.people.models import ApiToken


def test_a_token_is_shown_once_and_kept_as_a_fingerprint(cast: Cast) -> None:
    client = signed_in(cast.admin)
    scope = next(iter(scopes()))
    page = client.post("/settings/tokens/", {"name": "商城", "scopes": [scope], "days": "30"}).text
    secret = re.search(r'data-copy="(manyi_[\w-]+)"', page)
    assert secret
    token = ApiToken.objects.get()
    assert token.token_hash == token_hash(secret[1])
    assert (token.staff, token.scopes) == (cast.admin, [scope])
    assert token.expires_at is not None
    assert secret[1] not in client.get("/settings/tokens/").text
    assert Event.objects.filter(verb="token.created").count() == 1


def test_a_token_without_a_scope_or_name_is_refused(cast: Cast) -> None:
    client = signed_in(cast.admin)
    assert client.post("/settings/tokens/", {"name": "商城", "days": "30"}).status_code == 422
    with pytest.raises(Invalid):
        actions.create_token(cast.admin, name=" ", scopes=[], by=cast.actor(cast.admin))
    assert not ApiToken.objects.exists()


def test_an_agent_makes_no_tokens(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.create_token(cast.lin, name="x", scopes=[], by=cast.actor(cast.lin))


def test_one_revokes_ones_own_token_but_not_anothers(cast: Cast) -> None:
    token, _secret = actions.create_token(cast.lin, name="x", scopes=[], by=cast.actor(cast.admin))
    assert signed_in(cast.wei).post(f"/settings/tokens/{token.pk}/revoke/").status_code == 404
    assert Client().post(f"/settings/tokens/{token.pk}/revoke/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is None
    for _time in range(2):
        assert signed_in(cast.lin).post(f"/settings/tokens/{token.pk}/revoke/").headers["Location"] == "/account/"
    assert Event.objects.filter(verb="token.revoked").count() == 1
