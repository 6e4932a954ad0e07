"""What can be done with side conversations, and who may."""

from __future__ import annotations

import pytest

from manyi.channels.models import Inbox
from manyi.channels.sides import access, actions, queries
from manyi.channels.sides.models import Side, SideFile, SideMessage
from manyi.channels.sides.tests.conftest import PARTNER
from manyi.conftest import Cast
from manyi.core.errors import Conflict, Invalid, NotAllowed, NotFound
from manyi.core.log import run_reader
from manyi.core.models import Event, Job
from manyi.desk import actions as desk
from manyi.desk.models import Message, Ticket
from manyi.notices.models import Notice


def verbs(ticket: Ticket) -> list[str]:
    rows = Event.objects.filter(ticket_id=ticket.pk, verb__startswith="side.").order_by("id")
    return list(rows.values_list("verb", flat=True))


def answer(
    side: Side, text: str = "二十元。", external_id: str = "<a1@partner.example>", is_automatic: bool = False
) -> SideMessage:
    return actions.take_answer(
        side, sender=("维修站", PARTNER), text=text, external_id=external_id, is_automatic=is_automatic
    )


def test_beginning_writes_a_mail_and_no_message_of_the_ticket(cast: Cast, ticket: Ticket, side: Side) -> None:
    before = Message.objects.filter(ticket=ticket).count()
    assert (before, side.receivers, side.is_open) == (1, [("", PARTNER)], True)
    assert verbs(ticket) == ["side.started"]
    assert Job.objects.filter(name="sides.deliver").count() == 1


def test_colleagues_get_their_names_and_everybody_one_mail(cast: Cast, ticket: Ticket, inbox: Inbox) -> None:
    to = [cast.wei.email, cast.wei.email.upper(), PARTNER]
    side = actions.start_side(ticket, by=cast.actor(cast.lin), to=to, subject="问一下", text="能修吗？")
    assert side.receivers == [(cast.wei.name, cast.wei.email), ("", PARTNER)]


@pytest.mark.parametrize(
    "to",
    [[], ["nonsense"], ["support@obsidian.example"], ["ZhouMin@example.com"], [f"p{n}@x.example" for n in range(11)]],
)
def test_it_goes_neither_to_nobody_nor_to_the_customer_nor_to_ourselves(
    cast: Cast, ticket: Ticket, inbox: Inbox, to: list[str]
) -> None:
    with pytest.raises(Invalid) as caught:
        actions.start_side(ticket, by=cast.actor(cast.lin), to=to, subject="x", text="y")
    assert set(caught.value.fields) == {"to"}
    assert not Side.objects.exists()


def test_all_that_is_missing_is_said_at_once(cast: Cast, ticket: Ticket, inbox: Inbox) -> None:
    with pytest.raises(Invalid) as caught:
        actions.start_side(ticket, by=cast.actor(cast.lin), to=[], subject=" ", text=" ")
    assert set(caught.value.fields) == {"to", "subject", "text"}


def test_without_a_mailbox_it_says_so(cast: Cast, ticket: Ticket) -> None:
    with pytest.raises(Conflict):
        actions.start_side(ticket, by=cast.actor(cast.lin), to=[PARTNER], subject="x", text="y")


def test_chosen_files_of_the_ticket_go_along(cast: Cast, ticket: Ticket, inbox: Inbox) -> None:
    by = cast.as_customer(cast.zhou)
    photo = desk.upload(ticket, by=by, name="断裂.png", content=b"\x89PNG\r\n\x1a\n" + b"0" * 32)
    other = desk.upload(ticket, by=by, name="别的.png", content=b"\x89PNG\r\n\x1a\n" + b"1" * 32)
    desk.receive_message(ticket, by=by, text="照片", channel="email", attachments=[photo, other])
    chosen = queries.files_of(ticket, [photo.pk])
    lin = cast.actor(cast.lin)
    actions.start_side(ticket, by=lin, to=[PARTNER], subject="x", text="看图", attachments=chosen)
    assert list(SideFile.objects.values_list("name", flat=True)) == ["断裂.png"]


