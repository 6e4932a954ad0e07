"""Who is told of an event, and what."""

from __future__ import annotations

import msgspec

from manyi.core.events import encode
from manyi.desk.events import MessageReceived, NoteWritten, StatusChanged, TicketAssigned
from manyi.stream.topics import Row, news


def row(payload: object, *, ticket: int | None = 9, team: int | None = 3, assignee: int | None = None) -> Row:
    verb = payload.verb  # type: ignore[attr-defined]
    return Row(41, verb, "staff", 5, ticket, 7, team, assignee, encode(payload))  # type: ignore[arg-type]


def content(data: bytes) -> dict[str, object]:
    line = next(line for line in data.split(b"\n") if line.startswith(b"data: "))
    return msgspec.json.decode(line.removeprefix(b"data: "), type=dict[str, object])


def test_an_assignment_concerns_old_and_new_people_and_teams() -> None:
    payload = TicketAssigned(old_assignee=5, new_assignee=6, old_team=2, new_team=3, how="by_hand")
    found = news(row(payload, assignee=6))
    assert found.topics == {"all", "team:2", "team:3", "ticket:9", "staff:5", "staff:6"}


def test_leaving_all_teams_concerns_those_who_see_tickets_of_no_team() -> None:
    payload = TicketAssigned(old_assignee=None, new_assignee=None, old_team=2, new_team=None, how="by_hand")
    assert news(row(payload, team=None)).topics == {"all", "team:2", "team:0", "ticket:9"}


def test_a_note_concerns_those_it_mentions_but_no_customer() -> None:
    found = news(row(NoteWritten(message=1, mentions=[5, 8])))
    assert {"staff:5", "staff:8"} <= found.topics
    assert found.chat == ""
    assert found.for_topics(frozenset({"chat:9"})) is None


def test_a_message_reaches_the_chat_without_what_customers_must_not_know() -> None:
    found = news(row(MessageReceived(message=1, channel="chat"), assignee=6))
    told = found.for_topics(frozenset({"chat:9"}))
    assert told is not None
    assert content(told) == {
        "position": 41,
        "verb": "message.received",
        "ticket": 9,
        "actor": "staff",
        "topics": ["chat:9"],
    }


def test_staff_get_ids_and_the_position_to_resume_from() -> None:
    told = news(row(StatusChanged(old=0, new=1, reason="secret words"))).data
    assert told.startswith(b"id: 41\n")
    assert b"secret" not in told
    assert content(told) | {"topics": None} == {
        "position": 41,
        "verb": "ticket.status_changed",
        "ticket": 9,
        "customer": 7,
        "team": 3,
        "assignee": None,
        "actor": "staff:5",
        "topics": None,
    }


def test_what_belongs_to_no_ticket_concerns_only_those_who_hear_everything() -> None:
    assert news(row(StatusChanged(old=0, new=1), ticket=None, team=None)).topics == {"all"}
