"""Nothing is lost, doubled or stuck when the power fails while mail, chat and answers are on their way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest

from manyi.channels.email.reading import read_mail
from manyi.proof.tests.service import running
from manyi.proof.tests.storm import MAILS, ROUNDS, Storm, behind, rage, waiting


@pytest.fixture(scope="module")
def storm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storm]:
    with running(tmp_path_factory.mktemp("storm")) as service:
        yield rage(service)


def test_every_mail_is_one_message(storm: Storm) -> None:
    assert storm.kills == ROUNDS
    assert len(storm.mails) == MAILS
    states = storm.service.query("SELECT state, why, count(*) FROM channels_inbound GROUP BY state, why")
    assert states == [("done", "", MAILS)]
    texts = storm.service.query("SELECT text FROM desk_message WHERE channel = 'email' AND external_id LIKE '<storm-%'")
    assert Counter(text.strip() for (text,) in texts) == Counter(storm.mails)


def test_what_visitors_wrote_is_there_once_and_in_order(storm: Storm) -> None:
    rows = storm.service.query("SELECT text, ticket_id FROM desk_message WHERE channel = 'chat' ORDER BY id")
    for visitor, said in storm.said.items():
        mine = [(text, ticket) for text, ticket in rows if text.startswith(f"访客 {visitor} ")]
        assert [text for text, _ticket in mine] == said
        assert len({ticket for _text, ticket in mine}) == 1
    assert all(storm.said.values())


def test_every_answer_is_one_message_and_leaves_under_one_name(storm: Storm) -> None:
    rows = storm.service.query(
        "SELECT message.text, delivery.external_id FROM desk_message AS message"
        " JOIN channels_delivery AS delivery ON delivery.message_id = message.id WHERE message.kind = 'out'"
    )
    wanted = [text for answers in storm.answered.values() for text in answers]
    assert Counter(text for text, _name in rows) == Counter(wanted)
    sent = defaultdict(set)
    for mail in storm.service.mail.sent:
        read = read_mail(mail.raw)
        sent[read.text.strip()].add(read.message_id)
    assert {text: {name} for text, name in rows} == {text: sent[text] for text in wanted}


def test_every_answer_was_delivered_and_nothing_is_stuck(storm: Storm) -> None:
    assert waiting(storm.service) == []
    query = storm.service.query
    assert query("SELECT id FROM channels_delivery WHERE failed_at IS NOT NULL OR sent_at IS NULL") == []
    assert query("SELECT DISTINCT delivery FROM desk_message WHERE kind = 'out'") == [("sent",)]
    assert query("SELECT name, error FROM core_job WHERE failed_at IS NOT NULL OR error <> ''") == []


def test_every_state_has_its_event_once(storm: Storm) -> None:
    events = dict(storm.service.query("SELECT verb, count(*) FROM core_event GROUP BY verb"))
    for verb, counted in {
        "ticket.created": "desk_ticket",
        "message.received": "desk_message WHERE kind = 'in'",
        "message.sent": "desk_message WHERE kind = 'out'",
        "message.delivery_changed": "channels_delivery WHERE sent_at IS NOT NULL",
        "inbound.stored": "channels_inbound",
        "ticket.assigned": "desk_ticket WHERE assignee_id IS NOT NULL",
    }.items():
        assert events.get(verb, 0) == storm.service.value(f"SELECT count(*) FROM {counted}"), verb


def test_later_reactions_have_seen_every_event_once(storm: Storm) -> None:
    assert behind(storm.service) == {}
    counted = dict(storm.service.query("SELECT measure, sum(count) FROM insight_rollup GROUP BY measure"))
    assert counted["created"] == storm.service.value("SELECT count(*) FROM desk_ticket")
    answered = "SELECT count(*) FROM desk_ticket WHERE first_replied_at IS NOT NULL"
    assert counted["first_reply"] == storm.service.value(answered)
