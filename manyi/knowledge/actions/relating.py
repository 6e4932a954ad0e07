"""What a text leads to and what it is like, kept beside each version whenever it is written."""

from __future__ import annotations

from manyi.core.actions import now
from manyi.knowledge.models import Article, Fingerprint, Link, Version, WebPage
from manyi.knowledge.text.likeness import bands
from manyi.knowledge.text.markdown import article_ids, web_addresses


def relate(version: Version) -> None:
    """Write a version's links and fingerprint anew; inside an action."""
    Link.objects.filter(version=version).delete()
    wanted = article_ids(version.body)
    known = set(Article.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    links = [Link(version=version, target_id=pk if pk in known else None, address=f"article:{pk}") for pk in wanted]
    links += [Link(version=version, page=page, address=page.address) for page in _pages(version.body)]
    Link.objects.bulk_create(links)
    Fingerprint.objects.filter(version=version).delete()
    text = f"{version.title}\n{version.body}"
    Fingerprint.objects.bulk_create(Fingerprint(version=version, band=band) for band in bands(text))


def _pages(body: str) -> list[WebPage]:
    """The pages elsewhere a text links to; new ones are looked at soon."""
    return [
        WebPage.objects.get_or_create(address=address, defaults={"due_at": now()})[0] for address in web_addresses(body)
    ]
