"""Codes from an authenticator app, recovery codes, and what a colleague without them can do."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from manyi.conftest import Cast, signed_in
from manyi.core.models import Event
from manyi.people.models import Staff

PASSWORD = "一片叶子落在书桌的左边"


def code_for(secret: str, *, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.fixture
def lin(cast: Cast) -> Staff:
    cache.clear()
    cast.lin.set_password(PASSWORD)
    cast.lin.save()
    return cast.lin


def turn_on(client: Client) -> str:
    """Turn codes on as a colleague does; returns the secret the page showed."""
    asked = client.get(reverse("mfa_activate_totp"), follow=True)
    client.post(asked.redirect_chain[-1][0], {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp")).text
    secret = re.search(r'data-copy="([A-Z2-7]+)"', page)
    assert secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret[1], steps=-1)})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes"), done.text
    return secret[1]


def sign_in(lin: Staff) -> Client:
    client = Client()
    answer = client.post(reverse("account_login"), {"login": lin.email, "password": PASSWORD})
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    return client


def test_the_password_is_asked_again_before_codes_are_turned_on(lin: Staff) -> None:
    answer = signed_in(lin).get(reverse("mfa_activate_totp"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_a_code_is_asked_for_after_the_password_and_lets_in(lin: Staff) -> None:
    secret = turn_on(signed_in(lin))
    client = sign_in(lin)
    assert client.get("/account/").status_code == 302
    page = client.get(reverse("mfa_authenticate"))
    assert 'class="plain-card' in page.text
    assert client.post(reverse("mfa_authenticate"), {"code": code_for(secret)}).headers["Location"] == "/"
    assert client.get("/account/").status_code == 200


def test_a_wrong_code_does_not_let_in(lin: Staff) -> None:
    turn_on(signed_in(lin))
    client = sign_in(lin)
    assert "field-error" in client.post(reverse("mfa_authenticate"), {"code": "000000"}).text
    assert client.get("/account/").status_code == 302


def test_a_recovery_code_lets_in_once(lin: Staff) -> None:
    client = signed_in(lin)
    turn_on(client)
    shown = re.search(r'id="codes">([\d\s]+)</pre>', client.get(reverse("mfa_view_recovery_codes")).text)
    assert shown
    code = shown[1].split()[0]
    assert client.get(reverse("mfa_download_recovery_codes")).text.split() == shown[1].split()
    assert sign_in(lin).post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert "field-error" in sign_in(lin).post(reverse("mfa_authenticate"), {"code": code}).text


def test_the_secret_is_encrypted_in_the_database(lin: Staff) -> None:
    secret = turn_on(signed_in(lin))
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = " ".join(str(row[0]) for row in cursor.fetchall())
    assert secret not in stored


def test_turning_codes_off_needs_the_password_and_is_told(lin: Staff) -> None:
    client = signed_in(lin)
    turn_on(client)
    page = client.get(reverse("mfa_deactivate_totp"))
    assert 'class="plain-card' in page.text
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=lin, type=Authenticator.Type.TOTP).exists()


def test_an_administrator_helps_a_colleague_who_lost_his_phone(cast: Cast, lin: Staff) -> None:
    turn_on(signed_in(lin))
    answer = signed_in(cast.admin).post(reverse("people_second_factor", args=[lin.pk]))
    assert answer.status_code == 302
    assert not Authenticator.objects.filter(user=lin).exists()
    assert Event.objects.filter(verb="staff.second_factor_removed").count() == 1


def test_an_agent_cannot_remove_a_second_factor(cast: Cast, lin: Staff) -> None:
    turn_on(signed_in(lin))
    answer = signed_in(cast.wei).post(reverse("people_second_factor", args=[lin.pk]))
    assert answer.status_code == 404
    assert Authenticator.objects.filter(user=lin).exists()


def test_the_passkey_page_carries_its_options_and_the_scripts_of_the_library(lin: Staff) -> None:
    client = signed_in(lin)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_add_webauthn")).text
    assert '"challenge"' in page
    assert "mfa/js/webauthn.js" in page
    assert Client().get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()["request_options"]
