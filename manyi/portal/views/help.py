"""The help centre: search first, topics, articles, whether they helped. It works without scripts, in every language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_POST

from manyi.core import files
from manyi.core.actors import Actor
from manyi.core.errors import NotFound
from manyi.core.files import SHOWN_INLINE
from manyi.core.ids import new_token
from manyi.core.limits import allow
from manyi.knowledge import actions as knowledge
from manyi.knowledge.access import get_file
from manyi.knowledge.models import Category
from manyi.knowledge.queries.searching import Found, find_articles
from manyi.portal import actions, queries
from manyi.portal.access import actor_of, customer_of
from manyi.portal.languages import NAMES, in_language
from manyi.portal.structured import article_data, home_data
from manyi.portal.views.shared import page

VISITOR = "manyi_visitor"
STAYS = 365 * 24 * 3600
LONGEST = 200
_attempts = Signer(salt="portal.attempt")


def _reader(request: HttpRequest) -> Actor | None:
    customer = customer_of(request)
    return actor_of(customer) if customer else None


def _help_page(request: HttpRequest, template: str, name: str, *args: Any, **values: Any) -> HttpResponse:
    """A page of the help centre; ``name`` and ``args`` give its address in each language."""
    addresses = {code: settings.PUBLIC_URL + reverse(name, args=[code, *args]) for code in NAMES}
    shared: dict[str, Any] = {
        "addresses": addresses,
        "canonical": addresses[translation.get_language() or "en"],
        "names": NAMES,
        "code": translation.get_language(),
        "look": queries.look(),
    }
    return page(request, template, **shared, **values)


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """The help centre in the visitor's language."""
    return redirect("help_home", language=translation.get_language())


@require_GET
@in_language
def home(request: HttpRequest) -> HttpResponse:
    """The search, topics, and what most people look for."""
    reader = _reader(request)
    values = {"topics": queries.topics(reader), "popular": queries.popular(reader), "data": home_data()}
    return _help_page(request, "portal/help/home.html", "help_home", **values)


@require_GET
@in_language
def search(request: HttpRequest) -> HttpResponse:
    """What was found."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    found = find_articles(_reader(request), words, kinds=queries.SHOWN_KINDS, only_live=True)
    if words:
        knowledge.note_search(words, place="help", found=found.useful, language=translation.get_language() or "")
    values = {"words": words, "found": found, "topics": [] if found.hits else queries.topics(_reader(request))}
    return _help_page(request, "portal/help/search.html", "help_search", **values)


@require_GET
@in_language
def suggest(request: HttpRequest) -> HttpResponse:
    """The first few results while somebody types; for the contact form with a note that they were shown."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    if request.GET.get("contact"):
        offered = offer(request, words)
        return render(request, "portal/help/offered.html", {"offered": offered})
    found = queries.suggestions(_reader(request), words, limit=6)
    return render(request, "portal/help/suggestions.html", {"found": found, "words": words})


@require_GET
@in_language
def topic(request: HttpRequest, key: str) -> HttpResponse:
    """One topic."""
    category = get_object_or_404(Category, key=key)
    reader = _reader(request)
    values = {
        "category": category,
        "topics": queries.topics(reader, category),
        "articles": queries.in_topic(reader, category),
    }
    if not values["topics"] and not values["articles"]:
        raise NotFound()
    return _help_page(request, "portal/help/topic.html", "help_topic", key, **values)


@require_GET
@in_language
def article(request: HttpRequest, article_id: int) -> HttpResponse:
    """One article."""
    shown = queries.page_of(_reader(request), article_id)
    knowledge.note_use(shown.article, "viewed")
    attempt = request.GET.get("attempt", "")
    if (number := attempt_id(attempt)) is not None:
        actions.note_contact_opened(number, shown.article)
    thanked = request.GET.get("thanks", "")
    values = {
        "page": shown,
        "attempt": attempt,
        "thanked": thanked,
        "since": date_format(localtime(shown.version.effective_from)),
        "data": article_data(shown),
    }
    return _help_page(request, "portal/help/article.html", "help_article", article_id, **values)


@require_POST
@in_language
def opinion(request: HttpRequest, article_id: int) -> HttpResponse:
    """Whether it helped."""
    allow(request, "opinion", per_hour=60)
    customer = customer_of(request)
    shown = queries.page_of(_reader(request), article_id)
    said = "helpful" if request.POST.get("opinion") == "helpful" else "unhelpful"
    visitor = request.COOKIES.get(VISITOR, "")[:64] or new_token()
    actions.say_whether_it_helped(
        shown.version, customer=customer, opinion=said, text=request.POST.get("text", ""), visitor=visitor
    )
    if said == "helpful":
        actions.end_contact(attempt_id(request.POST.get("attempt", "")), "solved")
    back = reverse("help_article", args=[translation.get_language(), article_id])
    response = redirect(f"{back}?thanks={said}#helped")
    if customer is None:
        response.set_cookie(VISITOR, visitor, max_age=STAYS, httponly=True, secure=settings.SECURE, samesite="Lax")
    return response


@require_GET
def file(request: HttpRequest, file_id: int) -> HttpResponse:
    """A picture or file of an article, powerless whatever it is."""
    found = get_file(_reader(request), file_id)
    is_shown = found.file.media_type in SHOWN_INLINE
    media_type = found.file.media_type if is_shown else "application/octet-stream"
    response = HttpResponse(files.read(found.file), content_type=media_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = content_disposition_header(not is_shown, found.name) or "inline"
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@dataclass(frozen=True, slots=True)
class Offer:
    """Articles shown to somebody who is about to write, and the signed number of the attempt."""

    found: list[Found] = field(default_factory=list)
    attempt: str = ""


def offer(request: HttpRequest, words: str = "") -> Offer:
    """Find articles for what somebody is about to write, and remember that they were shown."""
    attempt = (request.POST or request.GET).get("attempt", "")
    found = queries.suggestions(_reader(request), words) if len(words.strip()) > 1 else []
    if not found:
        return Offer([], attempt)
    pk = actions.note_contact(attempt_id(attempt), words, [hit.article.pk for hit in found])
    return Offer(found, _attempts.sign(str(pk)))


def attempt_id(signed: str) -> int | None:
    """The number of an attempt that was signed here, else None."""
    try:
        return int(_attempts.unsign(signed))
    except (BadSignature, ValueError):
        return None
