"""Reading holds on whatever bytes arrive."""

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from manyi.channels.email import reading
from manyi.channels.email.mail import DEFECTS, Mail
from manyi.channels.email.reading import read_mail
from manyi.channels.email.tests.recipes.make import all_recipes

RAW = list(all_recipes().values())
NAMES = [
    b"From: ",
    b"Subject: =?",
    b"Content-Type: multipart/mixed; boundary=",
    b"Content-Transfer-Encoding: base64\r\n",
]
PIECES = st.one_of(
    st.binary(max_size=60), st.sampled_from([*NAMES, b"\r\n\r\n", b"--", b"=?utf-8?B?", b"?=", b"\x1b$B", b"<"])
)


def parse_without_net(raw: bytes) -> Mail:
    """Reads as `read_mail` does, but lets errors out."""
    return reading._read(raw, b"secret", {"xingyao.example"})


@given(st.binary(max_size=2000))
def test_random_bytes_are_read(raw: bytes) -> None:
    assert parse_without_net(raw).message_id


@given(st.lists(PIECES, max_size=30).map(b"".join))
def test_mail_like_rubbish_is_read(raw: bytes) -> None:
    assert parse_without_net(raw).message_id


@given(st.sampled_from(RAW), st.floats(0, 1))
def test_truncated_samples_are_read(raw: bytes, share: float) -> None:
    assert parse_without_net(raw[: int(len(raw) * share)]).message_id


@settings(max_examples=200)
@given(st.sampled_from(RAW), st.randoms(use_true_random=False))
def test_samples_with_damaged_bytes_are_read(raw: bytes, chance: random.Random) -> None:
    damaged = bytearray(raw)
    for _ in range(chance.randint(1, 40)):
        damaged[chance.randrange(len(damaged))] = chance.choice(
            [0, 10, 13, 32, 34, 60, 61, 63, 0xFF, chance.randrange(256)]
        )
    mail = parse_without_net(bytes(damaged))
    assert {problem.code for problem in mail.problems} <= set(DEFECTS)


@given(st.sampled_from(RAW))
def test_reading_twice_gives_the_same(raw: bytes) -> None:
    assert read_mail(raw) == read_mail(raw)


def test_what_breaks_the_parser_still_arrives_as_text(monkeypatch) -> None:
    def broken(*_: object) -> Mail:
        raise RecursionError

    monkeypatch.setattr(reading, "_read", broken)
    mail = read_mail(b"Subject: earbuds\n\nsilent")
    assert mail.text == "Subject: earbuds\n\nsilent"
    assert [problem.code for problem in mail.problems] == ["unreadable"]


def test_multiparts_nested_a_thousand_deep_are_read() -> None:
    level = "Content-Type: multipart/mixed; boundary=b{0}\n\n--b{0}\n"
    raw = (
        "Subject: deep\n"
        + "".join(level.format(number) for number in range(1000))
        + "Content-Type: text/plain\n\nbottom"
    )
    mail = read_mail(raw.encode())
    assert mail.problems


def test_missing_message_id_is_the_same_for_the_same_bytes_only() -> None:
    first, second = b"From: a@b.example\n\none\n", b"From: a@b.example\n\ntwo\n"
    assert read_mail(first).message_id == read_mail(first).message_id
    assert read_mail(first).message_id != read_mail(second).message_id


def test_hostile_mails_of_a_megabyte_are_read_in_seconds() -> None:
    size = 1_000_000
    hostile = [
        b"Subject: " + b"=?" * (size // 2),
        b"To: " + b"<" * size,
        b"To: " + b'"\\' * (size // 2),
        b"To: " + b"(" * size,
        b"References: " + b"<a" * (size // 2),
        b"Content-Type: text/plain; " + b"a=b;" * (size // 4),
        b"Content-Type: text/html\n\n" + b"<div>" * (size // 5),
        b"Content-Type: text/html\n\n" + b"<!--" * (size // 4),
        b"Content-Type: text/html\n\n" + b"<![" * (size // 3),
        b"Content-Type: text/html\n\n" + b"<a " * (size // 3),
        b"Subject: x\n\n" + b"On 1 wrote " * (size // 11),
        b"Subject: x\n\n" + b"On 1\n" * (size // 5),
        b"Subject: x\n\n" + b"> a\n\nb\n" * (size // 7),
        b"Subject: x\n\n" + b"--\n" * (size // 3),
        b"Subject: x\n\n" + b"begin 644 a\n" * (size // 12) + b"\nend",
        b"Subject: x\n\n-----BEGIN PGP SIGNED MESSAGE-----\n" + b"Hash: x\n" * (size // 8),
        b"From: mailer-daemon@x.example\nSubject: failure notice\n\n" + b"a" * size,
        b"From: mailer-daemon@x.example\nSubject: failure notice\n\n" + b"a@" * (size // 2),
        b"Content-Type: text/plain; charset=utf-8\n\n" + "您好".encode("gbk") * (size // 4),
    ]
    slow = {}
    for raw in hostile:
        start = time.process_time()
        read_mail(raw)
        spent = time.process_time() - start
        if spent > 5:
            slow[raw[:60]] = spent
    assert slow == {}
