"""What machines read: policy changes as RSS, the map of the help centre, what robots may visit."""

from __future__ import annotations

from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_GET

from manyi.people import queries as people
from manyi.portal import queries
from manyi.portal.languages import NAMES, in_language

_MAP = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9", "xmlns:xhtml": "http://www.w3.org/1999/xhtml"}


def _address(name: str, *args: object) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=args)}"


@require_GET
@in_language
def policies(request: HttpRequest) -> HttpResponse:
    """Policy changes, announced and in force, newest first."""
    code = translation.get_language() or ""
    feed = Rss201rev2Feed(
        title=_("%(company)s: changes of our policies") % {"company": people.company_name()},
        link=_address("help_home", code),
        description=_("What changes, and from when on."),
        language=code,
        feed_url=_address("help_feed", code),
    )
    for version in queries.changed_policies(code):
        changes = version.announcement.changes if hasattr(version, "announcement") else ""
        feed.add_item(
            title=version.title,
            link=_address("help_article", code, version.article_id),
            description=changes or version.note or queries.summary_of(version),
            pubdate=version.approved_at or version.effective_from,
            unique_id=f"policy-{version.article_id}-{version.language}-{version.number}",
            unique_id_is_permalink=False,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


@require_GET
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in every language."""
    response = HttpResponse(content_type="application/xml; charset=utf-8")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", AttributesImpl(_MAP))
    for code in NAMES:
        _entry(xml, _address("help_home", code), "")
    for article, code, since in queries.public_texts():
        _entry(xml, _address("help_article", code, article), f"{since:%Y-%m-%d}" if since else "")
    xml.endElement("urlset")
    xml.endDocument()
    return response


def _entry(xml: SimplerXMLGenerator, address: str, changed: str) -> None:
    xml.startElement("url", AttributesImpl({}))
    xml.addQuickElement("loc", address)
    if changed:
        xml.addQuickElement("lastmod", changed)
    xml.endElement("url")


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """Robots read the help centre and nothing else."""
    lines = ["User-agent: *", "Allow: /help/", "Allow: /static/", "Disallow: /", f"Sitemap: {_address('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
