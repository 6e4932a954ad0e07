"""Ways in by a link: one-time sign-in links, invitations, the link of the first-run assistant."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from manyi.conftest import Cast, signed_in
from manyi.core.actors import SYSTEM
from manyi.core.errors import Conflict, NotAllowed, NotFound
from manyi.core.models import Event, SetupLink
from manyi.people import actions
from manyi.people.models import Invitation, LoginLink, Role, Staff
from manyi.people.tests.mails import BACKEND, path_in, queued

GOOD = {"name": "孙萌", "password": "一片叶子落在书桌的左边"}


@pytest.fixture(autouse=True)
def _queue(settings) -> None:
    settings.EMAIL_BACKEND = BACKEND


def invite(cast: Cast) -> tuple[Invitation, str]:
    role = Role.objects.get(key="agent")
    return actions.invite(
        "sun@obsidian.example", name="孙萌", role=role, team=cast.wearables, by=cast.actor(cast.admin)
    )


def test_opening_a_sign_in_link_does_not_use_it_up(cast: Cast) -> None:
    path = f"/login-link/{actions.make_login_link(cast.lin)}/"
    for _time in range(3):
        assert Client().get(path).status_code == 200
    assert LoginLink.objects.get().used_at is None


def test_a_sign_in_link_works_once(cast: Cast) -> None:
    path = f"/login-link/{actions.make_login_link(cast.lin)}/"
    client = Client()
    assert client.post(path).headers["Location"] == "/"
    assert client.get("/account/").status_code == 200
    again = Client()
    assert again.post(path).status_code == 404
    assert again.get("/account/").status_code == 302


@pytest.mark.parametrize("spoil", ["expired", "deactivated", "unknown"])
def test_a_spoilt_sign_in_link_lets_nobody_in(cast: Cast, spoil: str) -> None:
    secret = actions.make_login_link(cast.lin)
    if spoil == "expired":
        LoginLink.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    if spoil == "deactivated":
        Staff.objects.filter(pk=cast.lin.pk).update(is_active=False)
    answer = Client().post(f"/login-link/{'x' if spoil == 'unknown' else secret}/")
    assert answer.status_code == 404
    assert 'class="plain-card' in answer.text


def test_the_database_knows_no_secret(cast: Cast) -> None:
    secret = actions.make_login_link(cast.lin)
    assert secret not in str(LoginLink.objects.values_list())


def test_an_invitation_is_mailed_with_a_link_that_makes_a_colleague(cast: Cast) -> None:
    _invitation, secret = invite(cast)
    (mail,) = queued()
    assert mail["to"] == ["sun@obsidian.example"]
    path = path_in(mail, "/join/")
    assert path == f"/join/{secret}/"
    client = Client()
    assert "孙萌" in client.get(path).text
    assert client.post(path, GOOD).headers["Location"] == "/"
    sun = Staff.objects.get(email="sun@obsidian.example")
    assert (sun.role.key, sun.team) == ("agent", cast.wearables)
    assert sun.check_password(GOOD["password"])
    assert client.get("/account/").status_code == 200
    assert list(Event.objects.order_by("-id").values_list("verb", flat=True)[:2]) == ["staff.joined", "staff.invited"]


def test_an_invitation_cannot_be_used_twice(cast: Cast) -> None:
    _invitation, secret = invite(cast)
    actions.accept_invitation(secret, password=GOOD["password"])
    with pytest.raises(NotFound):
        actions.accept_invitation(secret, password="ein anderes Passwort")
    assert Client().post(f"/join/{secret}/", GOOD).status_code == 404
    assert Staff.objects.filter(email="sun@obsidian.example").count() == 1


def test_a_weak_password_keeps_the_invitation_open(cast: Cast) -> None:
    _invitation, secret = invite(cast)
    answer = Client().post(f"/join/{secret}/", {"name": "孙萌", "password": "12345"})
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert Invitation.objects.get().is_open


def test_a_withdrawn_or_old_invitation_opens_nothing(cast: Cast) -> None:
    invitation, secret = invite(cast)
    actions.revoke_invitation(invitation, by=cast.actor(cast.admin))
    actions.revoke_invitation(invitation, by=cast.actor(cast.admin))
    assert Client().get(f"/join/{secret}/").status_code == 404
    assert Event.objects.filter(verb="staff.invitation_revoked").count() == 1


def test_sending_again_makes_a_new_link_and_kills_the_old(cast: Cast) -> None:
    invitation, old = invite(cast)
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    new = actions.renew_invitation(invitation, by=cast.actor(cast.admin))
    assert Client().get(f"/join/{old}/").status_code == 404
    assert Client().get(f"/join/{new}/").status_code == 200
    assert len(queued()) == 2


def test_nobody_is_invited_twice_or_while_working_here(cast: Cast) -> None:
    invite(cast)
    with pytest.raises(Conflict):
        invite(cast)
    with pytest.raises(Conflict):
        actions.invite(cast.lin.email, name="林晓", role=cast.lin.role, by=cast.actor(cast.admin))
    assert len(queued()) == 1


def test_nobody_invites_to_a_role_above_his_own(cast: Cast) -> None:
    manager = actions.add_staff("m@obsidian.example", name="经理", role="manager", by=SYSTEM)
    with pytest.raises(NotAllowed):
        actions.invite("x@x.example", name="X", role=Role.objects.get(key="administrator"), by=cast.actor(manager))
    with pytest.raises(NotAllowed):
        actions.invite("x@x.example", name="X", role=cast.lin.role, by=cast.actor(cast.lin))
    assert not queued()


def test_the_setup_link_is_replaced_by_a_newer_one_and_used_once(db: None) -> None:
    old, new = actions.make_setup_link(), actions.make_setup_link()
    with pytest.raises(NotFound):
        actions.open_setup_link(old)
    actions.open_setup_link(new)
    actions.use_setup_link(new, by=SYSTEM)
    with pytest.raises(NotFound):
        actions.use_setup_link(new, by=SYSTEM)
    assert SetupLink.objects.filter(used_at=None).count() == 0


def test_invitations_page_invites_renews_and_withdraws(cast: Cast) -> None:
    client = signed_in(cast.admin)
    role = Role.objects.get(key="agent")
    sent = {"name": "孙萌", "email": "sun@obsidian.example", "role": role.pk, "team": cast.wearables.pk, "tier": ""}
    assert client.post("/people/invitations/", sent).status_code == 302
    invitation = Invitation.objects.get()
    assert "sun@obsidian.example" in client.get("/people/invitations/").text
    assert client.post("/people/invitations/", sent).status_code == 422
    assert client.post(f"/people/invitations/{invitation.pk}/renew/").status_code == 302
    assert client.post(f"/people/invitations/{invitation.pk}/revoke/").status_code == 302
    assert "sun@obsidian.example" not in client.get("/people/invitations/").text
