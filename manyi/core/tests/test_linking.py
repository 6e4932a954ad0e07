"""Addresses in what people wrote become links, in Chinese as in English."""

from __future__ import annotations

import re

import pytest

from manyi.core.linking import linked


def links(text: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', linked(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("订单链接 (https://x.example/a)。", ["https://x.example/a"]),
        ("请看https://x.example/a，谢谢", ["https://x.example/a"]),
        ("进度：https://shop.example/return/881)，或访问 shop.example。", ["https://shop.example/return/881"]),
        ("见 https://en.example/wiki/A_(b).", ["https://en.example/wiki/A_(b)"]),
        ("https://x.example/?a=1&b=2!", ["https://x.example/?a=1&amp;b=2"]),
        ("www.shop.example/a 和 http://b.example", ["https://www.shop.example/a", "http://b.example"]),
        ("写信到help@shop.example。", ["mailto:help@shop.example"]),
        ("没有地址，只有 2.5 折 a.b 和 @李娜", []),
        ('<https://x.example/a"onload=1>', ["https://x.example/a"]),
        ("javascript:alert(1) http://", []),
    ],
)
def test_addresses_end_where_the_sentence_goes_on(text: str, found: list[str]) -> None:
    assert links(text) == found


def test_everything_else_is_escaped_and_kept() -> None:
    assert linked("<b> & https://x.example/<i>") == (
        '&lt;b&gt; &amp; <a href="https://x.example/" rel="noopener noreferrer nofollow" target="_blank">'
        "https://x.example/</a>&lt;i&gt;"
    )


def test_a_long_address_is_shown_shortened_and_linked_whole() -> None:
    address = "https://x.example/" + "a" * 200
    html = linked(address)
    assert f'href="{address}"' in html
    assert "a…</a>" in html
