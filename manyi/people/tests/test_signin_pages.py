"""Every page of the sign-in library that can be reached is ours, in both languages."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from manyi.conftest import Cast, signed_in
from manyi.people import signin_urls

SIGNED_OUT = ("account_login", "account_reset_password", "account_reset_password_done", "account_inactive",
              "account_reset_password_from_key_done")  # fmt: skip
SIGNED_IN = ("account_logout", "account_set_password", "mfa_activate_totp", "mfa_add_webauthn", "account",
             "mfa_generate_recovery_codes")  # fmt: skip


@pytest.mark.parametrize("name", SIGNED_OUT)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_before_signing_in_are_ours(cast: Cast, name: str, language: str) -> None:
    response = Client(headers={"accept-language": language}).get(reverse(name))
    assert response.status_code == 200
    assert 'class="plain-card' in response.text
    assert ("登录" in response.text) == (language == "zh-hans") or name == "account_inactive"


@pytest.mark.parametrize("name", SIGNED_IN)
def test_pages_about_my_own_keys_are_ours(cast: Cast, name: str) -> None:
    response = signed_in(cast.lin).get(reverse(name))
    assert response.status_code == 200, response.headers
    assert 'class="plain-card' in response.text or 'class="shell"' in response.text


@pytest.mark.parametrize("name", ["mfa_index", "mfa_list_webauthn"])
def test_lists_of_the_library_lead_to_the_account_page(cast: Cast, name: str) -> None:
    assert signed_in(cast.lin).get(reverse(name)).headers["Location"] == "/account/"


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "3rdparty/", "social/signup/", "sessions/"])
def test_what_we_do_not_use_does_not_exist(cast: Cast, path: str) -> None:
    assert Client().get(f"/accounts/{path}").status_code == 404


def test_no_page_has_inline_scripts_or_styles(cast: Cast) -> None:
    client = signed_in(cast.lin)
    for name in (*SIGNED_OUT, *SIGNED_IN):
        html = client.get(reverse(name), follow=True).text
        inline = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>|<style|\sstyle=", html)
        assert not inline, (name, inline)


def test_every_listed_page_has_a_name_the_library_knows() -> None:
    names = {pattern.name for pattern in signin_urls.urlpatterns}
    assert names <= set(get_resolver().reverse_dict)


def test_the_sign_in_form_speaks_to_password_managers(cast: Cast) -> None:
    html = Client().get(reverse("account_login")).text
    assert 'autocomplete="username webauthn"' in html
    assert 'autocomplete="current-password"' in html
