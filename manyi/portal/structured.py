"""What search engines are told of a page, as data (schema.org)."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from markupsafe import Markup

from manyi.knowledge.models import Kind
from manyi.people import queries as people
from manyi.portal.queries import Page


def home_data() -> Markup:
    """The help centre and its search."""
    code = translation.get_language()
    search = settings.PUBLIC_URL + reverse("help_search", args=[code])
    return _script(
        {
            "@type": "WebSite",
            "name": people.company_name(),
            "url": settings.PUBLIC_URL + reverse("help_home", args=[code]),
            "potentialAction": {
                "@type": "SearchAction",
                "target": f"{search}?q={{words}}",
                "query-input": "required name=words",
            },
        }
    )


def article_data(page: Page) -> Markup:
    """An article, or a question with its answer."""
    version = page.version
    company = {"@type": "Organization", "name": people.company_name()}
    if page.article.kind == Kind.FAQ:
        answer = {"@type": "Answer", "text": page.shown.html.striptags()[:5000]}
        return _script({"@type": "FAQPage", "mainEntity": [_named("Question", version.title, acceptedAnswer=answer)]})
    return _script(
        {
            "@type": "Article",
            "headline": version.title[:110],
            "description": page.summary,
            "inLanguage": version.language,
            "datePublished": _day(page.article.published_at),
            "dateModified": _day(version.effective_from),
            "author": company,
            "publisher": company,
        }
    )


def _named(kind: str, name: str, **values: Any) -> dict[str, Any]:
    return {"@type": kind, "name": name, **values}


def _day(at: Any) -> str | None:
    return at.isoformat() if at else None


def _script(data: dict[str, Any]) -> Markup:
    """Data a browser never runs, so the content policy lets it be; nothing in it can end the element."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704 -- no sign of HTML is left in it
