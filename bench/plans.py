"""What happens to each ticket, decided before anything is written: the same stories for rows and for real actions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from bench import corpus
from bench.company import Company
from bench.corpus import Text
from manyi.desk.models import TicketType
from manyi.people.models import Staff, Team

DAYS = 365
HOUR = 3600
OPEN_SHARE = 0.05
FRESH = 36 * HOUR
CHANNELS = ("email", "email", "chat", "api", "form")
LONG_EVERY = 1000
STORIES = {
    "talked": ("assign", "reply", "receive", "close"),
    "silent": ("receive", "assign", "solve", "expire"),
    "proposed": ("receive", "assign", "solve"),
    "waiting": ("receive", "receive"),
    "working": ("assign", "reply", "receive"),
    "pending": ("receive", "assign", "reply"),
    "held": ("assign", "reply", "receive", "hold"),
    "long": ("assign", *("reply", "receive") * 4, "receive"),
}
SETTLED = (("talked", 60), ("silent", 38), ("proposed", 2))
OPEN = (("working", 45), ("waiting", 30), ("pending", 20), ("held", 5))


class Step(NamedTuple):
    """Something that happens to a ticket at a time (Unix seconds)."""

    at: int
    does: str
    text: Text


@dataclass(slots=True)
class Plan:
    """A ticket's whole story; it begins with the customer's first message."""

    at: int
    subject: Text
    tongue: str
    channel: str
    type: TicketType
    team: Team
    agent: Staff
    customer: int
    priority: int
    tags: list[str]
    steps: list[Step]


def plans(random: Random, company: Company, *, tickets: int, customers: tuple[int, int], until: int) -> Iterator[Plan]:
    """The stories of a year in the order in which they begin; ``customers`` are their first and last id."""
    begin = until - DAYS * 24 * HOUR
    for place in range(tickets):
        at = begin + (until - begin) * place // tickets
        yield _plan(
            random, company, at, random.randint(*customers), until, is_long=place % LONG_EVERY == LONG_EVERY - 1
        )


def _plan(random: Random, company: Company, at: int, customer: int, until: int, *, is_long: bool) -> Plan:
    tongue = corpus.language(random)
    team = random.choice(company.teams)
    subject = corpus.subject(random, tongue)
    return Plan(
        at=at,
        subject=subject,
        tongue=tongue,
        channel=random.choice(CHANNELS),
        type=random.choice(company.types),
        team=team,
        agent=random.choice(company.agents[team.pk]),
        customer=customer,
        priority=random.choices((1, 2, 3, 4), (10, 70, 15, 5))[0],
        tags=random.sample(company.tags, 2) if random.random() < 0.3 else [],
        steps=_steps(random, at, until, tongue, subject, is_long=is_long),
    )


def _steps(random: Random, at: int, until: int, tongue: str, subject: Text, *, is_long: bool) -> list[Step]:
    """Half of the open work is a year's remains, half is of the last days."""
    age = until - at
    is_recent = age < DAYS * 24 * HOUR * OPEN_SHARE
    is_open = is_long or random.random() < OPEN_SHARE * (10 if is_recent else 0.5)
    kinds, weights = zip(*(OPEN if is_open else SETTLED), strict=True)
    kind = "long" if is_long else random.choices(kinds, weights)[0]
    if is_open or kind == "proposed":
        end = until - int(min(age / 2, FRESH) * random.random())
    else:
        end = at + int(min(age, 5 * 24 * HOUR) * (0.2 + 0.8 * random.random()))
    story = STORIES[kind]
    steps = [Step(at, "receive", corpus.question(random, tongue, subject))]
    for place, does in enumerate(story, start=1):
        text = corpus.question(random, tongue, subject) if does == "receive" else corpus.answer(random, tongue)
        steps.append(Step(at + (end - at) * place // len(story), does, text))
    return steps
