"""Setting chat sites up, and the shop that shows one."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.test import Client

from manyi.channels.chat.sites import site_of
from manyi.channels.chat.tokens import HostUser, identified
from manyi.channels.models import Inbox
from manyi.conftest import Cast, signed_in
from manyi.core.models import Event

LIST = "/settings/channels/chat/"
FORM = {
    "name": "曜石商城",
    "origins": "https://shop.example\nwww.obsidian.example",
    "tone": "indigo",
    "greeting_zh": "您好",
    "greeting_en": "Hello",
    "away_zh": "我们下班了",
    "reopen_hours": "12",
    "asks_email": "on",
}


@pytest.fixture
def admin_client(cast: Cast) -> Client:
    return signed_in(cast.admin)


def test_a_site_is_set_up_with_its_script_tag(cast: Cast, admin_client: Client) -> None:
    answer = admin_client.post(f"{LIST}new/", {**FORM, "team": cast.wearables.pk})
    inbox = Inbox.objects.get(kind="chat")
    assert answer["Location"] == f"{LIST}{inbox.pk}/"
    config = site_of(inbox).config
    assert config.origins == ["https://shop.example", "https://www.obsidian.example"]
    assert (config.tone, config.reopen_hours, config.always_open, config.asks_email) == ("indigo", 12, False, True)
    assert config.greeting == {"zh-hans": "您好", "en": "Hello"}
    page = html.unescape(admin_client.get(f"{LIST}{inbox.pk}/").content.decode())
    assert f'data-site="{inbox.address}" async></script>' in page
    assert "曜石商城" in admin_client.get(LIST).content.decode()


def test_a_change_keeps_what_the_form_does_not_show(admin_client: Client, site: Inbox) -> None:
    before = site_of(site).config
    answer = admin_client.post(f"{LIST}{site.pk}/", {**FORM, "name": "新名字"})
    assert answer.status_code == 302
    site.refresh_from_db()
    after = site_of(site).config
    assert (site.name, after.tone, after.epoch) == ("新名字", "indigo", before.epoch)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"origins": "not a site"}, "not a site"), ({"name": " "}, "id_name_error"), ({"tone": "pink"}, "pink")],
)
def test_nonsense_is_named_at_its_field(admin_client: Client, change: dict[str, str], field: str) -> None:
    answer = admin_client.post(f"{LIST}new/", {**FORM, **change})
    assert answer.status_code == 422
    assert field in answer.content.decode()
    assert not Inbox.objects.filter(kind="chat").exists()


def test_the_identity_secret_is_shown_once(admin_client: Client, site: Inbox) -> None:
    page = admin_client.post(f"{LIST}{site.pk}/secret/").content.decode()
    site.refresh_from_db()
    assert site_of(site).secret in page
    assert site_of(site).secret not in admin_client.get(f"{LIST}{site.pk}/").content.decode()
    assert not any(site_of(site).secret in payload for payload in Event.objects.values_list("payload", flat=True))


def test_a_site_can_be_switched_off_and_on(admin_client: Client, site: Inbox) -> None:
    for word, expected in (("no", False), ("yes", True)):
        admin_client.post(f"{LIST}{site.pk}/switch/", {"enabled": word})
        site.refresh_from_db()
        assert site.is_enabled is expected


@pytest.mark.parametrize("path", ["", "new/", "{pk}/", "{pk}/switch/", "{pk}/secret/"])
def test_only_those_who_manage_channels_get_in(lin_client: Client, site: Inbox, path: str) -> None:
    address = LIST + path.format(pk=site.pk)
    for call in (lin_client.get, lin_client.post):
        assert call(address).status_code in (403, 405)
    assert lin_client.post(address).status_code in (403, 405)
    assert Client().get(address).status_code in (302, 405)


def test_another_kind_of_inbox_is_no_chat_site(admin_client: Client, site: Inbox) -> None:
    mailbox = Inbox.objects.create(kind="email", name="x", address="a@b.example", created_at=site.created_at)
    assert admin_client.get(f"{LIST}{mailbox.pk}/").status_code == 404


def test_the_shop_is_there_only_with_a_site(cast: Cast) -> None:
    assert Client().get("/demo-shop").status_code == 404


def test_the_shop_vouches_for_its_signed_in_shopper(site: Inbox) -> None:
    guest = Client().get("/demo-shop").content.decode()
    assert f'data-site="{site.address}"' in guest
    assert "data-user" not in guest
    page = Client().get("/demo-shop?signed_in").content.decode()
    found = re.search(r'data-user="([^"]+)"', page)
    assert found is not None
    user: dict[str, Any] = json.loads(html.unescape(found[1]))
    assert identified(site_of(site), HostUser(**user)) is not None
