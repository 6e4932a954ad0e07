"""The newest messages are found first, however many there are, on both databases."""

from __future__ import annotations

import pytest

from manyi.core import search
from manyi.core.actions import unit

pytestmark = pytest.mark.django_db

IDS = [3, 8191, 8192, 70_000, 600_000, 4_000_000]
"""Far apart, so that they stand in blocks asked one after the other."""


@pytest.fixture
def messages() -> None:
    with unit():
        for number in IDS:
            search.index(number, f"退款 refunded 第{number}次")
        search.index(4_000_001, "换货 shipped")


@pytest.mark.parametrize("query", ["退款", "refunded", "refun", "退款 refun", "退款 r"])
def test_the_newest_come_first_and_the_oldest_are_found(messages: None, query: str) -> None:
    assert search.find(query) == IDS[::-1]
    assert search.find(query, limit=2) == IDS[:-3:-1]


def test_every_word_has_to_be_there(messages: None) -> None:
    assert search.find("退款 shipped") == []
    assert search.find("换货 shipp") == [4_000_001]
    assert search.find("") == []


def test_a_message_taken_out_is_found_no_longer(messages: None) -> None:
    with unit():
        search.remove(8192, "退款 refunded 第8192次")
    assert 8192 not in search.find("退款")


@pytest.mark.parametrize("text", ["x" * 9000, "字" * 9000, "base64 " + "aB3" * 5000])
def test_a_word_without_end_does_no_harm(text: str) -> None:
    with unit():
        search.index(7, f"退款 {text}")
    assert search.find("退款") == [7]


def test_a_common_beginning_is_found_in_old_messages_too() -> None:
    with unit():
        search.index(5, "charger refunded")
        for number in range(100_000, 100_030):
            search.index(number, "refunded")
        search.index(100_030, "charge refund")
    assert search.find("charger refun") == [5]
    assert search.find("charger") == [5]
    assert search.find("charge refu") == [100_030]
    assert search.find("refund") == [100_030, *range(100_029, 99_999, -1), 5]
    assert search.find("refun", limit=3) == [100_030, 100_029, 100_028]


def test_fillers_and_parts_of_words_are_not_asked_for() -> None:
    with unit():
        search.index(9, "扫地机器人坏了")
        search.index(10, "robot broken")
    assert search.find("我的扫地机器人坏了") == [9]
    assert search.find("my robot is broken") == [10]
    assert search.find("的") == []
