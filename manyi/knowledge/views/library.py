"""The library: the list, an article, its files."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyi.core import files
from manyi.core.actors import require
from manyi.core.errors import NotFound
from manyi.core.files import SHOWN_INLINE
from manyi.desk.views.shared import whole_number
from manyi.knowledge import access, actions, queries
from manyi.knowledge.models import Article, Kind, State, Version
from manyi.knowledge.navigation import LIBRARY
from manyi.knowledge.permissions import READ, WRITE
from manyi.knowledge.showing import shown
from manyi.knowledge.views.shared import moment, page
from manyi.people.middleware import StaffRequest, staff_only


@staff_only
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The library, narrowed by what the address says; with ``q`` the best for it."""
    require(request.viewer, READ)
    filters = _filters(request)
    found = queries.shelf(request.viewer, filters, after=request.GET.get("after", ""))
    if filters.text:
        search = actions.note_search(filters.text, place="library", found=found.useful)
        request.session["knowledge_search"] = search.pk if search else None
    params = {name: str(value) for name, value in request.GET.items() if name != "after" and value}
    values: dict[str, Any] = {
        "filters": filters,
        "shelf": found,
        "tabs": _tabs(params),
        "more": f"?{urlencode({**params, 'after': found.after})}" if found.after else "",
        "states": [("", _("In use and in work")), *State.choices],
    }
    return page(request, "index", _place(filters), **values)


def _place(filters: queries.Filters) -> str:
    """Which entry at the left stands for what is shown."""
    if filters.category:
        return f"category-{filters.category}"
    return "mine" if filters.mine else "scripts" if filters.kind == Kind.SCRIPT else "library"


def _filters(request: StaffRequest) -> queries.Filters:
    given = request.GET
    return queries.Filters(
        text=given.get("q", "").strip()[:200],
        kind=given.get("kind", ""),
        category=whole_number(given.get("category")),
        state=given.get("state", "") if access.is_editor(request.viewer) else "",
        audience=given.get("audience", ""),
        language=given.get("language", ""),
        mine=given.get("mine") == "1",
        tag=given.get("tag", "").strip(),
    )


def _tabs(params: dict[str, str]) -> list[dict[str, Any]]:
    rest = {name: value for name, value in params.items() if name != "kind"}
    found = [{"label": _("All"), "url": f"?{urlencode(rest)}", "active": not params.get("kind")}]
    for kind, label in queries.kinds():
        url = f"?{urlencode({**rest, 'kind': kind})}"
        found.append({"label": label, "url": url, "active": params.get("kind") == kind})
    return found


@staff_only
@require_safe
def article(request: StaffRequest, article_id: int) -> HttpResponse:
    """An article: the text in force, one of its versions (``version``), or that of a moment (``at``)."""
    viewer = request.viewer
    row = access.get_article(viewer, article_id)
    version = _chosen(request, row)
    if version is None:
        return page(request, "empty_article", article=row, versions=queries.versions_of(row))
    actions.note_use(row, "viewed")
    _note_opened(request, row)
    opened = actions.open_change(version, by=viewer) if row.kind == Kind.POLICY else None
    text = shown(version)
    values: dict[str, Any] = {
        "article": row,
        "version": version,
        "text": text,
        "current": queries.current(row, version.language),
        "languages_of": queries.languages_of(row),
        "behind": queries.behind(row),
        "related": queries.related(viewer, row),
        "announcement": queries.announcement_of(version),
        "opened": opened,
        "must_acknowledge": _must_acknowledge(viewer.as_staff, version, opened),
        "upcoming": queries.upcoming(viewer, row),
        "questions": queries.questions(row) if row.kind == Kind.POLICY else [],
        "waiting_questions": queries.questions(row, waiting=True) if row.kind == Kind.POLICY else [],
        "citing": queries.citing(row) if access.is_editor(viewer) else [],
        "told": queries.told_count(row),
        "broken": queries.broken_in(version) if access.is_editor(viewer) else [],
        "my_opinion": queries.opinion_of(viewer, version),
        "contribution": queries.contribution_of(row),
        "at": request.GET.get("at", ""),
    }
    return page(request, "article", _shelf_of(row), **values)


def _shelf_of(row: Article) -> str:
    """Which entry at the left stands for an article."""
    if row.category_id:
        return f"category-{row.category_id}"
    return "scripts" if row.kind == Kind.SCRIPT else "library"


def _must_acknowledge(staff_id: int, version: Version, opened: Any) -> bool:
    return opened is not None and opened.acknowledged_at is None and queries.is_concerned(version, staff_id)


def _chosen(request: StaffRequest, row: Article) -> Version | None:
    given = request.GET
    if given.get("version"):
        found = access.get_version(request.viewer, whole_number(given["version"]))
        if found.article_id != row.pk:
            raise NotFound()
        return found
    language = given.get("language", "") or translation.get_language() or ""
    if given.get("at"):
        found_then = queries.in_force(row, moment(given["at"], "at"), language)
        return found_then if found_then is not None and access.may_read(request.viewer, found_then) else None
    held = queries.in_force(row, language=language) if row.kind == Kind.POLICY else None
    return held or queries.current(row, language) or _newest(request, row, language)


def _newest(request: StaffRequest, row: Article, language: str) -> Version | None:
    """What there is of an article that was never published, for those who may read it."""
    versions = row.versions.select_related("article").order_by("-number")
    found = versions.filter(language=language).first() or versions.first()
    return found if found is not None and access.may_read(request.viewer, found) else None


def _note_opened(request: StaffRequest, row: Article) -> None:
    """If the reader came from a search, it was not in vain."""
    search = request.session.pop("knowledge_search", None)
    if search:
        actions.note_opened(search, row)


@staff_only
@require_safe
def badge(request: StaffRequest) -> HttpResponse:
    """How many policy changes are to be read, beside the library's place in the rail."""
    return render(request, "core/rail_badge.html", {"name": LIBRARY.url_name, "badge": LIBRARY.badge})


@staff_only
@require_safe
def file(request: StaffRequest, file_id: int) -> HttpResponse:
    """A picture or file of an article."""
    found = access.get_file(request.viewer, file_id)
    inline = found.file.media_type in SHOWN_INLINE
    response = HttpResponse(
        files.read(found.file), content_type=found.file.media_type if inline else "application/octet-stream"
    )
    response.headers["Content-Disposition"] = content_disposition_header(not inline, found.name) or ""
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'self'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@staff_only
@require_POST
def opinions(request: StaffRequest, version_id: int) -> HttpResponse:
    """Say what one thinks of a text."""
    version = access.get_version(request.viewer, version_id)
    actions.give_feedback(
        version,
        by=request.viewer,
        opinion=request.POST.get("opinion", ""),
        text=request.POST.get("text", ""),
        place=request.POST.get("place", "library"),
    )
    if request.headers.get("HX-Request"):
        return render(request, "knowledge/thanks.html", {"opinion": request.POST.get("opinion", "")})
    return redirect("knowledge-article", version.article_id)


@staff_only
@require_POST
def ending(request: StaffRequest, article_id: int) -> HttpResponse:
    """Archive an article, bring it back, or confirm that it still holds (``do``)."""
    viewer, posted = request.viewer, request.POST
    row = access.get_article(viewer, article_id)
    if posted.get("do") == "archive":
        actions.archive(row, by=viewer, reason=posted.get("reason", ""))
    elif posted.get("do") == "bring_back":
        actions.bring_back(row, by=viewer)
    else:
        require(viewer, WRITE)
        actions.confirm(row, by=viewer, review_on=queries.next_review(row))
    return redirect("knowledge-article", article_id)
