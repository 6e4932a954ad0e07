"""Showing a masked address in clear: for a reason, once, on record."""

from __future__ import annotations

import pytest
from django.test import Client

from manyi.conftest import Cast, signed_in
from manyi.core.errors import Invalid, NotAllowed
from manyi.core.models import Event
from manyi.customers import actions
from manyi.customers.models import Identity, Reveal
from manyi.people.models import Role

CLEAR = "zhoumin@example.com"


@pytest.fixture
def address(cast: Cast) -> Identity:
    return Identity.objects.get(customer=cast.zhou)


def test_a_reveal_is_on_record_with_its_reason(cast: Cast, address: Identity) -> None:
    assert actions.reveal(address, by=cast.actor(cast.lin), reason="需要电话确认地址") == CLEAR
    kept = Reveal.objects.get()
    assert (kept.staff, kept.identity, kept.reason) == (cast.lin, address, "需要电话确认地址")
    event = Event.objects.get(verb="customer.revealed")
    assert event.actor_id == cast.lin.pk
    assert CLEAR not in event.payload


@pytest.mark.parametrize("reason", ["", "  ", "ok"])
def test_without_a_reason_nothing_is_shown(cast: Cast, address: Identity, reason: str) -> None:
    with pytest.raises(Invalid):
        actions.reveal(address, by=cast.actor(cast.lin), reason=reason)
    assert not Reveal.objects.exists()


def test_the_dialog_asks_and_then_shows_it_once(cast: Cast, address: Identity) -> None:
    client, path = signed_in(cast.lin), f"/customers/identities/{address.pk}/reveal/"
    asked = client.get(path, headers={"hx-request": "true"})
    assert "z•••@example.com" in asked.text
    assert CLEAR not in asked.text and "<html" not in asked.text
    shown = client.post(path, {"reason": "需要电话确认"}, headers={"hx-request": "true"})
    assert CLEAR in shown.text
    assert CLEAR not in client.get(f"/customers/{cast.zhou.pk}/").text
    assert "<html" in client.get(path).text


def test_refused_without_a_reason_it_says_so(cast: Cast, address: Identity) -> None:
    answer = signed_in(cast.lin).post(f"/customers/identities/{address.pk}/reveal/", {}, headers={"hx-request": "true"})
    assert answer.status_code == 422
    assert CLEAR not in answer.text


def test_who_may_not_reveal_sees_nothing(cast: Cast, address: Identity) -> None:
    Role.objects.filter(key="agent").update(permissions=["customer.see"])
    client = signed_in(cast.wei)
    path = f"/customers/identities/{address.pk}/reveal/"
    assert client.get(path).status_code == client.post(path, {"reason": "好奇而已"}).status_code == 403
    Role.objects.filter(key="agent").update(permissions=["customer.reveal"])
    other = signed_in(cast.zhao)
    assert other.post(path, {"reason": "好奇而已"}).status_code == 404
    assert Client().post(path, {"reason": "好奇而已"}).headers["Location"].startswith("/accounts/login/")
    assert not Reveal.objects.exists()


def test_a_customer_reveals_nothing(cast: Cast, address: Identity) -> None:
    with pytest.raises(NotAllowed):
        actions.reveal(address, by=cast.as_customer(cast.zhou), reason="我自己的")


def test_the_record_is_seen_by_those_who_audit(cast: Cast, address: Identity) -> None:
    actions.reveal(address, by=cast.actor(cast.lin), reason="核对收货地址")
    assert "核对收货地址" in signed_in(cast.admin).get(f"/customers/{cast.zhou.pk}/").text
    assert "核对收货地址" not in signed_in(cast.chen).get(f"/customers/{cast.zhou.pk}/").text
