"""First-contact resolution: the one written definition. Pure. ``docs/first-contact-resolution.md`` says it in prose.

A ticket counts once it is closed and its window has passed, unless nobody could have solved it (merged, or we never
answered and the customer withdrew). It is solved at first contact when the first person who answered solved it without
the customer having to come back.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

DEFAULT_WINDOW = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Contact:
    """What happened on one ticket.

    ``came_back`` counts messages of the customer after our first answer that needed an answer of ours; ``answerers``
    are the colleagues who answered; ``tasks`` were given to other departments; ``repeats`` are later tickets of the
    same matter within the window.
    """

    closed_at: dt.datetime | None
    answers: int
    answerers: frozenset[int] = frozenset()
    came_back: int = 0
    reopened: int = 0
    transfers: int = 0
    tasks: int = 0
    repeats: int = 0
    is_merged: bool = False
    is_spam: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """``solved`` is None while the window is open (``counts`` is then False too); ``why`` names what broke it."""

    counts: bool
    solved: bool | None
    why: tuple[str, ...] = ()


def judge(contact: Contact, now: dt.datetime, window: dt.timedelta = DEFAULT_WINDOW) -> Verdict:
    """Whether a ticket counts for the rate, and whether it was solved at first contact."""
    if contact.is_merged or contact.is_spam or contact.answers == 0:
        return Verdict(counts=False, solved=None)
    why = _broken_by(contact)
    if why:
        return Verdict(counts=True, solved=False, why=why)
    if contact.closed_at is None or now < contact.closed_at + window:
        return Verdict(counts=False, solved=None)
    return Verdict(counts=True, solved=True)


def _broken_by(contact: Contact) -> tuple[str, ...]:
    broken = {
        "came_back": contact.came_back > 0,
        "reopened": contact.reopened > 0,
        "several_answered": len(contact.answerers) > 1,
        "transferred": contact.transfers > 0,
        "other_department": contact.tasks > 0,
        "repeated": contact.repeats > 0,
    }
    return tuple(name for name, holds in broken.items() if holds)


def rate(verdicts: list[Verdict]) -> float | None:
    """The share solved at first contact among those that count, 0 to 1; None when none counts."""
    counting = [verdict for verdict in verdicts if verdict.counts]
    return sum(1 for verdict in counting if verdict.solved) / len(counting) if counting else None


@dataclass(frozen=True, slots=True)
class Matter:
    """What a ticket is about, to tell whether another one is about the same."""

    type_id: int | None
    subject: str
    references: frozenset[str] = frozenset()


def same_matter(one: Matter, other: Matter) -> bool:
    """The same order or serial number; else the same type and much the same words."""
    if one.references & other.references:
        return True
    if one.type_id is not None and other.type_id is not None and one.type_id != other.type_id:
        return False
    return likeness(one.subject, other.subject) >= (0.25 if one.type_id == other.type_id and one.type_id else 0.5)


def likeness(one: str, other: str) -> float:
    """How much two subjects have in common, 0 to 1: shared pairs of neighbouring characters (Dice)."""
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def _pairs(text: str) -> frozenset[str]:
    plain = "".join(letter for letter in text.lower() if letter.isalnum())
    return frozenset(plain[place : place + 2] for place in range(len(plain) - 1))
