"""What relies on which version: messages, other articles, and whatever other apps report."""

from __future__ import annotations

import re

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, require
from manyi.desk.models import Ticket
from manyi.knowledge.events import ArticleCited, CitationChecked, CitationsFlagged
from manyi.knowledge.models import Citation, Citing, Kind, Version, VersionState
from manyi.knowledge.permissions import WRITE

HOW = ("link", "text", "steps")
_LINKS = re.compile(r"\barticle:(\d{1,18})|/knowledge/(\d{1,18})/|/help/[\w-]+/articles/(\d{1,18})")
_KINDS = {Kind.SCRIPT: Citing.SCRIPT, Kind.SOP: Citing.SOP}


@action
def cite(
    version: Version,
    *,
    by: Actor,
    kind: str,
    subject: int,
    label: str = "",
    how: str = "link",
    ticket: Ticket | None = None,
) -> Citation:
    """Say that something relies on a version: its kind and its id among its kind. The same again is the same row."""
    row, is_new = Citation.objects.get_or_create(
        version=version,
        kind=kind,
        subject=subject,
        defaults={
            "label": label[:200],
            "how": how if how in HOW else "link",
            "ticket": ticket,
            "staff_id": by.staff_id,
            "at": now(),
        },
    )
    if is_new:
        payload = ArticleCited(article=version.article_id, version=version.pk, kind=kind, subject=subject, how=row.how)
        record(payload, by=by, ticket=ticket)
    return row


@action
def drop_citations(*, kind: str, subject: int) -> None:
    """Something that cited articles is gone, or says now by itself which ones it cites."""
    Citation.objects.filter(kind=kind, subject=subject).delete()


@action
def cite_links(kind: str, subject: int, label: str, text: str, *, by: Actor) -> None:
    """Something with a text of its own relies on the articles this text links to, in the versions in force."""
    drop_citations(kind=kind, subject=subject)
    wanted = {int(number) for found in _LINKS.finditer(text) for number in found.groups() if number}
    for version in Version.objects.filter(article__in=wanted, state=VersionState.PUBLISHED).select_related("article"):
        if version.language == version.article.language:
            cite(version, by=by, kind=kind, subject=subject, label=label)


def renew_citations(version: Version) -> None:
    """An article in force relies on those it links to, in the versions that are in force; inside an action."""
    article = version.article
    kind = _KINDS.get(Kind(article.kind), Citing.ARTICLE)
    if version.language != article.language:
        return
    Citation.objects.filter(kind=kind, subject=article.pk).delete()
    cited = Version.objects.filter(
        article__in=version.links.exclude(target=article).values("target"), state=VersionState.PUBLISHED
    ).select_related("article")
    for found in cited:
        if found.language == found.article.language:
            cite(found, by=SYSTEM, kind=kind, subject=article.pk, label=version.title)


def flag_citations(version: Version, *, by: Actor) -> int:
    """Another version is announced or in force: mark all that relies on an older one; inside an action.

    Messages are history and stay as they are.
    """
    older = Citation.objects.filter(version__article_id=version.article_id, version__language=version.language)
    rows = older.exclude(version=version).exclude(kind=Citing.MESSAGE).filter(flagged_at=None)
    count = rows.update(flagged_at=now())
    if count:
        record(CitationsFlagged(article=version.article_id, version=version.pk, count=count), by=by)
    return count


@action
def check_citation(row: Citation, *, by: Actor) -> Citation | None:
    """Somebody has looked at what cites a changed article: it relies on the version in force from now on."""
    require(by, WRITE)
    current = Version.objects.filter(
        article_id=row.version.article_id, language=row.version.language, state=VersionState.PUBLISHED
    ).first()
    if row.flagged_at is None:
        return row
    record(CitationChecked(citation=row.pk, article=row.version.article_id), by=by)
    if current is None or Citation.objects.filter(version=current, kind=row.kind, subject=row.subject).exists():
        row.delete()
        return None
    row.version, row.flagged_at = current, None
    row.save(update_fields=["version", "flagged_at"])
    return row
