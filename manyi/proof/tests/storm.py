"""A storm: mail comes in, visitors write and colleagues answer while the power fails again and again."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any

import httpx

from manyi.core import reactions
from manyi.proof.tests.service import ORIGIN, Service, until

MAILS = 60
ROUNDS = 3
VISITORS = 2
TICKETS = 4
SETTLES_WITHIN = 60.0
FETCHED = "SELECT count(*) FROM channels_inbound"


@dataclass
class Storm:
    """What was sent, to be compared with what arrived."""

    service: Service
    mails: list[str] = field(default_factory=list)
    said: dict[int, list[str]] = field(default_factory=dict)
    answered: dict[str, list[str]] = field(default_factory=dict)
    taken: int = 0
    kills: int = 0
    is_over: threading.Event = field(default_factory=threading.Event)
    broken: list[BaseException] = field(default_factory=list)


def rage(service: Service) -> Storm:
    """Let it rage over the service: three kills, the last start, and until everything has settled."""
    storm = Storm(service)
    chance = Random()
    tickets = [_open_ticket(service, number) for number in range(TICKETS)]
    people = [threading.Thread(target=_guarded, args=(storm, _visit, visitor)) for visitor in range(VISITORS)]
    people.append(threading.Thread(target=_guarded, args=(storm, _answer, tickets)))
    for person in people:
        person.start()
    try:
        for _round in range(ROUNDS):
            _strike(storm, chance)
    finally:
        storm.is_over.set()
        for person in people:
            person.join(120)
    assert storm.broken == []
    until(lambda: not waiting(service) and not behind(service), "everything settles", SETTLES_WITHIN)
    return storm


def _strike(storm: Storm, chance: Random) -> None:
    """A portion of mail comes; somewhere between its first and its last one the power fails, and comes back."""
    service, portion = storm.service, MAILS // ROUNDS
    before, taken = service.value(FETCHED), storm.taken
    for _mail in range(portion):
        _post(storm)
    fetched, taken = before + chance.randrange(portion), taken + chance.randrange(20, 60)
    until(lambda: storm.taken >= taken and service.value(FETCHED) >= fetched, "mails are fetched, others get through")
    time.sleep(chance.random() / 10)
    service.kill()
    storm.kills += 1
    service.start()


def _post(storm: Storm) -> None:
    """A mail into the mailbox; every third goes on with the talk of the one before."""
    number = len(storm.mails)
    text = f"第 {number} 封信：手环充不进电。"
    answer = f"In-Reply-To: <storm-{number - 1}@example.com>\r\n" if number % 3 == 2 else ""
    sender = f"writer{number - (number % 3 == 2)}@example.com"
    raw = (
        f"From: {sender}\r\nTo: support@obsidian.example\r\nSubject: charging {number}\r\n"
        f"Message-ID: <storm-{number}@example.com>\r\n{answer}Date: Mon, 02 Mar 2026 09:00:00 +0800\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"{text}\r\n"
    )
    storm.service.mail.put("support", raw.encode())
    storm.mails.append(text)


def _open_ticket(service: Service, number: int) -> str:
    """A ticket over mail that Lin can answer."""
    identity = {"kind": "email", "value": f"asker{number}@example.com"}
    message = {"kind": "inbound", "text": "表带断了，能保修吗？"}
    body = {"subject": f"表带 {number}", "channel": "email", "identity": identity, "message": message}
    with service.program() as program:
        made = program.post("/tickets", json=body)
        assert made.status_code == 201, made.text
        return str(made.json()["number"])


def _guarded(storm: Storm, work: Callable[..., None], given: Any) -> None:
    try:
        work(storm, given)
    except BaseException as error:
        storm.broken.append(error)
        raise


def _visit(storm: Storm, visitor: int) -> None:
    """Writes as the widget does: one message after the other, each tried under its key until it is taken."""
    site = f"{storm.service.url}/chat/{storm.service.site}"
    said = storm.said.setdefault(visitor, [])
    with httpx.Client(headers={"Origin": ORIGIN}, timeout=20) as browser:
        token = _insist(partial(browser.post, f"{site}/session", json={}))["token"]
        browser.headers["Authorization"] = f"Bearer {token}"
        while not storm.is_over.is_set():
            message = {"key": uuid.uuid4().hex, "text": f"访客 {visitor} 的第 {len(said)} 句"}
            _insist(partial(browser.post, f"{site}/messages", json=message))
            said.append(message["text"])
            storm.taken += 1


def _answer(storm: Storm, tickets: list[str]) -> None:
    """Answers the tickets in turn through the API, each answer tried under its idempotency key until it is taken."""
    with storm.service.program() as program:
        while not storm.is_over.is_set():
            for number in tickets:
                answers = storm.answered.setdefault(number, [])
                text = f"工单 {number} 的答复 {len(answers)}"
                body, key = {"kind": "outbound", "text": text}, {"Idempotency-Key": uuid.uuid4().hex}
                _insist(partial(program.post, f"/tickets/{number}/messages", json=body, headers=key))
                answers.append(text)
                storm.taken += 1


def _insist(send: Callable[[], httpx.Response]) -> Any:
    """Try until it is taken. Only a server that is away or failing is tried again."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            answer = send()
        except httpx.TransportError:
            time.sleep(0.1)
            continue
        if answer.status_code < 500:
            assert answer.is_success, answer.text
            return answer.json()
        time.sleep(0.1)
    raise TimeoutError("the service did not come back")


def waiting(service: Service) -> list[tuple[Any, ...]]:
    """What is not done yet: mails not fetched or not read, answers not sent, jobs leased or due."""
    return service.query(
        "SELECT 'mail', id FROM channels_inbound WHERE state = 'waiting'"
        " UNION ALL SELECT 'delivery', id FROM channels_delivery WHERE sent_at IS NULL AND failed_at IS NULL"
        " UNION ALL SELECT name, id FROM core_job WHERE leased_until IS NOT NULL OR key IS NULL"
        " OR key NOT LIKE 'every:%'"
        f" UNION ALL SELECT 'unfetched', {MAILS} WHERE ({FETCHED}) < {MAILS}"
    )


def behind(service: Service) -> dict[str, int]:
    """The apps whose later reactions have not seen all events they react to, with the newest of these."""
    found = {}
    for app in reactions.readers():
        verbs = [
            verb for verb, heard in reactions.event_map().items() if any(r.app == app and not r.inline for r in heard)
        ]
        names = ", ".join(f"'{verb}'" for verb in verbs)
        newest = service.value(f"SELECT coalesce(max(id), 0) FROM core_event WHERE verb IN ({names})")
        reached = service.value(f"SELECT coalesce(max(position), 0) FROM core_readerposition WHERE reader = '{app}'")
        if reached < newest:
            found[app] = newest
    return found
