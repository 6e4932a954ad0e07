"""Rather be called than wait."""

from __future__ import annotations

from manyi.channels.chat.tests.conftest import Browser
from manyi.core.models import Event
from manyi.desk.models import Message


def test_the_number_stands_in_the_conversation_and_an_event_says_so(browser: Browser) -> None:
    browser.begin()
    browser.post("messages", {"key": "message-001", "text": "还要等多久"})
    answer = browser.post("callback", {"key": "callback-01", "phone": "13800138000"})
    assert answer.status_code == 200
    assert "13800138000" in Message.objects.latest("pk").text
    event = Event.objects.get(verb="chat.call_back_asked")
    assert "138" not in event.payload


def test_what_is_no_number_is_refused(browser: Browser) -> None:
    browser.begin()
    browser.post("messages", {"key": "message-001", "text": "还要等多久"})
    assert browser.post("callback", {"key": "callback-01", "phone": "abc"}).status_code == 422
