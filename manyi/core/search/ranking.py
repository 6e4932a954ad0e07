"""How well a document answers a query: where its words stand, how rare they are, and how much it is used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from manyi.core.search.understanding import Form, Term, Understood

TITLE, TAG, SOUND, BODY = 1.0, 0.8, 0.55, 0.5
BEGUN = 0.9
"""What a word that only begins like the one asked for is worth."""
PHRASE, WHOLE_TITLE, USED, RECENT, OWN_LANGUAGE = 0.35, 0.25, 0.15, 0.05, 0.1
BEHIND = 0.9
HALF_LIFE = 365.0
"""Days after which being recent counts half."""


class Candidate(NamedTuple):
    """An index row to be ranked."""

    id: int
    subject: int
    language: str
    heading: str
    title: str
    tags: str
    sounds: str
    body: str
    weight: float
    changed_at: dt.datetime | str
    marks: str = ""


def score(asked: Understood, one: Candidate, language: str, today: dt.datetime, behind: Collection[str] = ()) -> float:
    """Higher is better; 1 is every word in the title, before what use, age and language add.

    What has a mark of ``behind`` stands below what answers as well.
    """
    title, tags = one.title.split(), one.tags.split()
    body = f" {one.body} "
    total = sum(term.rarity for term in asked.terms)
    met = sum(term.rarity * _term(term, title, tags, one.sounds, body) for term in asked.terms) / total
    whole = met * (1 + USED * one.weight + RECENT * _recency(one.changed_at, today)) * (
        1 + OWN_LANGUAGE * (one.language == language)
    ) + _closeness(asked, one)
    return whole * BEHIND if behind and any(mark in behind for mark in one.marks.split()) else whole


def _term(term: Term, title: list[str], tags: list[str], sounds: str, body: str) -> float:
    return max(form.worth * _form(form, title, tags, sounds, body) for form in term.forms)


def _form(form: Form, title: list[str], tags: list[str], sounds: str, body: str) -> float:
    if form.is_sound:
        return SOUND if f" {form.words[0]}" in f" {sounds}" else 0.0
    last = len(form.words) - 1
    found = [_word(word, form.is_beginning and at == last, title, tags, body) for at, word in enumerate(form.words)]
    return sum(found) / len(found) if min(found) else 0.0


def _word(word: str, is_beginning: bool, title: list[str], tags: list[str], body: str) -> float:
    if word in title:
        return TITLE
    if word in tags:
        return TAG
    times = body.count(f" {word} ")
    in_body = BODY * (0.5 + 0.5 * times / (times + 2)) if times else 0.0
    if is_beginning:
        if any(one.startswith(word) for one in title):
            return TITLE * BEGUN
        if any(one.startswith(word) for one in tags):
            return TAG * BEGUN
        if not times and f" {word}" in body:
            return BODY * 0.5 * BEGUN
    return in_body


def _recency(changed_at: dt.datetime | str, today: dt.datetime) -> float:
    at = dt.datetime.fromisoformat(changed_at) if isinstance(changed_at, str) else changed_at
    at = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
    return float(0.5 ** (max((today - at).total_seconds(), 0) / 86400 / HALF_LIFE))


def _closeness(asked: Understood, one: Candidate) -> float:
    """More for a title that holds the query as it was written, and most when it is the whole title."""
    heading = one.heading.replace(" ", "")
    for phrase in (asked.folded.replace(" ", ""), asked.phrase):
        if phrase and phrase in heading:
            return PHRASE * min(len(phrase), 6) / 6 + WHOLE_TITLE * len(phrase) / len(heading)
    return 0.0
