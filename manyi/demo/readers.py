"""What readers made of the library: changes acknowledged, questions, opinions, searches, use. Told after the texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random

from django.utils import timezone

from manyi.core.actions import unit
from manyi.core.actors import SYSTEM, Actor
from manyi.demo.editions import LANGUAGES, Shelved
from manyi.demo.shelves import items, read
from manyi.knowledge import actions as knowledge
from manyi.knowledge import queries
from manyi.knowledge.models import LIVE, Article, DailyUse, Version, VersionState

DAYS = 60
"""Use is told of that many days."""
OPENED, ACKNOWLEDGED, SEEN_TO = 0.75, 0.6, 0.8
HELPFUL = 320


def tell_readers(shelved: Shelved, seed: int) -> None:
    """Everything readers did, each at its time, and the same for the same seed."""
    random = Random(f"{seed}:readers")
    _acknowledge(shelved, random)
    _ask(shelved, random)
    _judge(shelved, random)
    _search(shelved, random)
    _use(shelved, random)


def _acknowledge(shelved: Shelved, random: Random) -> None:
    """Most of those whom the coming changes concern have read them, not all."""
    for version in queries.changes().filter(state=VersionState.SCHEDULED):
        announced = version.announcement.announced_at or timezone.now()
        for staff in queries.concerned(version).order_by("id"):
            if random.random() > OPENED:
                continue
            by = shelved.world.actors[staff.email]
            at = _between(random, announced, timezone.now())
            with unit(at=at):
                knowledge.open_change(version, by=by)
                if random.random() < ACKNOWLEDGED / OPENED:
                    knowledge.acknowledge(version, by=by)


def _ask(shelved: Shelved, random: Random) -> None:
    """Questions about policies; those with an answer were answered by the owner's second person."""
    agents = _agents(shelved)
    reviewers = {item.slug: item.reviewer for item in items()}
    for slug, pairs in read("questions.toml").items():
        for question, answer in pairs:
            days = random.uniform(30, 280) if answer else random.uniform(0.2, 4)
            with unit(at=timezone.now() - dt.timedelta(days=days)):
                row = knowledge.ask(shelved.articles[slug], by=random.choice(agents), question=question)
            if answer:
                with unit(at=row.created_at + dt.timedelta(hours=random.uniform(2, 40))):
                    knowledge.answer_question(row, by=shelved.actor(reviewers[slug]), answer=answer)


def _judge(shelved: Shelved, random: Random) -> None:
    """Opinions: many short ones of visitors, and some with words of colleagues, a part of them seen to."""
    agents = _agents(shelved)
    texts = list(_current())
    random.shuffle(texts)
    for number in range(HELPFUL):
        version = _pick(random, texts)
        opinion = "helpful" if random.random() < 0.86 else "unhelpful"
        with unit(at=_ago(random, DAYS)):
            row = knowledge.give_feedback(version, by=SYSTEM, opinion=opinion, place="help", visitor=f"reader-{number}")
            if opinion == "unhelpful" and random.random() < SEEN_TO:
                knowledge.settle_feedback(row, by=SYSTEM)
    by_slug = {version.article_id: version for version in texts}
    for slug, pairs in read("opinions.toml").items():
        for opinion, words in pairs:
            version = by_slug[shelved.articles[slug].pk]
            with unit(at=_ago(random, 25)):
                row = knowledge.give_feedback(version, by=random.choice(agents), opinion=opinion, text=words)
            if random.random() < 0.3:
                with unit(at=_between(random, row.at, timezone.now())):
                    knowledge.settle_feedback(row, by=shelved.actor(_owner(slug)))


def _search(shelved: Shelved, random: Random) -> None:
    """Most of those who found something opened it."""
    told = read("searches.toml")
    for words, (times, found, slug) in told["found"].items():
        for _number in range(times):
            with unit(at=_ago(random, 30)):
                search = knowledge.note_search(words, place=_place(random), found=found, language=LANGUAGES["zh"])
                if search is not None and random.random() < OPENED:
                    knowledge.note_opened(search.pk, shelved.articles[slug])
    for words, times in told["missing"].items():
        for _number in range(times):
            with unit(at=_ago(random, 30)):
                knowledge.note_search(words, place=_place(random), found=0, language=LANGUAGES["zh"])


def _place(random: Random) -> str:
    return "help" if random.random() < 0.6 else "library"


def _use(shelved: Shelved, random: Random) -> None:
    """Counts of the past are entered as rows: they are no events, and there are thousands."""
    today = timezone.localdate()
    rows: list[DailyUse] = []
    totals: list[Article] = []
    for article in Article.objects.filter(state__in=LIVE).order_by("id"):
        weight = random.paretovariate(1.1)
        mine = [_day(article, today - dt.timedelta(days=back), weight, random) for back in range(DAYS)]
        article.uses = sum(row.viewed + row.inserted for row in mine)
        totals.append(article)
        rows += [row for row in mine if row.viewed or row.inserted]
    DailyUse.objects.bulk_create(rows, batch_size=500)
    Article.objects.bulk_update(totals, ["uses"], batch_size=200)


def _day(article: Article, day: dt.date, weight: float, random: Random) -> DailyUse:
    viewed = min(60, int(random.expovariate(1 / weight)))
    inserted = int(viewed * random.uniform(0, 0.5))
    contacted = int(viewed * random.uniform(0, 0.15))
    deflected = int(viewed * random.uniform(0, 0.3))
    return DailyUse(
        article=article, day=day, viewed=viewed, inserted=inserted, contacted=contacted, deflected=deflected
    )


def _current() -> Iterator[Version]:
    rows = Version.objects.filter(state=VersionState.PUBLISHED, language=LANGUAGES["zh"], article__state__in=LIVE)
    yield from rows.exclude(article__kind="script").select_related("article").order_by("id")


def _pick(random: Random, texts: list[Version]) -> Version:
    """Some texts are read far more often than others."""
    return texts[int(len(texts) * random.random() ** 2.2)]


def _agents(shelved: Shelved) -> list[Actor]:
    return [shelved.world.actors[login] for login, staff in shelved.world.staff.items() if staff.team_id]


def _owner(slug: str) -> str:
    return next(item.owner for item in items() if item.slug == slug)


def _ago(random: Random, days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=random.uniform(0.1, days))


def _between(random: Random, begin: dt.datetime, end: dt.datetime) -> dt.datetime:
    return begin + (end - begin) * random.random()
