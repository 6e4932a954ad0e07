"""Layout by a few signs: what they become, and that nothing else is touched."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from manyi.conftest import Cast
from manyi.desk import rich
from manyi.desk.models import Message, Ticket


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**退款**已办", "<p><strong>退款</strong>已办</p>"),
        ("- 寄回\n- 等三天", "<ul>\n<li>寄回</li>\n<li>等三天</li>\n</ul>"),
        ("2. 第二步", '<ol start="2">\n<li>第二步</li>\n</ol>'),
        ("> 您说\n\n好", "<blockquote>\n<p>您说</p>\n</blockquote>\n<p>好</p>"),
        ("第一行\n**第二行**", "<p>第一行<br>\n<strong>第二行</strong></p>"),
        (
            "[说明](https://a.example/x)",
            '<p><a href="https://a.example/x" rel="noopener noreferrer nofollow">说明</a></p>',
        ),
    ],
)
def test_signs_become_layout(text: str, html: str) -> None:
    assert rich.html_of(text) == html


@pytest.mark.parametrize(
    "text", ["2*3*4=24", "尺寸 5*8，_型号_ A_1", "您好：\n请看附件。", "# 一号", "a < b > c", "1.5 倍"]
)
def test_plain_text_stays_plain(text: str) -> None:
    assert rich.html_of(text) == ""


def test_a_product_is_no_emphasis_even_beside_layout() -> None:
    assert "2*3*4" in rich.html_of("**共** 2*3*4")
    assert "# 号" in rich.html_of("# 号\n\n- 一")


@pytest.mark.parametrize(
    "text", ["**x** <script>alert(1)</script>", "[x](javascript:alert(1)) **a**", "**<img src=x onerror=alert(1)>**"]
)
def test_nothing_dangerous_comes_through(text: str) -> None:
    html = rich.html_of(text)
    assert "<script" not in html
    assert "<img" not in html
    assert "javascript:" not in html.replace("](javascript:", "")
    assert 'href="javascript' not in html


@given(st.text(max_size=200))
def test_whatever_is_typed_has_a_layout(text: str) -> None:
    assert "<script" not in str(rich.rendered(text)).lower()


def test_a_mail_carries_the_layout_and_the_thread_shows_it(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    address = reverse("ticket-messages", args=[ticket.number])
    lin_client.post(address, {"kind": "out", "text": "请：\n\n- **寄回**\n- 等候"})
    message = Message.objects.get(kind="out")
    assert Ticket.objects.get(pk=ticket.pk).snippet == "请： - 寄回 - 等候"
    assert message.text == "请：\n\n- **寄回**\n- 等候"
    assert "<strong>寄回</strong>" in message.html
    html = lin_client.get(reverse("ticket", args=[ticket.number])).content.decode()
    assert "<li><strong>寄回</strong></li>" in html
    assert "data-frame" not in html


def test_a_chat_gets_the_text_as_it_was_typed(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(channel="chat")
    lin_client.post(reverse("ticket-messages", args=[ticket.number]), {"kind": "out", "text": "**好**"})
    assert Message.objects.get(kind="out").html == ""


def test_the_preview_shows_what_will_be_seen(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    found = lin_client.post(reverse("ticket-rendered", args=[ticket.number]), {"text": "**好** https://a.example"})
    assert "<strong>好</strong>" in found.content.decode()
    plain = lin_client.post(reverse("ticket-rendered", args=[ticket.number]), {"text": "一行\n<b>两行"})
    assert "&lt;b&gt;两行" in plain.content.decode()
