"""Marks lead answers to their ticket and can't be made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyi.channels.email.marks import (
    is_own_message_id,
    is_own_ticket_mark,
    make_message_id,
    read_reply_address,
    read_subject_tag,
    signed_reply_address,
    subject_tag,
    ticket_mark,
)

SECRET = b"0123456789abcdef0123456789abcdef"
NUMBERS = st.from_regex(r"\A20[0-9]{6}-[0-9]{4,6}\Z")


@given(NUMBERS)
def test_reply_address_leads_to_its_ticket_in_any_case(number: str) -> None:
    address = signed_reply_address("support@manyi.example", number, SECRET)
    assert address.startswith(f"support+t{number}.")
    assert read_reply_address(["a@b.example", address.upper()], SECRET) == number


def test_reply_address_of_another_ticket_or_secret_is_refused() -> None:
    address = signed_reply_address("support@manyi.example", "20261122-0417", SECRET)
    assert read_reply_address([address.replace("0417", "0418")], SECRET) is None
    assert read_reply_address([address], b"another secret") is None
    assert read_reply_address(["support+t20261122-0417.aaaaaaaaaaaa@manyi.example"], SECRET) is None
    assert read_reply_address(["support@manyi.example", ""], SECRET) is None


def test_a_mark_is_no_reply_address() -> None:
    signature = ticket_mark("20261122-0417", SECRET).rpartition(" ")[2]
    assert read_reply_address([f"a+t20261122-0417.{signature}@manyi.example"], SECRET) is None


@given(NUMBERS)
def test_ticket_mark_is_known_with_its_secret_only(number: str) -> None:
    mark = ticket_mark(number, SECRET)
    assert is_own_ticket_mark(mark, SECRET)
    assert not is_own_ticket_mark(mark, b"another secret")
    assert not is_own_ticket_mark(f"9{mark[1:]}", SECRET)


@pytest.mark.parametrize(
    "subject",
    [
        "Re: 耳机 [#20261122-0417]",
        "回复：【#20261122-0417】耳机",
        "[# 20261122-0417 ] x",
        "［＃20261122-0417］".translate({0xFF3B: "[", 0xFF3D: "]"}),
    ],
)
def test_subject_tag_is_found_however_it_was_typed(subject: str) -> None:
    assert read_subject_tag(subject) == "20261122-0417"


@pytest.mark.parametrize("subject", ["订单 20261122-0417", "[20261122-0417]", "[#1]", ""])
def test_other_numbers_are_no_tags(subject: str) -> None:
    assert read_subject_tag(subject) is None


def test_subject_tag_is_read_as_written() -> None:
    assert read_subject_tag(f"x {subject_tag('20261122-0417')}") == "20261122-0417"


def test_message_id_follows_from_its_key_alone() -> None:
    first = make_message_id("Manyi.example", "delivery-1")
    assert first == make_message_id("manyi.example", "delivery-1")
    assert first != make_message_id("manyi.example", "delivery-2")
    assert is_own_message_id(first, {"manyi.example"})
    assert not is_own_message_id(first, {"other.example"})
    assert not is_own_message_id("<CAJ8k2mQ7@manyi.example>", {"manyi.example"})
