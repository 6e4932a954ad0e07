"""Who gets in: allowed pages, own conversations, vouched-for users."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from manyi.channels.chat import actions, tokens
from manyi.channels.chat.sites import SiteConfig, normalise_origin, site_of
from manyi.channels.chat.tests.conftest import Browser
from manyi.channels.models import Inbox
from manyi.conftest import Cast
from manyi.core.models import Event
from manyi.customers import actions as customers
from manyi.customers.models import DuplicateProposal, Identity
from manyi.desk import actions as desk
from manyi.desk.models import Attachment, Message

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "", "null", "http://shop.example", "https://obsidian.example"]
)
def test_a_page_of_another_site_gets_no_session(site: Inbox, origin: str) -> None:
    answer = Browser(site, origin=origin).post("session")
    assert answer.status_code == 403
    assert "Access-Control-Allow-Origin" not in answer


def test_a_page_below_an_allowed_domain_may(site: Inbox) -> None:
    answer = Browser(site, origin="https://www.obsidian.example").post("session")
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "https://www.obsidian.example"


def test_a_browser_may_ask_first(site: Inbox) -> None:
    headers = {"origin": "https://shop.example", "access-control-request-method": "POST"}
    answer = Browser(site).client.options(f"/chat/{site.address}/messages", headers=headers)
    assert answer.status_code == 204
    assert "authorization" in answer["Access-Control-Allow-Headers"]
    headers["origin"] = "https://evil.example"
    refused = Browser(site).client.options(f"/chat/{site.address}/messages", headers=headers)
    assert (refused.status_code, "Access-Control-Allow-Origin" in refused) == (403, False)


def test_a_stolen_token_is_useless_on_another_page(browser: Browser) -> None:
    browser.say("你好")
    browser.origin = "https://evil.example"
    assert browser.say("再来").status_code == 403
    assert browser.get("messages").status_code == 403


def test_a_site_that_is_switched_off_or_unknown_answers_nothing(cast: Cast, site: Inbox, browser: Browser) -> None:
    actions.change_site(site, by=cast.actor(cast.admin), is_enabled=False)
    assert browser.say("你好").status_code == 404


CALLS: dict[str, Callable[[Browser], Any]] = {
    "messages": lambda b: b.get("messages"),
    "say": lambda b: b.say("你好"),
    "files": lambda b: b.upload("a.png", PNG),
    "read": lambda b: b.post("read", {"up_to": 1}),
    "confirmation": lambda b: b.post("confirmation"),
    "reopening": lambda b: b.post("reopening"),
    "contact": lambda b: b.post("contact", {"email": "a@b.example"}),
    "file": lambda b: b.get("files/1"),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("token", ["", "nonsense", "gAAAAA" + "x" * 90])
def test_no_endpoint_works_without_a_good_token(site: Inbox, call: Callable[[Browser], Any], token: str) -> None:
    assert call(Browser(site, token=token)).status_code == 401


def test_a_token_of_another_site_is_no_good(cast: Cast, browser: Browser) -> None:
    other = actions.add_site("另一站", by=cast.actor(cast.admin), config=SiteConfig(origins=["https://shop.example"]))
    assert Browser(other, token=browser.token).say("你好").status_code == 401


def test_an_outsider_reaches_nothing_of_a_conversation(cast: Cast, browser: Browser, stranger: Browser) -> None:
    browser.say("这是我的隐私")
    own = browser.ticket()
    sent = browser.upload("receipt.png", PNG).json()["id"]
    answer = desk.reply(own, by=cast.actor(cast.lin), text="只给您看")
    desk.propose_resolution(own, by=cast.actor(cast.chen))
    attachment = Attachment.objects.get(message_id=sent)
    assert browser.get(f"files/{attachment.pk}").status_code == 200
    assert stranger.get(f"files/{attachment.pk}").status_code == 404
    assert [m["text"] for m in stranger.get("messages?after=0").json()["messages"]] == ["我是另一位顾客"]
    stranger.post("read", {"up_to": answer.pk})
    stranger.post("confirmation")
    answer.refresh_from_db()
    own.refresh_from_db()
    assert (answer.read_at, own.closed_at) == (None, None)


def test_an_outsider_without_a_conversation_finds_none(browser: Browser) -> None:
    for call in ("messages", "file", "read", "confirmation", "reopening", "contact"):
        assert CALLS[call](browser).status_code == 404


def test_a_file_of_a_note_stays_inside(cast: Cast, browser: Browser) -> None:
    browser.say("你好")
    by = cast.actor(cast.lin)
    secret = desk.upload(browser.ticket(), by=by, name="内部.png", content=PNG)
    desk.note(browser.ticket(), by=by, text="看附件", attachments=[secret])
    assert browser.get(f"files/{secret.pk}").status_code == 404


def vouched(site: Inbox, **user: str) -> dict[str, str]:
    secret = site_of(site).secret
    return {**user, "hmac": tokens.proof(secret, user["id"], user.get("email", ""))}


def test_a_vouched_for_user_is_one_customer_with_both_addresses(site: Inbox) -> None:
    browser = Browser(site)
    state = browser.begin(user=vouched(site, id="u-88", email="Sun@Example.com", name="孙悦"))
    assert state["identified"] is True
    browser.say("我的订单到哪了？")
    customer = browser.ticket().customer
    assert customer.name == "孙悦"
    kinds = {i.kind: (i.value, i.is_verified) for i in Identity.objects.filter(customer=customer)}
    assert kinds == {"external": ("u-88", True), "email": ("sun@example.com", True)}


def test_the_same_persons_later_mail_lands_on_the_same_customer(cast: Cast, site: Inbox) -> None:
    browser = Browser(site)
    browser.begin(user=vouched(site, id="u-88", email="sun@example.com"))
    browser.say("你好")
    mailed = customers.recognise("email", "sun@example.com", by=cast.actor(cast.admin))
    assert mailed.pk == browser.ticket().customer_id


def test_a_vouched_for_user_known_by_mail_is_that_customer(cast: Cast, site: Inbox) -> None:
    browser = Browser(site)
    browser.begin(user=vouched(site, id="u-7", email="zhoumin@example.com"))
    browser.say("你好")
    assert browser.ticket().customer_id == cast.zhou.pk


def test_the_same_user_on_another_device_goes_on(site: Inbox) -> None:
    user = vouched(site, id="u-88", email="sun@example.com")
    first = Browser(site)
    first.begin(user=user)
    first.say("在电脑上问")
    second = Browser(site)
    conversation = second.begin(user=user)["conversation"]
    assert [m["text"] for m in conversation["messages"]] == ["在电脑上问"]


@pytest.mark.parametrize("change", [{"hmac": "0" * 64}, {"id": "u-1"}, {"email": "boss@example.com"}, {"hmac": ""}])
def test_a_forged_proof_makes_an_anonymous_visitor(site: Inbox, change: dict[str, str]) -> None:
    browser = Browser(site)
    state = browser.begin(user={**vouched(site, id="u-88", email="sun@example.com"), **change})
    assert state["identified"] is False
    browser.say("你好")
    assert set(Identity.objects.filter(customer=browser.ticket().customer).values_list("kind", flat=True)) == {
        "visitor"
    }


def test_a_new_secret_ends_what_the_old_one_vouched_for(cast: Cast, site: Inbox) -> None:
    browser = Browser(site)
    user = vouched(site, id="u-88")
    browser.begin(user=user)
    browser.say("你好")
    actions.rotate_secret(site, by=cast.actor(cast.admin))
    assert browser.say("还在吗").status_code == 401
    assert Browser(site).begin(user=user)["identified"] is False


def test_an_address_nobody_has_becomes_the_visitors_own(browser: Browser) -> None:
    browser.say("你好")
    assert browser.post("contact", {"email": "new@example.com", "name": "李想"}).status_code == 204
    customer = browser.ticket().customer
    identity = Identity.objects.get(customer=customer, kind="email")
    assert (identity.value, identity.is_verified, customer.name) == ("new@example.com", False, "李想")


def test_another_customers_address_is_proposed_never_taken(cast: Cast, browser: Browser) -> None:
    browser.say("你好")
    for _ in range(2):
        assert browser.post("contact", {"email": "zhoumin@example.com"}).status_code == 204
    ticket = browser.ticket()
    assert ticket.customer_id != cast.zhou.pk
    assert Identity.objects.get(kind="email", customer=cast.zhou).customer_id == cast.zhou.pk
    proposal = DuplicateProposal.objects.get()
    assert {proposal.first_id, proposal.second_id} == {cast.zhou.pk, ticket.customer_id}


def test_an_address_that_is_none_is_refused(browser: Browser) -> None:
    browser.say("你好")
    answer = browser.post("contact", {"email": "nobody"})
    assert answer.status_code == 422
    assert "email" in answer.json()["fields"]


def test_no_address_gets_into_the_log(browser: Browser) -> None:
    browser.say("你好", contact={"email": "secret@example.com", "name": "某人"})
    assert not any("secret@example.com" in row for row in Event.objects.values_list("payload", flat=True))


def test_the_offline_form_is_one_message_with_an_address(cast: Cast, browser: Browser) -> None:
    browser.say("下班时间留言", contact={"email": "night@example.com", "name": "夜猫"})
    ticket = browser.ticket()
    assert (ticket.channel, ticket.customer.name) == ("chat", "夜猫")
    assert Identity.objects.filter(customer=ticket.customer, kind="email").exists()
    assert Message.objects.filter(ticket=ticket).count() == 1


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("shop.example", "https://shop.example"),
        ("HTTP://Shop.Example:8080/path", "http://shop.example:8080"),
        ("https://*.shop.example:443", "https://*.shop.example"),
        ("https://a.*.example", ""),
        ("ftp://shop.example", ""),
        ("https://", ""),
        ("https://shop.example:99999", ""),
    ],
)
def test_origins_are_understood_as_typed(typed: str, origin: str) -> None:
    assert normalise_origin(typed) == origin
