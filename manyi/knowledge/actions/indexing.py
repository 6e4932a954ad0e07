"""What the search knows of the library, kept with it in one transaction."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import F, Sum
from django.utils import timezone

from manyi.core import files
from manyi.core.actions import action, now, unit
from manyi.core.models import SearchEntry
from manyi.core.rows import read
from manyi.core.search.documents import Document, drop, put, weigh
from manyi.knowledge.marks import marks_of
from manyi.knowledge.models import LIVE, Article, ArticleFile, DailyUse, Version, VersionState
from manyi.knowledge.text.files import text_of
from manyi.knowledge.text.markdown import plain

BATCH = 100
USE_COUNTS_FOR = dt.timedelta(days=90)
MUCH_USED = 1000


_put_off: ContextVar[set[int] | None] = ContextVar("put_off", default=None)


@contextmanager
def indexed_at_the_end() -> Iterator[None]:
    """Where much is written at once: what changes meanwhile is indexed once, and in the caller's transaction."""
    changed: set[int] = set()
    token = _put_off.set(changed)
    try:
        yield
    finally:
        _put_off.reset(token)
    reindex(sorted(changed))


def note_changed(article_id: int) -> None:
    """What is said of an article has changed: index it anew, now or at the end of what goes on; inside an action."""
    waiting = _put_off.get()
    if waiting is not None:
        waiting.add(article_id)
    elif (article := Article.objects.filter(pk=article_id).first()) is not None:
        refresh(article)


def refresh(article: Article) -> None:
    """Index an article anew: in each language the text in force, or the newest where there is none yet."""
    read(Article, lock=True, id=article.pk)  # who indexes it at the same time reads what is said after us
    shown = _shown(article)
    gone = set(SearchEntry.objects.filter(subject_id=article.pk).values_list("language", flat=True)) - set(shown)
    drop(article.pk, gone)
    if not shown:
        return
    attached = "\n".join(article.files.exclude(text="").values_list("text", flat=True))
    tags = " ".join(article.tags.values_list("name", flat=True))
    weight = _weight(article.uses, article.helpful, article.unhelpful)
    for version in shown.values():
        put(
            Document(
                subject=article.pk,
                language=version.language,
                title=version.title,
                keywords=tags,
                text=f"{plain(version.body)}\n{attached}",
                marks=marks_of(article, version),
                changed_at=version.effective_from or version.saved_at,
                weight=weight,
            )
        )


def _shown(article: Article) -> dict[str, Version]:
    """By language the version that is found: in force, else the newest."""
    found: dict[str, Version] = {}
    for version in article.versions.order_by("number"):
        known = found.get(version.language)
        if known is None or known.state != VersionState.PUBLISHED:
            found[version.language] = version
    return found


def _weight(uses: int, helpful: int, unhelpful: int) -> float:
    """From 0 (nobody reads it) to 1 (everybody does, and is helped)."""
    value = max(uses + 3 * helpful - 3 * unhelpful, 0)
    return min(math.log1p(value) / math.log1p(MUCH_USED), 1.0)


def reindex(ids: Iterable[int] | None = None) -> int:
    """Index all articles anew, a few at a time, while everything goes on; returns how many those were."""
    wanted = list(Article.objects.order_by("id").values_list("pk", flat=True)) if ids is None else list(ids)
    for start in range(0, len(wanted), BATCH):
        with unit():
            for article in Article.objects.filter(pk__in=wanted[start : start + BATCH]):
                refresh(article)
    return len(wanted)


@action
def read_words(file_id: int) -> None:
    """Let the words of a file be found with its article."""
    row = ArticleFile.objects.select_related("article", "file").filter(pk=file_id).first()
    if row is None or row.text:
        return
    row.text = text_of(files.read(row.file), row.file.media_type)
    if row.text:
        row.save(update_fields=["text"])
        refresh(row.article)


@action
def weigh_articles() -> int:
    """Let the use of the last months count in the ranking; returns how many articles were weighed."""
    since = timezone.localdate(now()) - USE_COUNTS_FOR
    used = dict(
        DailyUse.objects.filter(day__gte=since)
        .values_list("article_id")
        .annotate(count=Sum(F("viewed") + 3 * F("inserted")))
    )
    live = Article.objects.filter(state__in=LIVE).only("helpful", "unhelpful")
    for article in live:
        weigh(article.pk, _weight(used.get(article.pk, 0), article.helpful, article.unhelpful))
    return len(live)
