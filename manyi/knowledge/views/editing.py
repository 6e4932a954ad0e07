"""Writing: the editor with its preview, cleaning of what is pasted, pictures, comparing versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyi.core.actions import unit
from manyi.core.actors import require
from manyi.core.addresses import address
from manyi.core.errors import Invalid, NotFound, Refused
from manyi.core.i18n import label
from manyi.desk.queries import reference, types_by_id
from manyi.desk.variables import variables
from manyi.desk.views.shared import whole_number
from manyi.knowledge import access, actions, queries
from manyi.knowledge.models import OPEN, Article, Version
from manyi.knowledge.permissions import WRITE
from manyi.knowledge.showing import shown_text
from manyi.knowledge.text import cleaning, differences
from manyi.knowledge.views.shared import day, faults_of, local, moment, page
from manyi.people.access import get_staff
from manyi.people.middleware import StaffRequest, staff_only

LONGEST_PASTE = 5_000_000


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def editor(request: StaffRequest, article_id: int = 0) -> HttpResponse:
    """Write a new article, or the next version of one in a language; ``then=review`` asks for its review."""
    require(request.viewer, WRITE)
    row = access.get_article(request.viewer, article_id) if article_id else None
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            version = _save(request, row)
            if request.POST.get("then") == "review":
                return redirect("knowledge-version", version.pk)
            messages.success(request, _("Draft saved"))
            return redirect(f"{address('knowledge-edit', version.article_id)}?language={version.language}")
        except Refused as error:
            errors = faults_of(error)
    values = _values(request, row, errors)
    return page(request, "editor", "new" if row is None else "", status=422 if errors else 200, **values)


def _save(request: StaffRequest, row: Article | None) -> Version:
    posted, viewer = request.POST, request.viewer
    text: dict[str, Any] = {
        "title": posted.get("title", ""),
        "body": posted.get("body", ""),
        "note": posted.get("note", ""),
        "effective_from": moment(posted.get("effective_from", ""), "effective_from"),
    }
    about = _about(request)
    with unit():
        if row is None:
            made = actions.create_article(by=viewer, language=posted.get("language", ""), **text, **about)
            version = made.versions.get()
        else:
            language = posted.get("language", "") or row.language
            saves = whole_number(posted.get("saves")) or None
            source = _source(row, language, posted.get("source"))
            version = actions.save_draft(row, by=viewer, language=language, saves=saves, source=source, **text)
            if language == row.language:
                actions.change_article(row, by=viewer, **about)
        if posted.get("then") == "review":
            reviewer = get_staff(viewer, whole_number(posted["reviewer"])) if posted.get("reviewer") else None
            actions.request_review(version, by=viewer, reviewer=reviewer, reason=posted.get("reason", ""))
    return version


def _source(row: Article, language: str, chosen: str | None) -> Version | None:
    if language == row.language or not chosen:
        return None
    return row.versions.filter(pk=whole_number(chosen), language=row.language).first()


def _about(request: StaffRequest) -> dict[str, Any]:
    posted = request.POST
    teams = queries.teams_by_id(_numbers(posted.getlist("teams") + posted.getlist("concerned_teams")))
    category = whole_number(posted.get("category"))
    owner = whole_number(posted.get("owner"))
    return {
        "kind": posted.get("kind", "article"),
        "category": access.get_category(category) if category else None,
        "audience": posted.get("audience", "staff"),
        "teams": [teams[pk] for pk in _numbers(posted.getlist("teams")) if pk in teams],
        "concerned_teams": [teams[pk] for pk in _numbers(posted.getlist("concerned_teams")) if pk in teams],
        "types": types_by_id(_numbers(posted.getlist("types"))),
        "tags": posted.get("tags", "").replace("，", ",").split(","),
        "owner": get_staff(request.viewer, owner) if owner else None,
        "review_on": day(posted.get("review_on", ""), "review_on"),
        "expires_on": day(posted.get("expires_on", ""), "expires_on"),
    }


def _numbers(texts: list[str]) -> list[int]:
    return [number for number in map(whole_number, texts) if number]


def _values(request: StaffRequest, row: Article | None, errors: dict[str, str]) -> dict[str, Any]:
    """What the form shows: what was typed when it is refused, else the draft, else the text it follows."""
    given = request.POST if errors else request.GET
    language = given.get("language", "") or (row.language if row else request.viewer.language)
    draft = row.versions.filter(language=language, state__in=OPEN).first() if row else None
    before = draft or (queries.newest(row, language) if row else None)
    is_translation = row is not None and language != row.language
    source = queries.current(row, row.language) if row is not None and is_translation else None
    chosen = queries.related_ids(row) if row else {}
    return {
        "article": row,
        "draft": draft,
        "errors": errors,
        "given": given,
        "language": language,
        "is_translation": is_translation,
        "source": source,
        "title": given.get("title", before.title if before else ""),
        "body": given.get("body", before.body if before else ""),
        "note": given.get("note", draft.note if draft else ""),
        "effective_from": given.get("effective_from", local(draft.effective_from) if draft else ""),
        "chosen": chosen,
        "tag_names": given.get("tags", ", ".join(chosen.get("tags", []))),
        "of_tickets": variables(),
        "ref": reference(),
        "variables": [(one.key, label(one.names) or one.key) for one in queries.variables()],
        "reviewers": queries.reviewers(draft),
        "is_policy_change": row is not None and draft is not None and actions.is_policy_change(draft),
        "preview": shown_text(given.get("body", before.body if before else ""), language),
    }


@staff_only
@require_POST
def preview(request: StaffRequest) -> HttpResponse:
    """A text as readers will see it."""
    require(request.viewer, WRITE)
    text = shown_text(request.POST.get("body", "")[:200_000], request.POST.get("language", ""))
    return render(request, "knowledge/preview.html", {"preview": text})


@staff_only
@require_POST
def pasted(request: StaffRequest, article_id: int = 0) -> HttpResponse:
    """What was pasted (``html``) as Markdown, with what was left out; an article keeps the pictures in it."""
    require(request.viewer, WRITE)
    html = request.POST.get("html", "")
    if len(html) > LONGEST_PASTE:
        raise Invalid(_("This is too much to paste at once."))
    found = cleaning.from_html(html)
    if article_id:
        row = access.get_article(request.viewer, article_id)
        text = actions.keep_pictures(row, found.markdown, found.pictures, by=request.viewer)
    else:
        text, found.notices["unsaved_picture"] = cleaning.without_pictures(found.markdown), len(found.pictures)
    report = [f"{words} ({count})" if count > 1 else str(words) for words, count in found.report() if count]
    return JsonResponse({"markdown": text, "report": report})


@staff_only
@require_POST
def upload(request: StaffRequest, article_id: int) -> HttpResponse:
    """Keep a picture or file with an article."""
    row = access.get_article(request.viewer, article_id)
    sent = request.FILES.get("file")
    if sent is None:
        raise Invalid()
    kept = actions.add_file(
        row, by=request.viewer, name=sent.name or "", content=sent.read(), claimed_type=sent.content_type or ""
    )
    mark = "!" if kept.file.media_type.startswith("image/") else ""
    return JsonResponse({"id": kept.pk, "name": kept.name, "markdown": f"{mark}[{kept.name}](file:{kept.pk})"})


@staff_only
@require_safe
def versions(request: StaffRequest, article_id: int) -> HttpResponse:
    """All versions of an article in a language, two of them side by side (``old``, ``new``)."""
    viewer = request.viewer
    row = access.get_article(viewer, article_id)
    language = request.GET.get("language", "") or row.language
    found = [one for one in queries.versions_of(row, language) if access.may_read(viewer, one)]
    if not found:
        raise NotFound()
    new = next((one for one in found if str(one.pk) == request.GET.get("new")), found[0])
    old = next((one for one in found if str(one.pk) == request.GET.get("old")), None)
    if old is None:
        old = next((one for one in found if one.number < new.number), None)
    values: dict[str, Any] = {
        "article": row,
        "language": language,
        "versions": found,
        "languages_of": sorted(set(row.versions.values_list("language", flat=True))),
        "old": old,
        "new": new,
        "rows": differences.compare(f"{old.title}\n{old.body}", f"{new.title}\n{new.body}") if old else [],
        "told": queries.told_counts(row),
    }
    return page(request, "versions", **values)
