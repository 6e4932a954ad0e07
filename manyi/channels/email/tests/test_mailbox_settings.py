"""A mailbox is tried live before it is saved, and only those who manage channels reach it."""

from __future__ import annotations

import pytest
from django.test import Client

from manyi.channels.actions import secrets_of
from manyi.channels.email.tests.mail_server import PASSWORD, MailServer
from manyi.channels.email.tests.test_intake import mail, take
from manyi.channels.models import Inbox
from manyi.conftest import Cast, signed_in
from manyi.core.models import Event
from manyi.desk.models import Message


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.admin)


def typed(server: MailServer, **changes: object) -> dict[str, object]:
    config = server.config()
    ends = {f"{end}_{key}": value for end in ("imap", "smtp") for key, value in config[end].items()}
    known = {"name": "曜石科技客服", "address": "help@obsidian.example", "is_enabled": "on", "imap_password": PASSWORD}
    return {**known, **ends, **changes}


def test_a_working_mailbox_is_saved_with_its_secret_encrypted(admin: Client, mail_server: MailServer) -> None:
    assert admin.post("/settings/channels/email/new/", typed(mail_server)).status_code == 302
    inbox = Inbox.objects.get(address="help@obsidian.example")
    assert secrets_of(inbox)["imap_password"] == PASSWORD
    assert "password" not in str(inbox.config)
    assert Event.objects.filter(verb="inbox.added").count() == 1


def test_a_wrong_password_is_said_and_nothing_typed_is_lost(admin: Client, mail_server: MailServer) -> None:
    response = admin.post("/settings/channels/email/new/", typed(mail_server, imap_password="wrong"))
    assert response.status_code == 422
    assert "help@obsidian.example" in response.content.decode()
    assert not Inbox.objects.exists()


def test_testing_saves_nothing(admin: Client, mail_server: MailServer) -> None:
    assert admin.post("/settings/channels/email/new/", typed(mail_server, test="1")).status_code == 200
    assert not Inbox.objects.exists()


def test_an_empty_password_keeps_the_known_one(admin: Client, inbox: Inbox, mail_server: MailServer) -> None:
    page = f"/settings/channels/email/{inbox.pk}/"
    assert admin.post(page, typed(mail_server, imap_password="", name="新名字")).status_code == 302
    inbox.refresh_from_db()
    assert (inbox.name, secrets_of(inbox)["imap_password"]) == ("新名字", PASSWORD)


def test_agents_reach_no_settings_of_channels(lin_client: Client, inbox: Inbox) -> None:
    for path in ("", "inbound/", "email/new/"):
        assert lin_client.get(f"/settings/channels/{path}").status_code == 403
    assert lin_client.get(f"/settings/channels/email/{inbox.pk}/").status_code in (403, 404)


def test_the_overview_shows_each_end_and_its_trouble(admin: Client, inbox: Inbox) -> None:
    Inbox.objects.update(last_error="connection refused")
    body = admin.get("/settings/channels/").content.decode()
    assert "support@obsidian.example" in body
    assert "connection refused" in body


def test_what_was_set_aside_is_listed_with_the_reason(admin: Client, inbox: Inbox) -> None:
    take(inbox, mail(sender="support@obsidian.example"))
    assert "loop" in admin.get("/settings/channels/inbound/").content.decode()


def test_the_original_is_downloadable_by_those_who_see_the_ticket(
    inbox: Inbox, lin_client: Client, wei_client: Client
) -> None:
    raw = mail()
    take(inbox, raw)
    page = f"/messages/{Message.objects.get().pk}/source"
    response = lin_client.get(page)
    assert response.content == raw
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert wei_client.get(page).status_code == 404
