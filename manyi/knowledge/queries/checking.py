"""Faults of the library: broken links and near-duplicates."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from manyi.core.actors import Actor
from manyi.knowledge.access import visible_articles
from manyi.knowledge.models import LIVE, Article, Audience, Fingerprint, Link, Version, VersionState
from manyi.knowledge.text.likeness import ALIKE, alike

CANDIDATES = 20
WORKED_ON = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.SCHEDULED, VersionState.PUBLISHED)
_WIDTH = {audience: place for place, audience in enumerate(Audience.values)}


@dataclass(frozen=True, slots=True)
class Broken:
    """A link that leads its readers nowhere.

    ``why`` is gone, ended or narrower; of a page elsewhere missing, silent or private.
    """

    link: Link
    why: str


def broken_links(viewer: Actor) -> list[Broken]:
    """Links of texts in force that fail.

    To articles that are gone, no longer in use, or not for all who read the text; to pages elsewhere that fail.
    """
    rows = Link.objects.filter(version__state=VersionState.PUBLISHED, version__article__in=visible_articles(viewer))
    rows = rows.filter(version__article__state__in=LIVE).select_related("version__article", "target", "page")
    return [Broken(row, why) for row in rows.order_by("version__title", "id") if (why := fault_of(row))]


def broken_in(version: Version) -> list[Broken]:
    """The links of one text that lead nowhere."""
    rows = version.links.select_related("version__article", "target", "page")
    return [Broken(row, why) for row in rows if (why := fault_of(row))]


def fault_of(link: Link) -> str:
    """What is wrong with a link; empty when nothing is."""
    if link.page is not None:
        return link.page.fault
    if link.target is None:
        return "gone"
    if link.target.state not in LIVE:
        return "ended"
    is_narrower = _WIDTH[link.target.audience] > _WIDTH[link.version.article.audience]
    return "narrower" if is_narrower else ""


@dataclass(frozen=True, slots=True)
class Double:
    """An article whose text is nearly the same, and how much of it, 0 to 1."""

    article: Article
    title: str
    share: float


def doubles(viewer: Actor, version: Version) -> list[Double]:
    """Other articles whose text in the same language is nearly the same, the likest first."""
    mine = Fingerprint.objects.filter(version=version).values("band")
    near = (
        Fingerprint.objects.filter(
            band__in=mine,
            version__state__in=WORKED_ON,
            version__language=version.language,
            version__article__in=visible_articles(viewer),
        )
        .exclude(version__article=version.article_id)
        .values_list("version")
        .annotate(count=Count("pk"))
        .order_by("-count")[:CANDIDATES]
    )
    found: dict[int, Double] = {}
    text = f"{version.title}\n{version.body}"
    for row in Version.objects.filter(pk__in=[pk for pk, _count in near]).select_related("article"):
        share = alike(text, f"{row.title}\n{row.body}")
        known = found.get(row.article_id)
        if share >= ALIKE and (known is None or share > known.share):
            found[row.article_id] = Double(row.article, row.title, share)
    return sorted(found.values(), key=lambda one: -one.share)


def all_doubles(viewer: Actor, limit: int = 50) -> list[tuple[Version, Double]]:
    """Pairs of articles in use that say nearly the same, each pair once."""
    repeated = (
        Fingerprint.objects.filter(version__state=VersionState.PUBLISHED)
        .values("band")
        .annotate(count=Count("version__article", distinct=True))
        .filter(count__gt=1)
        .values("band")
    )
    rows = Version.objects.filter(
        pk__in=Fingerprint.objects.filter(band__in=repeated).values("version"),
        state=VersionState.PUBLISHED,
        article__in=visible_articles(viewer),
    ).select_related("article")
    pairs = [(row, double) for row in rows[: limit * 4] for double in doubles(viewer, row)]
    return [(row, double) for row, double in pairs if row.article_id < double.article.pk][:limit]
