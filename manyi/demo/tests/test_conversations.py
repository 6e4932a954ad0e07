"""Conversations are complete, in order, in one language, and do not repeat each other."""

import re
from itertools import pairwise

from manyi.demo.records import Ticket
from manyi.demo.tests.sample import UNTIL, company

CHINESE = re.compile(r"[\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;!?][\u4e00-\u9fff]")


def texts(ticket: Ticket) -> list[str]:
    comment = ticket.rating.comment if ticket.rating else ""
    return [
        ticket.subject,
        comment,
        *(each.text for each in ticket.messages),
        *(each.summary for each in ticket.assignments),
    ]


def test_nothing_is_left_unfilled_or_empty() -> None:
    for ticket in company().tickets:
        for text in texts(ticket):
            assert not set("{}[]|") & set(text), text
        assert ticket.subject
        assert all(each.text.strip() for each in ticket.messages)


def test_everything_happens_in_order_and_before_the_end() -> None:
    for ticket in company().tickets:
        for times in (
            [each.at for each in ticket.messages],
            [each.at for each in ticket.changes],
            [each.at for each in ticket.assignments],
        ):
            assert all(one <= other for one, other in pairwise(times)), ticket.key
            assert all(each <= UNTIL for each in times)
        assert ticket.created_at == ticket.messages[0].at == ticket.changes[0].at


def test_the_last_change_is_the_status() -> None:
    assert all(each.changes[-1].status == each.status for each in company().tickets)


def test_whoever_answers_has_been_assigned_and_the_first_one_stays_owner() -> None:
    for ticket in company().tickets:
        given = {each.assignee: each.at for each in reversed(ticket.assignments)}
        for message in ticket.messages:
            if message.actor in ("agent", "note"):
                assert given[message.author] <= message.at, ticket.key
        assert ticket.owner == (ticket.assignments[0].assignee if ticket.assignments else "")
        assert ticket.assignee == (ticket.assignments[-1].assignee if ticket.assignments else "")


def test_ratings_follow_the_closing() -> None:
    for ticket in company().tickets:
        if ticket.rating:
            assert ticket.status == "closed"
            assert ticket.changes[-1].at < ticket.rating.at < UNTIL
            assert min(ticket.rating.solution, ticket.rating.attitude, ticket.rating.speed) >= 1


def test_customers_are_served_in_their_language() -> None:
    for ticket in company().tickets:
        written = [ticket.subject] + [each.text for each in ticket.messages]
        if ticket.language == "en":
            assert not any(CHINESE.search(text) for text in written), ticket.key
        else:
            assert CHINESE.search(ticket.messages[0].text), ticket.key


def test_agents_write_to_customers_in_a_language_they_speak() -> None:
    speaks = {each.login: each.languages for each in company().staff}
    for ticket in company().tickets:
        assert all(ticket.language in speaks[each.author] for each in ticket.messages if each.actor == "agent")


def test_chinese_is_written_with_full_width_punctuation() -> None:
    assert not [text for each in company().tickets for text in texts(each) if HALF_WIDTH.search(text)]


def test_finished_conversations_have_two_to_nine_messages() -> None:
    finished = [each for each in company().tickets if each.status in ("resolved", "closed")]
    assert all(2 <= len(each.messages) <= 9 for each in finished)


def test_hardly_two_tickets_begin_alike() -> None:
    assert len({each.messages[0].text for each in company().tickets}) >= 5500


def test_a_conversation_keeps_to_one_order() -> None:
    order = re.compile(r"D\d{8}-\d{5}")
    for ticket in company().tickets:
        found = {number for each in ticket.messages for number in order.findall(each.text)}
        assert len(found) <= 1, ticket.key
        assert not found or found == {ticket.fields.get("order_number", *found)}


def test_purchases_come_before_the_ticket() -> None:
    for ticket in company().tickets:
        assert ticket.fields.get("purchase_date", "") <= ticket.created_at.date().isoformat()