def test_files_of_another_ticket_do_not_go_along(cast: Cast, ticket: Ticket) -> None:
    by = cast.as_customer(cast.stranger)
    other = desk.create_ticket(cast.stranger, by=by, subject="别人的", channel="email", team=cast.wearables)
    file = desk.upload(other, by=by, name="x.png", content=b"\x89PNG\r\n\x1a\n" + b"0" * 32)
    desk.receive_message(other, by=by, text="x", channel="email", attachments=[file])
    assert queries.files_of(ticket, [file.pk]) == []


def test_an_answer_is_taken_in_once_and_tells_who_began_it(cast: Cast, ticket: Ticket, side: Side) -> None:
    first, second = answer(side), answer(side)
    assert (first.pk, SideMessage.objects.filter(kind="in").count()) == (second.pk, 1)
    assert Side.objects.get().is_answered
    assert verbs(ticket) == ["side.started", "side.answered"]
    run_reader("channels.sides")
    assert list(Notice.objects.values_list("staff_id", "kind")) == [(cast.lin.pk, "side")]


def test_an_automatic_answer_is_kept_and_tells_nobody(cast: Cast, ticket: Ticket, side: Side) -> None:
    actions.close_side(side, by=cast.actor(cast.lin))
    answer(side, "我在休假。", is_automatic=True)
    assert (Side.objects.get().is_open, verbs(ticket)) == (False, ["side.started", "side.closed"])


def test_closing_twice_records_one_event_and_an_answer_opens_it_again(cast: Cast, ticket: Ticket, side: Side) -> None:
    for _time in range(2):
        actions.close_side(side, by=cast.actor(cast.lin))
    answer(side)
    assert Side.objects.get().is_open
    assert verbs(ticket) == ["side.started", "side.closed", "side.reopened", "side.answered"]


def test_writing_again_goes_to_whom_is_named_now(cast: Cast, ticket: Ticket, side: Side) -> None:
    answer(side)
    actions.say_on_side(side, by=cast.actor(cast.zhao), text="再问", to=[PARTNER, cast.wei.email])
    now = Side.objects.get()
    assert ([email for _name, email in now.receivers], now.is_answered) == ([PARTNER, cast.wei.email], False)
    with pytest.raises(Invalid):
        actions.say_on_side(side, by=cast.actor(cast.zhao), text="再问", to=["zhoumin@example.com"])


def test_several_stand_beside_one_ticket_open_ones_first(cast: Cast, ticket: Ticket, side: Side) -> None:
    lin = cast.actor(cast.lin)
    second = actions.start_side(ticket, by=lin, to=["a@b.example"], subject="第二", text="在吗")
    actions.close_side(second, by=lin)
    assert [one.side.pk for one in queries.talks(ticket)] == [side.pk, second.pk]


def test_it_goes_along_when_the_ticket_is_merged(cast: Cast, ticket: Ticket, side: Side) -> None:
    by = cast.as_customer(cast.zhou)
    kept = desk.create_ticket(cast.zhou, by=by, subject="又一次", channel="email", team=cast.wearables)
    desk.merge_tickets(kept, ticket, by=cast.actor(cast.chen))
    assert [one.side.pk for one in queries.talks(kept)] == [side.pk]
    answer(side)
    assert verbs(kept) == ["side.answered"]


def test_the_outsider_and_the_customer_reach_nothing(cast: Cast, ticket: Ticket, side: Side) -> None:
    desk.assign(ticket, by=cast.actor(cast.chen), to=cast.lin)
    for viewer in (cast.actor(cast.wei), cast.as_customer(cast.zhou), cast.as_customer(cast.stranger)):
        with pytest.raises(NotFound):
            access.get_side(viewer, side.pk)


def test_who_may_not_write_to_customers_begins_none(cast: Cast, ticket: Ticket, side: Side) -> None:
    customer = cast.as_customer(cast.zhou)
    for do in (
        lambda: actions.start_side(ticket, by=customer, to=[PARTNER], subject="x", text="y"),
        lambda: actions.say_on_side(side, by=customer, text="y"),
        lambda: actions.close_side(side, by=customer),
        lambda: actions.reopen_side(side, by=customer),
    ):
        with pytest.raises(NotAllowed):
            do()
