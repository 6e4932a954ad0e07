"""Mail we write is read back as it was meant, by us as by others."""

import datetime as dt
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from manyi.channels.email.composing import Outgoing, compose
from manyi.channels.email.mail import Address, Part
from manyi.channels.email.marks import make_message_id, ticket_mark
from manyi.channels.email.reading import read_mail

CHINA = dt.timezone(dt.timedelta(hours=8))
SECRET = b"0123456789abcdef0123456789abcdef"
PLAIN = Outgoing(
    message_id=make_message_id("xingyao.example", "delivery-1"),
    date=dt.datetime(2026, 11, 22, 9, 30, tzinfo=CHINA),
    sender=Address("星曜数码客服", "kefu@xingyao.example"),
    to=(Address("王芳", "wangfang@sender.example"),),
    subject="Re: 左耳没有声音 [#20261122-0417]",
    text="您好，\n\n换货已安排。\n",
)
RICH = replace(
    PLAIN,
    html='<p>您好，<img src="cid:logo@xingyao.example"></p>',
    reply_to=(Address("", "kefu+t20261122-0417.abcdefghijkl@xingyao.example"),),
    cc=(Address('Grant, "Olly" O.', "oliver@northwind.example"), Address("Plain Name", "p@sender.example")),
    in_reply_to="<b@sender.example>",
    references=("<a@sender.example>", "<b@sender.example>"),
    attachments=(
        Part("换货单（第 1 页）.pdf", "application/pdf", b"%PDF-1.4\n\x00\xff"),
        Part("logo.png", "image/png", b"\x89PNG", "logo@xingyao.example", True),
    ),
    ticket_mark=ticket_mark("20261122-0417", SECRET),
)
LINE = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\xad\u200b\ufeff\u2028\u2029"), max_size=60
)


@pytest.mark.parametrize("outgoing", [PLAIN, RICH], ids=["plain", "rich"])
def test_mail_is_read_back_as_it_was_meant(outgoing: Outgoing) -> None:
    mail = read_mail(compose(outgoing))
    assert mail.problems == ()
    assert (mail.message_id, mail.in_reply_to, mail.references) == (
        outgoing.message_id,
        outgoing.in_reply_to,
        outgoing.references,
    )
    assert (mail.sender, mail.to, mail.cc, mail.reply_to) == (
        outgoing.sender,
        outgoing.to,
        outgoing.cc,
        outgoing.reply_to,
    )
    assert (mail.subject, mail.topic, mail.date) == (outgoing.subject, "左耳没有声音", outgoing.date)
    assert mail.text == outgoing.text.strip("\n")
    assert mail.html.strip() == outgoing.html
    assert set(mail.attachments) == set(outgoing.attachments)


def test_the_standard_library_reads_it_too() -> None:
    message = message_from_bytes(compose(RICH), policy=default)
    assert message["subject"] == RICH.subject
    assert message["from"].addresses[0].display_name == "星曜数码客服"
    assert message["cc"].addresses[0].display_name == 'Grant, "Olly" O.'
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    assert [part.get_filename() for part in message.iter_attachments()] == ["换货单（第 1 页）.pdf"]
    assert not any(part.defects for part in message.walk())


def test_lines_are_short_ascii_and_end_in_crlf() -> None:
    raw = compose(replace(RICH, subject="很长的主题" * 60, text="很长的一行" * 500 + "x" * 3000))
    lines = raw.split(b"\r\n")
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 998
    assert max(len(line) for line in lines if line.startswith((b"Subject:", b" =?"))) <= 78


def test_the_same_mail_is_the_same_bytes() -> None:
    assert compose(RICH) == compose(replace(RICH))


def test_references_keep_the_first_and_the_last_twenty() -> None:
    many = tuple(f"<{number}@sender.example>" for number in range(40))
    assert read_mail(compose(replace(PLAIN, references=many))).references == (many[0], *many[-20:])


def test_automatic_mail_says_so_and_is_not_answered() -> None:
    raw = compose(replace(PLAIN, automatic="auto-replied"))
    assert b"\r\nAuto-Submitted: auto-replied\r\n" in raw
    assert b"\r\nX-Auto-Response-Suppress: All\r\n" in raw
    assert read_mail(raw).kind == "auto_reply"
    assert read_mail(compose(PLAIN)).accepts_auto_reply


def test_our_own_mail_is_known_when_it_comes_back() -> None:
    assert read_mail(compose(RICH), secret=SECRET).kind == "loop"
    assert read_mail(compose(RICH), secret=b"another").kind == "message"
    assert read_mail(compose(PLAIN), own_domains={"xingyao.example"}).kind == "loop"


@pytest.mark.parametrize("field", ["subject", "in_reply_to", "ticket_mark"])
def test_no_field_can_add_another(field: str) -> None:
    evil: dict[str, Any] = {field: "x\r\nBcc: victim@sender.example\n\nbody"}
    raw = compose(replace(PLAIN, **evil))
    assert b"\nBcc:" not in raw


def test_no_name_can_add_a_field() -> None:
    evil = "x\r\nBcc: victim@sender.example"
    raw = compose(replace(PLAIN, sender=Address(evil, "a@b.example"), attachments=(Part(evil, "text/csv", b"a"),)))
    assert b"\nBcc:" not in raw


@pytest.mark.parametrize(
    "email", ["张三@sender.example", "a b@sender.example", "a@b@c>,<x@y.example", "@sender.example", "nobody"]
)
def test_addresses_that_cannot_be_written_are_refused(email: str) -> None:
    with pytest.raises(ValueError, match="can't be written"):
        compose(replace(PLAIN, to=(Address("", email),)))


def test_international_domains_are_written_in_ascii() -> None:
    assert b"To: a@xn--fiq228c.example\r\n" in compose(replace(PLAIN, to=(Address("", "a@中文.example"),)))


@example(name="", subject="", text="a\n>", filename="")
@given(name=LINE, subject=LINE, text=st.lists(LINE, max_size=5).map("\n".join), filename=LINE)
def test_any_words_survive(name: str, subject: str, text: str, filename: str) -> None:
    part = Part(filename, "application/pdf", b"x")
    mail = read_mail(
        compose(replace(PLAIN, sender=Address(name, "a@b.example"), subject=subject, text=text, attachments=(part,)))
    )
    assert mail.subject.split() == subject.split()
    assert mail.sender.email == "a@b.example"
    if not any(character in name for character in "\"'\\") and name.strip().lower() != "a@b.example":
        assert mail.sender.name.split() == name.split()
    kept = "\n".join((mail.text, mail.quoted, mail.signature))
    assert len(mail.attachments) == 1
    assert sorted(kept.replace("-", "").split()) == sorted(text.replace("-", "").split())
