"""What a text leads to and what it is like, kept beside each version whenever it is written."""

from __future__ import annotations

from manyi.knowledge.models import Article, Fingerprint, Link, Version
from manyi.knowledge.text.likeness import bands
from manyi.knowledge.text.markdown import article_ids


def relate(version: Version) -> None:
    """Write a version's links and fingerprint anew; inside an action."""
    Link.objects.filter(version=version).delete()
    wanted = article_ids(version.body)
    known = set(Article.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    Link.objects.bulk_create(
        Link(version=version, target_id=pk if pk in known else None, address=f"article:{pk}") for pk in wanted
    )
    Fingerprint.objects.filter(version=version).delete()
    text = f"{version.title}\n{version.body}"
    Fingerprint.objects.bulk_create(Fingerprint(version=version, band=band) for band in bands(text))
