"""Writing and reading over the widget's protocol."""

from __future__ import annotations

import datetime as dt
import uuid
from importlib import import_module
from typing import Any

import pytest
from django.utils import timezone

from manyi.channels.chat import availability, queries, sites
from manyi.channels.chat.models import ChatVisitor
from manyi.channels.chat.tests.conftest import Browser
from manyi.conftest import Cast
from manyi.core.live import read_token
from manyi.core.log import run_reader
from manyi.core.models import Event
from manyi.customers.models import Customer
from manyi.desk import actions as desk
from manyi.desk.models import Message, Status, Ticket, TicketLink
from manyi.routing.queries.places import forget_places


def test_a_session_before_the_first_message_writes_no_rows(browser: Browser) -> None:
    before = Customer.objects.count()
    state = browser.begin(token=browser.token)
    assert state["conversation"] is None
    assert (ChatVisitor.objects.count(), Customer.objects.count()) == (0, before)


def test_the_first_message_opens_a_ticket_for_the_sites_team(cast: Cast, browser: Browser) -> None:
    answer = browser.say("手环数据无法同步，怎么办？")
    assert answer.status_code == 200
    ticket = browser.ticket()
    assert (ticket.channel, ticket.team_id, ticket.subject) == ("chat", cast.wearables.pk, "手环数据无法同步，怎么办？")
    assert ticket.language == "zh-hans"
    verbs = list(Event.objects.filter(ticket_id=ticket.pk).order_by("id").values_list("verb", flat=True))
    assert verbs[0] == "ticket.created"
    assert "message.received" in verbs


def test_the_same_key_is_one_message_however_often_it_comes(browser: Browser) -> None:
    key = str(uuid.uuid4())
    first, again = browser.say("在吗？", key), browser.say("在吗？", key)
    assert first.json()["id"] == again.json()["id"]
    assert Message.objects.filter(channel="chat").count() == 1


def test_two_visitors_with_the_same_key_never_meet(browser: Browser, site: object) -> None:
    other = Browser(browser.site)
    other.begin()
    key = "00000000-same-key"
    assert browser.say("一", key).json()["id"] != other.say("二", key).json()["id"]
    assert [m["text"] for m in other.get("messages").json()["messages"]] == ["二"]


def test_later_messages_join_the_open_ticket(browser: Browser) -> None:
    browser.say("第一句")
    browser.say("第二句")
    assert Ticket.objects.filter(channel="chat").count() == 1


def test_a_returning_browser_finds_its_conversation(cast: Cast, browser: Browser) -> None:
    browser.say("你好")
    desk.reply(browser.ticket(), by=cast.actor(cast.lin), text="您好，请讲。")
    desk.note(browser.ticket(), by=cast.actor(cast.lin), text="内部备注不给顾客看")
    conversation = Browser(browser.site).begin(token=browser.token)["conversation"]
    assert [m["text"] for m in conversation["messages"]] == ["你好", "您好，请讲。"]
    assert conversation["agent"]["name"] == "林晓"
    assert conversation["messages"][1]["read"] is False


def test_catching_up_gives_only_what_is_new(cast: Cast, browser: Browser) -> None:
    last = browser.say("你好").json()["id"]
    assert browser.get(f"messages?after={last}").json()["messages"] == []
    desk.reply(browser.ticket(), by=cast.actor(cast.lin), text="新的答复")
    assert [m["text"] for m in browser.get(f"messages?after={last}").json()["messages"]] == ["新的答复"]


def test_the_live_token_hears_this_conversation_alone(settings: object, browser: Browser) -> None:
    from django.conf import settings as real

    live = browser.say("你好").json()["live"]
    heard = read_token(real.SECRET_KEY, live["token"])
    assert heard is not None
    assert heard.topics == [f"chat:{browser.ticket().pk}"]


def test_reading_marks_our_messages(cast: Cast, browser: Browser) -> None:
    browser.say("你好")
    message = desk.reply(browser.ticket(), by=cast.actor(cast.lin), text="您好")
    assert browser.post("read", {"up_to": message.pk}).status_code == 204
    message.refresh_from_db()
    assert message.read_at is not None


def test_confirming_closes_and_reopening_opens(cast: Cast, browser: Browser) -> None:
    browser.say("你好")
    ticket = browser.ticket()
    desk.propose_resolution(ticket, by=cast.actor(cast.chen))
    assert browser.get("messages?after=0").json()["cards"] == [{"kind": "resolution"}]
    assert browser.post("reopening").json()["status"] == "open"
    desk.propose_resolution(ticket, by=cast.actor(cast.chen))
    assert browser.post("confirmation").json()["status"] == "closed"
    ticket.refresh_from_db()
    assert ticket.status == Status.CLOSED


