"""Two processes write the same thing in overlapping transactions: the second waits for the first, and knows of it."""

from __future__ import annotations

import json
import select
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from manyi.cli.tests.installation import PATIENCE, Installation, migrated
from manyi.proof.tests.service import seed

CONFLICT = {"refused": "conflict"}


class Writer:
    """One connection to the database, in a process of its own."""

    def __init__(self, installation: Installation) -> None:
        script = str(Path(__file__).with_name("writer.py"))
        self.home = installation.home
        self.process: subprocess.Popen[str] = installation.start(script)

    def order(self, do: str, **given: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, **given}) + "\n")
        self.process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        assert self.has_answered(PATIENCE), "the writer says nothing"
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, (self.home / "stderr.log").read_text()
        return dict(json.loads(line))

    def has_answered(self, within: float) -> bool:
        assert self.process.stdout is not None
        return bool(select.select([self.process.stdout], [], [], within)[0])

    def ask(self, do: str, **given: Any) -> Any:
        self.order(do, **given)
        return self.answer()["done"]

    def commit(self) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write("commit\n")
        self.process.stdin.flush()
        return self.answer()


class Two:
    """Both writers, and the database they write to."""

    def __init__(self, installation: Installation, site: str) -> None:
        self.installation = installation
        self.site = site
        self.first, self.second = Writer(installation), Writer(installation)

    def overlap(self, first: dict[str, Any], second: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """The second begins when the first has done its part and not committed; it waits, and then finishes."""
        self.first.order(**first, hold=True)
        self.first.answer()
        self.second.order(**second)
        assert not self.second.has_answered(0.3)
        return self.first.commit(), self.second.answer()

    def count(self, what: str) -> int:
        return int(self.installation.query(f"SELECT count(*) FROM {what}")[0][0])

    def events(self, verb: str, number: str) -> int:
        return self.count(
            f"core_event WHERE verb = '{verb}' AND ticket_id = (SELECT id FROM desk_ticket WHERE number = '{number}')"
        )


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with migrated(tmp_path_factory.mktemp("writers")) as installation:
        yield Two(installation, seed(installation)["site"])


@pytest.fixture
def number(two: Two) -> str:
    return str(two.first.ask("open_ticket"))


def test_one_of_two_takes_the_ticket(two: Two, number: str) -> None:
    order = {"do": "take", "number": number}
    assert two.overlap({**order, "who": "林晓"}, {**order, "who": "赵雨"}) == ({"done": "林晓"}, CONFLICT)
    assert two.events("ticket.assigned", number) == 1


def test_an_answer_sent_twice_is_one_answer(two: Two, number: str) -> None:
    order = {"do": "reply", "number": number, "who": "林晓", "key": uuid.uuid4().hex}
    first, second = two.overlap(order, order)
    assert first == second
    assert two.events("message.sent", number) == 1


def test_a_message_delivered_twice_is_one_message(two: Two, number: str) -> None:
    order = {"do": "receive", "number": number, "key": uuid.uuid4().hex}
    first, second = two.overlap(order, order)
    assert first == second
    assert two.events("message.received", number) == 2


def test_a_ticket_is_closed_once(two: Two, number: str) -> None:
    order = {"do": "close", "number": number}
    first, second = two.overlap({**order, "who": "林晓"}, {**order, "who": "赵雨"})
    assert first == second
    assert two.events("ticket.closed", number) == 1


def test_two_tickets_are_not_merged_into_each_other(two: Two, number: str) -> None:
    other = two.first.ask("open_ticket")
    order = {"do": "merge", "who": "陈静"}
    there, back = {**order, "kept": number, "merged": other}, {**order, "kept": other, "merged": number}
    assert two.overlap(there, back) == ({"done": number}, CONFLICT)
    assert two.events("ticket.merged", number) + two.events("ticket.merged", other) == 1


def test_merging_both_ways_at_the_same_moment_never_locks_up(two: Two) -> None:
    for _round in range(10):
        one, other = two.first.ask("open_ticket"), two.first.ask("open_ticket")
        two.first.order("merge", who="陈静", kept=one, merged=other)
        two.second.order("merge", who="陈静", kept=other, merged=one)
        answers = [two.first.answer(), two.second.answer()]
        assert CONFLICT in answers
        assert {"done": one} in answers or {"done": other} in answers


def test_an_address_is_one_customer(two: Two) -> None:
    order = {"do": "recognise", "address": f"{uuid.uuid4().hex}@example.com"}
    before = two.count("core_event WHERE verb = 'customer.created'")
    first, second = two.overlap(order, order)
    assert first == second
    assert two.count("core_event WHERE verb = 'customer.created'") == before + 1


def test_a_survey_is_answered_once(two: Two) -> None:
    number = two.first.ask("open_ticket", address=f"{uuid.uuid4().hex}@example.com")
    order = {"do": "rate", "survey": two.first.ask("ask", number=number)}
    assert two.overlap({**order, "overall": 5}, {**order, "overall": 1}) == ({"done": 5}, CONFLICT)
    assert two.count(f"listening_rating WHERE survey_id = {order['survey']}") == 1


def test_nobody_is_given_more_than_fits(two: Two) -> None:
    for _ticket in range(2):
        two.first.ask("open_ticket", team="智能穿戴")
    two.first.ask("fill", who="林晓", but=1)
    order = {"do": "serve"}
    assert two.overlap(order, order) == ({"done": 1}, {"done": 0})


def test_two_tabs_of_a_visitor_begin_one_conversation(two: Two) -> None:
    order = {"do": "say", "site": two.site, "visitor": uuid.uuid4().hex}
    first, second = two.overlap({**order, "key": uuid.uuid4().hex}, {**order, "key": uuid.uuid4().hex})
    assert first == second


def test_two_new_tickets_have_two_numbers(two: Two) -> None:
    first, second = two.overlap({"do": "open_ticket"}, {"do": "open_ticket"})
    assert first != second


def test_no_event_appears_below_one_that_was_read(two: Two, number: str) -> None:
    """A reader goes by the highest position it saw; so a later commit must not bring a lower one."""
    other = two.second.ask("open_ticket")
    seen = two.second.ask("newest")
    two.first.order("reply", number=number, who="林晓", key=uuid.uuid4().hex, hold=True)
    two.first.answer()
    assert two.installation.query("SELECT max(id) FROM core_event") == [(seen,)]
    two.second.order("reply", number=other, who="赵雨", key=uuid.uuid4().hex)
    assert not two.second.has_answered(0.3)
    assert two.installation.query("SELECT max(id) FROM core_event") == [(seen,)]
    two.first.commit()
    two.second.answer()
    of = "SELECT max(id) FROM core_event WHERE ticket_id = (SELECT id FROM desk_ticket WHERE number = '{}')"
    positions = [two.installation.query(of.format(which))[0][0] for which in (number, other)]
    assert seen < positions[0] < positions[1]


def test_the_index_is_rebuilt_while_people_search_and_write(two: Two) -> None:
    """Readers find all the time what they found before, and what is written meanwhile is not lost."""
    articles = two.first.ask("shelve", word="rebuilding", count=110)
    rewritten, rounds = articles.pop(), 0
    word = old = "rebuilding"
    command = two.installation.start("-m", "manyi", "reindex")
    while command.poll() is None:
        assert set(articles) <= set(two.first.ask("look", word="rebuilding"))
        assert two.first.ask("look", word=word).count(rewritten) == 1
        rounds, old = rounds + 1, word
        word = two.first.ask("rewrite", article=rewritten, word=chr(ord("a") + rounds % 26) * 12)
    assert command.returncode == 0
    assert rounds > 1
    assert two.first.ask("look", word=word) == [rewritten]
    assert rewritten not in two.first.ask("look", word=old)
