"""Files from visitors."""

from __future__ import annotations

import pytest

from manyi.channels.chat import uploads
from manyi.channels.chat.tests.conftest import Browser
from manyi.conftest import Cast, signed_in
from manyi.desk import actions as desk
from manyi.desk.models import Attachment, Message
from manyi.people import actions as people

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def test_a_picture_is_a_message_of_its_own(browser: Browser) -> None:
    answer = browser.upload("截图.png", PNG)
    assert answer.status_code == 200
    (message,) = browser.get("messages").json()["messages"]
    assert message["files"] == [
        {"id": Attachment.objects.get().pk, "name": "截图.png", "size": len(PNG), "image": True}
    ]


def test_the_same_key_keeps_the_file_once(browser: Browser) -> None:
    for _ in range(2):
        browser.upload("截图.png", PNG, key="one-and-the-same")
    assert (Message.objects.filter(channel="chat").count(), Attachment.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("invoice.pdf", b"MZ\x90\x00" + bytes(60)),
        ("photo.jpg", b"\x7fELF" + bytes(60)),
        ("notes.txt", b"#!/bin/sh\nrm -rf /\n"),
        ("page.txt", b"\xef\xbb\xbf  <!DOCTYPE html><script>alert(1)</script>"),
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("run.BAT", b"echo hello"),
        ("empty.txt", b""),
    ],
)
def test_what_could_run_is_refused_by_its_bytes_or_name(browser: Browser, name: str, content: bytes) -> None:
    answer = browser.upload(name, content)
    assert answer.status_code == 422
    assert "file" in answer.json()["fields"]
    assert not Message.objects.filter(channel="chat").exists()


def test_too_large_is_refused(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LIMIT", 1000)
    assert browser.upload("big.png", PNG + bytes(2000)).status_code == 422


def test_a_file_comes_back_as_a_sandboxed_download(cast: Cast, browser: Browser) -> None:
    browser.say("你好")
    page = desk.upload(browser.ticket(), by=cast.actor(cast.lin), name="手册.html", content=b"<html>hello</html>")
    desk.reply(browser.ticket(), by=cast.actor(cast.lin), text="请看手册", attachments=[page])
    answer = browser.get(f"files/{page.pk}")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer.content == b"<html>hello</html>"


def test_the_agents_photo_is_public_under_an_unguessable_name(cast: Cast, browser: Browser) -> None:
    people.change_photo(cast.lin, PNG, by=cast.actor(cast.lin))
    browser.say("你好")
    desk.reply(browser.ticket(), by=cast.actor(cast.lin), text="您好")
    photo = browser.get("messages").json()["agent"]["photo"]
    assert browser.client.get(photo).content == PNG
    assert browser.client.get(photo[:-1] + ("0" if photo[-1] != "0" else "1")).status_code == 404


def test_colleagues_read_the_name_of_a_file_once(cast: Cast, browser: Browser) -> None:
    browser.upload("截图.png", PNG)
    ticket = browser.ticket()
    page = signed_in(cast.lin).get(f"/tickets/{ticket.number}/").content.decode()
    assert page.count('<div class="bubble">截图.png') == 0
    assert page.count('<span class="file-name">截图.png</span>') == 1
