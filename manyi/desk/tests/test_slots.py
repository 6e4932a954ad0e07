"""Slots beside a ticket: they come after the page, and what has nothing to say is not there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import msgspec
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyi.conftest import Cast, signed_in
from manyi.core import jobs
from manyi.core.actors import SYSTEM
from manyi.core.errors import Conflict
from manyi.core.log import run_reader
from manyi.core.models import Event
from manyi.customers import actions as customers
from manyi.desk import actions
from manyi.desk.actions.translating import ask_translation
from manyi.desk.handover import signs_of_mood
from manyi.desk.models import Message, Ticket, Translation, WorkStyle


def slots(client: Client, ticket: Ticket) -> str:
    response = client.get(reverse("ticket-context", args=[ticket.number]))
    assert response.status_code == 200
    return unescape(response.content.decode())


def say(cast: Cast, ticket: Ticket, text: str) -> Message:
    return actions.receive_message(ticket, by=cast.as_customer(cast.zhou), text=text, channel="email")


def test_a_quiet_ticket_of_ones_own_has_no_slots(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    actions.assign(ticket, by=cast.actor(cast.lin), to=cast.lin)
    actions.reply(ticket, by=cast.actor(cast.lin), text="可以保修。", then="open")
    assert "<section" not in slots(lin_client, ticket)


def test_the_page_itself_asks_for_none_of_them(ticket: Ticket, lin_client: Client) -> None:
    page = lin_client.get(reverse("ticket", args=[ticket.number])).content.decode()
    assert reverse("ticket-context", args=[ticket.number]) in page
    assert "slot-" not in page


@pytest.mark.parametrize(
    ("texts", "mood", "words"),
    [
        (["我要投诉你们"], "angry", ["投诉"]),
        (["THIS IS RIDICULOUS", "thanks"], "angry", ["ridiculous"]),
        (["谢谢", "怎么还没到"], "unhappy", ["怎么还"]),
        (["催一下", "太好了，谢谢"], "pleased", ["太好了", "谢谢"]),
        (["请问尺寸"], "calm", []),
    ],
)
def test_the_mood_names_the_words_it_is_read_from(texts: list[str], mood: str, words: list[str]) -> None:
    assert signs_of_mood(texts) == (mood, words)


def test_mood_and_next_step_stand_beside_the_ticket(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    say(cast, ticket, "太慢了，我要投诉！")
    found = slots(lin_client, ticket)
    for words in ("客户情绪", "生气", "“投诉”", "先表示理解", "还没有人处理"):
        assert words in found


def test_orders_are_shown_newest_first_with_their_link(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    for number, days in (("D-1", 9), ("D-2", 2), ("D-3", 5)):
        customers.record_order(
            cast.zhou, by=cast.actor(cast.admin), number=number, status="shipped", url="https://shop.example/o",
            placed_at=timezone.now() - dt.timedelta(days=days), title="曜石手环", currency="cny",
        )  # fmt: skip
    found = slots(lin_client, ticket)
    assert found.index("D-2") < found.index("D-3") < found.index("D-1")
    assert 'href="https://shop.example/o"' in found
    assert "更早的 1 个订单" in found


def test_only_who_sees_the_ticket_gets_its_slots(cast: Cast, ticket: Ticket, wei_client: Client) -> None:
    actions.assign(ticket, by=cast.actor(cast.chen), to=cast.lin)
    assert wei_client.get(reverse("ticket-context", args=[ticket.number])).status_code == 404
    address = reverse("ticket-translations", args=[ticket.number])
    assert wei_client.post(address, {"message": Message.objects.get().pk}).status_code == 404


@pytest.fixture
def server(settings: Any) -> Iterator[list[dict[str, Any]]]:
    """A server that speaks as LibreTranslate does, over real HTTP; what it was asked."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = msgspec.json.decode(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append({"path": self.path, **body})
            status = {"?": 400, "!": 500}.get(body["q"][-1:], 200)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(msgspec.json.encode({"translatedText": f"[{body['target']}] {body['q']}"}))

        def log_message(self, *args: Any) -> None:
            pass

    httpd = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=httpd.serve_forever, daemon=True).start()
    settings.TRANSLATE_URL, settings.TRANSLATE_KEY = f"http://127.0.0.1:{httpd.server_port}", "k"
    yield asked
    httpd.shutdown()


