"""The life of one piece of the library: written, reviewed by a second person, published, changed, confirmed, ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from django.utils import timezone

from manyi.core.actors import SYSTEM, Actor
from manyi.demo import shelves
from manyi.demo.founding import World
from manyi.demo.shelves import Edition, Item
from manyi.knowledge import actions as knowledge
from manyi.knowledge.models import OPEN, Article, Category, Citation, Version, VersionState
from manyi.people.models import Staff

LANGUAGES = {"zh": "zh-hans", "en": "en"}
WRITTEN, ANNOUNCED, CHECKED = dt.timedelta(days=3), dt.timedelta(days=5), dt.timedelta(days=2)
EXPIRED = dt.timedelta(days=275)
STILL_DUE = dt.timedelta(days=6)
"""Reviews that came due in the last days are still waiting; changes of the last days are still to be followed up."""


def moment(day: dt.date, minutes: int) -> dt.datetime:
    """So many minutes after nine in the morning of that day."""
    nine = dt.datetime.combine(day, dt.time(9), timezone.get_default_timezone())
    return nine + dt.timedelta(minutes=minutes)


@dataclass(order=True)
class Step:
    """One thing that was done; steps of one moment keep the order of the pieces."""

    at: dt.datetime
    place: int
    run: Callable[[], object] = field(compare=False)


@dataclass
class Shelved:
    """What the names in the files stand for in the database."""

    world: World
    logins: dict[str, str]
    shelves: dict[tuple[str, str], Category] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)

    def staff(self, person: str) -> Staff:
        return self.world.staff[self.logins[person]]

    def actor(self, person: str) -> Actor:
        return self.world.actors[self.logins[person]]


class Life:
    """One piece on its way. ``moved`` is how far the days in the files lie from those told; ``place`` keeps order."""

    def __init__(self, item: Item, shelved: Shelved, moved: dt.timedelta, place: int) -> None:
        self.item = item
        self.shelved = shelved
        self.moved = moved
        self.place = place
        self.today = timezone.localdate()

    @property
    def article(self) -> Article:
        return self.shelved.articles[self.item.slug]

    def begin(self) -> None:
        """Its place, readers, owner and first text; a text that links to what is not there yet comes later."""
        item, world = self.item, self.shelved.world
        first = item.editions["zh"][0]
        known = set(shelves.LINK.findall(first.body)) <= set(self.shelved.articles)
        self.shelved.articles[item.slug] = knowledge.create_article(
            by=self.shelved.actor(item.owner),
            title=first.title,
            body=self._linked(first.body) if known else "",
            kind=item.kind,
            category=self.shelved.shelves[item.part, item.shelf.key],
            audience=item.audience,
            teams=[world.teams[key] for key in item.teams],
            concerned_teams=[world.teams[key] for key in item.concerns],
            types=[world.types[key] for key in item.types],
            tags=item.tags,
            review_on=self._first_review(),
            expires_on=self.today - EXPIRED if item.state == "expired" else None,
        )

    def steps(self) -> list[Step]:
        """All that happened to it."""
        return [Step(at, self.place, run) for at, run in self._told()]

    def _told(self) -> Iterator[tuple[dt.datetime, Callable[[], object]]]:
        if self.item.state in ("draft", "in_review"):
            yield from self._unfinished()
            return
        for language, editions in self.item.editions.items():
            for number, edition in enumerate(editions):
                yield from self._edition(language, edition, is_change=number > 0)
        if self.item.state == "archived":
            yield self._at(self.today - dt.timedelta(days=90)), self._archive
        elif self.item.state == "published":
            yield from self._confirmations()

    def _edition(
        self, language: str, edition: Edition, *, is_change: bool
    ) -> Iterator[tuple[dt.datetime, Callable[[], object]]]:
        """Written, then approved. A policy's change is announced before it holds, and followed up afterwards."""
        day = self._day(edition.day)
        later = language != "zh"
        if self.item.state == "scheduled":
            begins = self._at(self.today + dt.timedelta(days=4))
            yield self._at(self.today - WRITTEN), partial(self._write, language, edition)
            yield self._at(self.today - dt.timedelta(days=1)), partial(self._approve, language, begins)
        elif self.item.kind == "policy" and is_change:
            begins = dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())
            yield self._at(day - ANNOUNCED - WRITTEN, later), partial(self._write, language, edition)
            yield self._at(day - ANNOUNCED, later), partial(self._approve, language, begins)
            yield begins, knowledge.publish_due
            if not later and day < self.today - STILL_DUE:
                yield self._at(day + CHECKED), self._check_citations
        else:
            yield self._at(day - WRITTEN, later), partial(self._write, language, edition)
            yield self._at(day, later), partial(self._approve, language, None)

    def _unfinished(self) -> Iterator[tuple[dt.datetime, Callable[[], object]]]:
        edition = self.item.editions["zh"][-1]
        ask = self.item.state == "in_review"
        yield self._at(self.today - WRITTEN), partial(self._write, "zh", edition, ask=ask)
        if self.item.remark:
            yield self._at(self.today - dt.timedelta(days=1)), self._remark

    def _confirmations(self) -> Iterator[tuple[dt.datetime, Callable[[], object]]]:
        due = self._first_review()
        while due < self.today - STILL_DUE:
            yield self._at(due - dt.timedelta(days=1)), partial(self._confirm, due + self._between())
            due += self._between()

    def _write(self, language: str, edition: Edition, *, ask: bool = True) -> None:
        author, reviewer = self._hands(language)
        version = knowledge.save_draft(
            self.article,
            by=self.shelved.actor(author),
            title=edition.title,
            body=self._linked(edition.body),
            language=LANGUAGES[language],
            note=edition.note,
            source=self._original() if language != "zh" else None,
        )
        if ask:
            knowledge.request_review(version, by=self.shelved.actor(author), reviewer=self.shelved.staff(reviewer))

    def _approve(self, language: str, begins: dt.datetime | None) -> None:
        version = self.article.versions.get(language=LANGUAGES[language], state=VersionState.IN_REVIEW)
        knowledge.approve(version, by=self.shelved.actor(self._hands(language)[1]), effective_from=begins)
        if self.item.cites and language == "zh":
            self._cite(version.title)

    def _cite(self, title: str) -> None:
        """A script has no links, so it says otherwise which policy it rests on."""
        policy = self.shelved.articles[self.item.cites]
        version = policy.versions.filter(language=LANGUAGES["zh"], state=VersionState.PUBLISHED).first()
        if version is not None:
            by, subject = self.shelved.actor(self.item.owner), self.article.pk
            knowledge.cite(version, by=by, kind="script", subject=subject, label=title, how="text")

    def _remark(self) -> None:
        version = self.article.versions.get()
        knowledge.remark(version, by=self.shelved.actor(self.item.reviewer), text=self.item.remark)

    def _original(self) -> Version | None:
        """The original a translation follows: the one about to hold, else the one that holds."""
        rows = self.article.versions.filter(language=LANGUAGES["zh"])
        return (
            rows.filter(state__in=(*OPEN, VersionState.SCHEDULED)).first()
            or rows.filter(state=VersionState.PUBLISHED).first()
        )

    def _hands(self, language: str) -> tuple[str, str]:
        """Who writes and who reviews."""
        if language == "zh":
            return self.item.owner, self.item.reviewer
        return shelves.translators()

    def _linked(self, body: str) -> str:
        return shelves.LINK.sub(lambda found: f"](article:{self.shelved.articles[found[1]].pk})", body)

    def _confirm(self, review_on: dt.date) -> None:
        knowledge.confirm(self.article, by=self.shelved.actor(self.item.owner), review_on=review_on)

    def _archive(self) -> None:
        knowledge.archive(self.article, by=SYSTEM, reason="停产")

    def _first_review(self) -> dt.date:
        """The first review after its last change."""
        days = [self._day(edition.day) for edition in self.item.editions["zh"]]
        return max((day for day in days if day <= self.today), default=self.today) + self._between()

    def _check_citations(self) -> None:
        for row in Citation.objects.filter(version__article=self.article, flagged_at__isnull=False):
            knowledge.check_citation(row, by=self.shelved.actor(self.item.owner))

    def _between(self) -> dt.timedelta:
        return dt.timedelta(days=30 * self.item.shelf.months)

    def _day(self, day: dt.date) -> dt.date:
        return day + self.moved

    def _at(self, day: dt.date, later: bool = False) -> dt.datetime:
        """A time in the working day; translations follow an hour after their originals."""
        return moment(day, self.place * 7 % 420 + 60 * later)
