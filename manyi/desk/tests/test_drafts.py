"""What is typed and not sent is never lost."""

from __future__ import annotations

import datetime as dt

import pytest

from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.core.errors import Invalid, NotAllowed
from manyi.desk import actions
from manyi.desk.models import Draft, Ticket
from manyi.desk.tests.helpers import verbs


def test_one_draft_per_colleague_and_kind(cast: Cast, ticket: Ticket) -> None:
    lin, zhao = cast.actor(cast.lin), cast.actor(cast.zhao)
    actions.save_draft(ticket, by=lin, kind="out", text="您")
    actions.save_draft(ticket, by=lin, kind="out", text="您好")
    actions.save_draft(ticket, by=lin, kind="note", text="备注")
    actions.save_draft(ticket, by=zhao, kind="out", text="赵的")
    kept = set(Draft.objects.values_list("staff_id", "kind", "text"))
    assert kept == {(cast.lin.pk, "out", "您好"), (cast.lin.pk, "note", "备注"), (cast.zhao.pk, "out", "赵的")}


def test_drafts_stay_out_of_the_log(cast: Cast, ticket: Ticket) -> None:
    before = verbs(ticket)
    actions.save_draft(ticket, by=cast.actor(cast.lin), kind="out", text="您好")
    assert verbs(ticket) == before


def test_nothing_left_removes_the_draft(cast: Cast, ticket: Ticket) -> None:
    by = cast.actor(cast.lin)
    actions.save_draft(ticket, by=by, kind="out", text="您好", files=[7])
    actions.save_draft(ticket, by=by, kind="out", text="", files=[7])
    assert Draft.objects.get().files == [7]
    actions.save_draft(ticket, by=by, kind="out", text=" ")
    assert not Draft.objects.exists()


def test_a_save_that_was_overtaken_does_not_bring_old_words_back(cast: Cast, ticket: Ticket) -> None:
    by, noon = cast.actor(cast.lin), dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
    with unit(at=noon + dt.timedelta(seconds=5)):
        actions.save_draft(ticket, by=by, kind="out", text="您好，陈先生", typed_at=noon + dt.timedelta(seconds=2))
        actions.save_draft(ticket, by=by, kind="out", text="您好", typed_at=noon)
    assert Draft.objects.get().text == "您好，陈先生"


def test_a_computer_whose_clock_is_slow_is_still_heard(cast: Cast, ticket: Ticket) -> None:
    by, noon = cast.actor(cast.lin), dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
    with unit(at=noon):
        actions.save_draft(ticket, by=by, kind="out", text="在电脑上")
        actions.save_draft(ticket, by=by, kind="out", text="在手机上", typed_at=noon - dt.timedelta(hours=1))
    assert Draft.objects.get().text == "在手机上"


def test_customers_keep_no_drafts_and_kinds_are_known(cast: Cast, ticket: Ticket) -> None:
    with pytest.raises(NotAllowed):
        actions.save_draft(ticket, by=cast.as_customer(cast.zhou), kind="out", text="x")
    with pytest.raises(Invalid):
        actions.save_draft(ticket, by=cast.actor(cast.lin), kind="in", text="x")
