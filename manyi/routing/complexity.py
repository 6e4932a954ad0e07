"""How difficult a ticket is, from its type, its history and its words, with the reasons. Pure.

Points add up: none or one is for anybody (1), from two on intermediate (2), from four on senior (3), from six on a
super agent (4). Several departments at work need a super agent whatever the points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LEVELS = ((6, 4), (4, 3), (2, 2))
LONG = 400
MANY_QUESTIONS = 3
MANY_MESSAGES = 6
SEVERAL = 2
COMPLAINT_KEYS = ("complain", "complaint", "tousu")
LEGAL = re.compile(
    r"12315|12345|律师|起诉|法院|工商|消协|监管|媒体|曝光|投诉|\b(lawyers?|sue|court|regulator|lawsuit|press)\b",
    re.IGNORECASE,
)
MONEY = re.compile(r"赔偿|赔付|退一赔|补偿|损失|\b(compensat\w+|damages?|refund)\b", re.IGNORECASE)
SAFETY = re.compile(
    r"起火|冒烟|爆炸|烫伤|受伤|触电|泄露|\b(fire|smoke|explo\w+|injur\w+|burn(t|ed)|leak(ed)?)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of a ticket. ``texts`` is what the customer wrote, ``types`` the keys of its type and all above."""

    texts: tuple[str, ...]
    types: frozenset[str] = frozenset()
    reopened: int = 0
    handovers: int = 0
    departments: int = 0
    is_vip: bool = False


def assess(known: Features) -> tuple[int, list[str]]:
    """The difficulty from 1 to 4 and what it follows from, as words of :func:`manyi.routing.words.reason_label`."""
    points = dict(_points(known))
    total = sum(points.values())
    level = next((level for least, level in LEVELS if total >= least), 1)
    if known.departments >= SEVERAL:
        return 4, ["departments", *points]
    return level, list(points)


def _points(known: Features) -> Iterable[tuple[str, int]]:
    words = "\n".join(known.texts)
    if any(part in key for key in known.types for part in COMPLAINT_KEYS):
        yield "complaint", 2
    if SAFETY.search(words):
        yield "safety", 3
    if LEGAL.search(words):
        yield "legal", 2
    if MONEY.search(words):
        yield "money", 1
    if len(words) > LONG:
        yield "long", 1
    if len(re.findall("[?？]", words)) >= MANY_QUESTIONS:
        yield "questions", 1
    if len(known.texts) >= MANY_MESSAGES:
        yield "messages", 1
    if known.reopened:
        yield "reopened", min(known.reopened, 2)
    if known.handovers >= SEVERAL:
        yield "handovers", 1
    if known.is_vip:
        yield "vip", 1
