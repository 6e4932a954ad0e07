"""Signing in with e-mail and password, and what happens to those who guess."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from manyi.conftest import Cast, signed_in
from manyi.people.models import Staff
from manyi.people.tests.mails import BACKEND, path_in, queued

PASSWORD = "一片叶子落在书桌的左边"


@pytest.fixture
def lin(cast: Cast, settings) -> Staff:
    cache.clear()
    settings.EMAIL_BACKEND = BACKEND
    cast.lin.set_password(PASSWORD)
    cast.lin.save()
    return cast.lin


def try_in(client: Client, email: str, password: str, **extra):
    return client.post(reverse("account_login"), {"login": email, "password": password, **extra})


def test_email_in_any_case_and_password_sign_in(lin: Staff) -> None:
    client = Client()
    response = try_in(client, "LIN@obsidian.example", PASSWORD, next="/account/")
    assert response.headers["Location"] == "/account/"
    assert client.get("/account/").status_code == 200


def test_a_foreign_address_to_go_on_to_is_ignored(lin: Staff) -> None:
    response = try_in(Client(), lin.email, PASSWORD, next="https://evil.example/")
    assert response.headers["Location"] == "/"


def test_the_session_gets_a_new_key(lin: Staff) -> None:
    client = Client()
    client.session.save()
    before = client.session.session_key
    try_in(client, lin.email, PASSWORD)
    assert client.session.session_key != before


def test_a_wrong_password_and_an_unknown_address_look_the_same(lin: Staff) -> None:
    wrong = try_in(Client(), lin.email, "something else")
    unknown = try_in(Client(), "nobody@obsidian.example", "something else")
    assert wrong.status_code == unknown.status_code == 200
    said = [re.search('<div class="form-errors"[^>]*>(.+?)</div>', page.text) for page in (wrong, unknown)]
    assert said[0] is not None and said[1] is not None
    assert said[0][1] == said[1][1]


def test_five_failures_lock_this_person_out_and_nobody_else(cast: Cast, lin: Staff) -> None:
    client = Client(headers={"accept-language": "en"})
    for _attempt in range(5):
        response = try_in(client, lin.email, "wrong")
    assert response.status_code == 429
    assert "Too many failed attempts" in response.text
    assert try_in(client, lin.email, PASSWORD).status_code == 429
    cast.zhao.set_password(PASSWORD)
    cast.zhao.save()
    assert try_in(Client(), cast.zhao.email, PASSWORD).status_code == 302


def test_a_lockout_speaks_the_language_of_the_browser(lin: Staff) -> None:
    client = Client(headers={"accept-language": "zh-hans"})
    for _attempt in range(5):
        response = try_in(client, lin.email, "wrong")
    assert "15 分钟" in response.text


def test_a_deactivated_colleague_cannot_sign_in(lin: Staff) -> None:
    lin.is_active = False
    lin.save()
    client = Client()
    try_in(client, lin.email, PASSWORD)
    assert client.get("/account/").status_code == 302


def test_too_many_requests_get_our_page(lin: Staff) -> None:
    client = Client(headers={"accept-language": "en"})
    answers = [client.post(reverse("account_reset_password"), {"email": lin.email}) for _time in range(25)]
    assert answers[-1].status_code == 429
    assert 'class="plain-card' in answers[-1].text


def test_a_reset_mail_is_queued_in_our_words_and_works_once(lin: Staff) -> None:
    client = Client()
    response = client.post(reverse("account_reset_password"), {"email": lin.email})
    assert response.headers["Location"] == reverse("account_reset_password_done")
    (mail,) = queued()
    assert mail["to"] == [lin.email]
    assert mail["subject"] == "设置新密码"
    path = path_in(mail, "/password/reset/key/")
    page = client.get(path, follow=True)
    assert "设置新密码" in page.text or "Choose a new password" in page.text
    form = page.redirect_chain[-1][0]
    new = {"password1": "两片叶子落在书桌的右边", "password2": "两片叶子落在书桌的右边"}
    assert client.post(form, new).status_code == 302
    lin.refresh_from_db()
    assert lin.check_password("两片叶子落在书桌的右边")
    assert Client().get(path, follow=True).status_code == 200
    assert "no longer works" in Client(headers={"accept-language": "en"}).get(path, follow=True).text


def test_nobody_is_told_whether_an_address_has_an_account(cast: Cast) -> None:
    cache.clear()
    response = Client().post(reverse("account_reset_password"), {"email": "nobody@nowhere.example"})
    assert response.headers["Location"] == reverse("account_reset_password_done")
    assert not queued()


def test_changing_the_password_signs_other_browsers_out_at_once(lin: Staff) -> None:
    here, there = signed_in(lin), signed_in(lin)
    assert there.get("/account/").status_code == 200
    new = "两片叶子落在书桌的右边"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post(reverse("account_change_password"), sent).status_code == 302
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    (news,) = queued()
    assert news["subject"] == "您的密码已修改"


@pytest.mark.parametrize("weak", ["short", "password1234", "1234567890"])
def test_a_weak_password_is_refused(lin: Staff, weak: str) -> None:
    sent = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    response = signed_in(lin).post(reverse("account_change_password"), sent)
    assert "field-error" in response.text
    lin.refresh_from_db()
    assert lin.check_password(PASSWORD)


def test_a_password_that_is_too_short_is_refused_in_the_readers_language(lin: Staff) -> None:
    for language, words in (
        ("zh-hans", "太短，至少 10 个字符。"),
        ("en", "Too short: it takes at least 10 characters."),
    ):
        with override(language), pytest.raises(ValidationError, match=words):
            validate_password("九个字的密码不够长", lin)