def test_the_survey_stands_below_the_chat_until_it_is_answered(cast: Cast, browser: Browser) -> None:
    browser.say("你好")
    ticket = browser.ticket()
    desk.close_ticket(ticket, by=cast.actor(cast.chen))
    run_reader("listening", limit=1000)
    (card,) = browser.get("messages").json()["cards"]
    assert card["kind"] == "survey"
    answer = browser.client.post(card["url"], {"overall": "5", "speed": "4", "comment": "很快"})
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, "*")
    assert browser.get("messages").json()["cards"] == []


def test_a_message_soon_after_closing_reopens_the_ticket(cast: Cast, browser: Browser) -> None:
    browser.say("你好")
    desk.close_ticket(browser.ticket(), by=cast.actor(cast.chen))
    browser.say("还有一个问题")
    assert Ticket.objects.filter(channel="chat").count() == 1
    assert browser.ticket().status == Status.OPEN


def test_a_message_long_after_closing_opens_a_ticket_that_follows_up(cast: Cast, browser: Browser) -> None:
    key = str(uuid.uuid4())
    first = browser.say("你好", key).json()["id"]
    old = browser.ticket()
    desk.close_ticket(old, by=cast.actor(cast.chen))
    Ticket.objects.filter(pk=old.pk).update(closed_at=timezone.now() - dt.timedelta(hours=25))
    assert browser.say("你好", key).json()["id"] == first, "a late repetition is still the same message"
    answer = browser.say("又有新问题").json()
    new = browser.ticket()
    assert new.pk != old.pk
    assert answer["live"]["topic"] == f"chat:{new.pk}"
    link = TicketLink.objects.get(ticket=new)
    assert (link.other_id, link.kind) == (old.pk, "follow_up")
    assert [m["text"] for m in browser.get("messages").json()["messages"]] == ["又有新问题"]


def test_a_merged_conversation_goes_on_in_the_kept_ticket(cast: Cast, browser: Browser) -> None:
    browser.say("你好")
    first = browser.ticket()
    customer = first.customer
    kept = desk.create_ticket(customer, by=cast.as_customer(customer), subject="邮件里的同一件事", channel="email")
    desk.receive_message(kept, by=cast.as_customer(customer), text="邮件正文", channel="email")
    desk.merge_tickets(kept, first, by=cast.actor(cast.admin))
    assert browser.say("继续").status_code == 200
    assert browser.ticket().pk == kept.pk
    texts = [m["text"] for m in browser.get("messages").json()["messages"]]
    assert texts == ["你好", "继续"], "mail stays out of the chat"


def test_a_message_and_the_look_after_it_ask_the_database_little(
    browser: Browser, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = import_module(forget_places.__module__)
    for keeper in (availability, places, queries, sites):  # however slow the machine is
        monkeypatch.setattr(keeper, "REMEMBER", 600)
    last = browser.say("你好").json()["id"]
    browser.get(f"messages?after={last}")
    with django_assert_max_num_queries(14):  # two of the clocks, one of what waits, on PostgreSQL two of the log
        browser.say("第二句")
    with django_assert_max_num_queries(3):
        browser.get(f"messages?after={last}")


@pytest.mark.parametrize("text", ["", "   ", "长" * 4001])
def test_nothing_and_too_much_are_refused(browser: Browser, text: str) -> None:
    answer = browser.say(text)
    assert answer.status_code == 422
    assert "text" in answer.json()["fields"]
    assert not Ticket.objects.filter(channel="chat").exists()


def test_a_body_of_nonsense_or_of_megabytes_is_refused(browser: Browser) -> None:
    assert browser.post("messages", {"text": 5}).status_code == 422
    assert browser.say("x" * 70_000).status_code == 422


def test_too_many_messages_wait(browser: Browser) -> None:
    answers = [browser.say(f"第 {number} 条").status_code for number in range(65)]
    assert answers[:60] == [200] * 60
    assert answers[-1] == 429


def test_the_customers_language_is_the_browsers(browser: Browser) -> None:
    english = Browser(browser.site, language="en-GB,en;q=0.8")
    assert english.begin()["strings"]["send"] == "Send message"
    french = Browser(browser.site, language="fr-FR")
    assert french.begin()["strings"]["send"] == "Send message"
    assert browser.begin()["strings"]["send"] == "发送消息"
    english.say("My band does not sync")
    assert english.ticket().language == "en"
