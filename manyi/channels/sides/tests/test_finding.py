"""What was said in side conversations is found by staff who reach the ticket, and by nobody else."""

from __future__ import annotations

import pytest
from django.test import Client

from manyi.channels.sides import actions
from manyi.channels.sides.models import Side, SideMessage
from manyi.channels.sides.tests.conftest import PARTNER
from manyi.conftest import Cast
from manyi.core import search
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.desk.queries import find_all


@pytest.mark.parametrize("words", ["成本价", "表带维修询价", "成本"])
def test_a_mail_beside_a_ticket_leads_to_the_ticket(cast: Cast, side: Side, words: str) -> None:
    [hit] = find_all(cast.actor(cast.lin), words).tickets
    assert (hit.number, hit.kind) == (side.ticket.number, "aside")
    assert "<mark>" in hit.line


def test_answers_are_found_too_and_on_the_ticket_merged_into(cast: Cast, side: Side) -> None:
    actions.take_answer(side, sender=("厂长", PARTNER), text="钛合金需要三周。", external_id="<a@partner.example>")
    by = cast.actor(cast.lin)
    kept = desk.create_ticket(cast.zhou, by=by, subject="另一件", channel="form", team=cast.wearables)
    desk.merge_tickets(kept, side.ticket, by=by)
    assert [hit.number for hit in find_all(by, "钛合金").tickets] == [kept.number]


def test_who_does_not_reach_the_ticket_finds_nothing(cast: Cast, side: Side, wei_client: Client) -> None:
    assert find_all(cast.actor(cast.wei), "成本价").is_empty
    assert "成本价是多少" not in wei_client.get("/search/?q=成本价").content.decode()


def test_a_ticket_whose_own_words_fit_is_found_once(cast: Cast, ticket: Ticket, side: Side) -> None:
    desk.note(ticket, by=cast.actor(cast.lin), text="成本价已问。")
    assert [hit.kind for hit in find_all(cast.actor(cast.lin), "成本价").tickets] == ["note"]


def test_the_page_says_where_it_was_found(lin_client: Client, side: Side) -> None:
    assert "附加会话" in lin_client.get("/search/?q=成本价").content.decode()


def test_mails_missing_from_the_search_are_put_back(side: Side) -> None:
    message = SideMessage.objects.get()
    search.remove(-message.pk, f"{search.ASIDE} {actions.indexed_text(side, message)}")
    assert search.find_asides("成本价") == []
    assert (actions.index_missing_sides(), actions.index_missing_sides()) == (1, 0)
    assert search.find_asides("成本价") == [message.pk]
