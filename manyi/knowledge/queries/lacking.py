"""What the library lacks, counted from searches, tickets and what readers did next."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet, Sum

from manyi.core.actions import now
from manyi.core.actors import SYSTEM
from manyi.core.search import fold
from manyi.desk.models import Ticket
from manyi.knowledge.models import LIVE, Article, Citation, Citing, DailyUse, Feedback, Gap, GapKind, SearchDone
from manyi.knowledge.queries.reading import titles
from manyi.knowledge.queries.searching import find_ids
from manyi.knowledge.text.likeness import bands
from manyi.knowledge.text.privacy import clean

WINDOW = dt.timedelta(days=90)
TICKETS = 2000
LEAST_TICKETS = 3
LEAST_READERS = 5
SHOWN = 5


@dataclass(slots=True)
class Lack:
    """One thing that is missing, before it is written down: ``weight`` is about how many it would have helped."""

    kind: str
    key: str
    words: str
    count: int
    weight: float
    article_id: int | None = None
    tickets: list[str] = field(default_factory=list)


def lacks() -> list[Lack]:
    """Everything that is missing now."""
    return [*_searches(), *_questions(), *_articles()]


def _searches() -> list[Lack]:
    """Searches that found nothing, or nothing anybody opened."""
    rows = SearchDone.objects.filter(at__gte=now() - WINDOW, opened=None)
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for words, count in rows.values_list("words", "found"):
        found[fold(words)].append((words, count))
    return [
        Lack(
            kind=GapKind.SEARCH,
            key=key[:200],
            words=hits[-1][0],
            count=len(hits),
            weight=sum(2.0 if count == 0 else 0.5 for _words, count in hits),
        )
        for key, hits in found.items()
        if any(count == 0 for _words, count in hits) or len(hits) >= LEAST_TICKETS
    ]


def _questions() -> list[Lack]:
    """Subjects of several tickets that were answered without an article and that no article fits."""
    cited = Citation.objects.filter(kind=Citing.MESSAGE, at__gte=now() - WINDOW).values("ticket")
    rows = Ticket.objects.filter(created_at__gte=now() - WINDOW, merged_into=None).exclude(pk__in=cited)
    groups: dict[int, list[tuple[str, str]]] = {}
    place: dict[int, int] = {}
    for pk, number, subject in rows.order_by("-id").values_list("pk", "number", "subject")[:TICKETS]:
        marks = bands(subject)
        home = next((place[mark] for mark in marks if mark in place), pk)
        groups.setdefault(home, []).append((number, subject))
        for mark in marks:
            place.setdefault(mark, home)
    several = (group for group in groups.values() if len(group) >= LEAST_TICKETS)
    return [lack for group in several if (lack := _question(group)) is not None]


def _question(group: list[tuple[str, str]]) -> Lack | None:
    words = clean(group[0][1]).text
    if find_ids(SYSTEM, words, any_word=False):
        return None
    numbers = [number for number, _subject in group[:SHOWN]]
    return Lack(GapKind.QUESTION, fold(words)[:200], words[:200], len(group), float(len(group)), tickets=numbers)


def _articles() -> list[Lack]:
    """Articles whose readers turn to us all the same, or say that they are of no help."""
    since = (now() - WINDOW).date()
    used = DailyUse.objects.filter(day__gte=since, article__state__in=LIVE).values("article_id")
    sums = used.annotate(contacted=Sum("contacted"), deflected=Sum("deflected")).order_by()
    weights: dict[int, tuple[int, float]] = {}
    for row in sums:
        readers = row["contacted"] + row["deflected"]
        if readers >= LEAST_READERS and row["contacted"] * 2 >= readers:
            weights[row["article_id"]] = (row["contacted"], float(row["contacted"]))
    complaints = Feedback.objects.filter(settled_at=None, at__gte=now() - WINDOW, article__state__in=LIVE)
    counts = complaints.exclude(opinion="helpful").values("article_id").annotate(count=Count("pk"))
    for complained in counts.order_by():
        count, weight = weights.get(complained["article_id"], (0, 0.0))
        weights[complained["article_id"]] = (count + complained["count"], weight + 2.0 * complained["count"])
    named = titles(Article.objects.filter(pk__in=weights))
    return [
        Lack(GapKind.ARTICLE, str(pk), named.get(pk, "")[:200], count, weight, article_id=pk)
        for pk, (count, weight) in weights.items()
    ]


def gaps(*, kind: str = "", limit: int = 100) -> list[Gap]:
    """What is missing and not done yet, the weightiest first."""
    rows = Gap.objects.filter(closed_at=None).select_related("article")
    return list((rows.filter(kind=kind) if kind else rows).order_by("-weight", "id")[:limit])


def get_gap(gap_id: int) -> Gap | None:
    """One thing that is missing."""
    return Gap.objects.filter(pk=gap_id).first()


def closed_gaps(limit: int = 20) -> QuerySet[Gap]:
    """What was missing and is done, newest first."""
    rows = Gap.objects.filter(~Q(closed_at=None)).select_related("answer", "closed_by")
    return rows.order_by("-closed_at")[:limit]