def test_without_a_provider_nothing_is_translated(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    message = say(cast, ticket, "My strap is broken")
    assert "slot-translation" not in slots(lin_client, ticket)
    with pytest.raises(Conflict):
        ask_translation(message, by=SYSTEM, language="zh-hans")


def test_a_foreign_message_is_translated_by_the_worker_and_kept(
    cast: Cast, ticket: Ticket, lin_client: Client, server: list[dict[str, Any]]
) -> None:
    message = say(cast, ticket, "My strap is broken.")
    run_reader("desk", limit=500)
    assert "正在翻译" in slots(lin_client, ticket)
    assert server == []
    jobs.run_due()
    asked = {"path": "/translate", "q": "My strap is broken.", "source": "auto", "target": "zh", "format": "text"}
    assert server == [{**asked, "api_key": "k"}]
    assert Translation.objects.get().message_id == message.pk
    assert "[zh] My strap is broken." in slots(lin_client, ticket)
    assert Event.objects.filter(verb="message.translated", ticket_id=ticket.pk).count() == 1
    run_reader("desk", limit=500)
    jobs.run_due()
    assert len(server) == 1


def test_who_reads_another_language_asks_by_a_button(cast: Cast, ticket: Ticket, server: list[dict[str, Any]]) -> None:
    cast.lin.language = "en"
    cast.lin.save()
    browser = signed_in(cast.lin)
    page = slots(browser, ticket)
    assert "Translate" in page
    address = reverse("ticket-translations", args=[ticket.number])
    answer = browser.post(address, {"message": Message.objects.get().pk}, headers={"hx-request": "true"})
    assert "Being translated" in unescape(answer.content.decode())
    jobs.run_due()
    assert "[en] 你好" in slots(browser, ticket)


def test_a_refusal_is_said_and_a_fault_is_tried_again(
    cast: Cast, ticket: Ticket, lin_client: Client, server: list[dict[str, Any]]
) -> None:
    for text in ("Is it broken?", "It is broken!"):
        ask_translation(say(cast, ticket, text), by=SYSTEM, language="zh-hans")
    jobs.run_due()
    refused, waiting = Translation.objects.order_by("id")
    assert (refused.error[:3], refused.at is not None, waiting.at) == ("400", True, None)
    assert "无法翻译这条消息" in slots(lin_client, ticket)


def test_a_message_of_another_ticket_is_not_translated(
    cast: Cast, ticket: Ticket, lin_client: Client, server: list[dict[str, Any]]
) -> None:
    by = cast.as_customer(cast.stranger)
    other = actions.create_ticket(cast.stranger, by=by, subject="x", channel="email", team=cast.wearables)
    message = actions.receive_message(other, by=by, text="Hello there", channel="email")
    sent = lin_client.post(reverse("ticket-translations", args=[ticket.number]), {"message": message.pk})
    assert (sent.status_code, Translation.objects.count()) == (404, 0)


def test_hints_on_tone_are_off_until_somebody_wants_them(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    address = reverse("ticket", args=[ticket.number])
    assert "data-tone" not in lin_client.get(address).content.decode()
    lin_client.post(reverse("desk-style"), {"undo_seconds": "5", "shows_tone": "on"})
    assert WorkStyle.objects.get().shows_tone
    assert "data-tone" in lin_client.get(address).content.decode()


def test_what_is_being_written_is_put_into_the_customers_language(
    cast: Cast, ticket: Ticket, lin_client: Client, wei_client: Client, server: list[dict[str, Any]]
) -> None:
    Ticket.objects.update(language="en")
    place = reverse("wording-translation", args=[ticket.number])
    assert place in lin_client.get(reverse("ticket", args=[ticket.number])).content.decode()
    assert lin_client.post(place, {"text": "您好"}).json() == {"text": "[en] 您好"}
    assert lin_client.post(place, {"text": "您好!"}).status_code == 409
    assert wei_client.post(place, {"text": "您好"}).status_code == 404
    assert not Translation.objects.exists()


def test_without_a_provider_the_composer_does_not_offer_to_translate(ticket: Ticket, lin_client: Client) -> None:
    place = reverse("wording-translation", args=[ticket.number])
    assert place not in lin_client.get(reverse("ticket", args=[ticket.number])).content.decode()
    assert lin_client.post(place, {"text": "您好"}).status_code == 409
