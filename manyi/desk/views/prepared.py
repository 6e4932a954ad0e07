"""Text blocks and macros: inserting and running them, and keeping one's own."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyi.core.errors import Invalid
from manyi.desk import access, actions, insertions, macro_steps, queries
from manyi.desk.models import Macro, Wording
from manyi.desk.permissions import SHARE_VIEW
from manyi.desk.variables import variables
from manyi.desk.views.doing import carry_out
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.models import Team

EMPTY_STEPS = 3


@staff_only
@require_safe
def find_insertions(request: StaffRequest, number: str, source: str) -> JsonResponse:
    """What of a source fits what is typed."""
    ticket = access.get_ticket(request.viewer, number)
    found = insertions.get_source(source).find(request.viewer, ticket, request.GET.get("q", "").strip()[:60])
    return JsonResponse({"entries": [{"id": one.id, "name": one.name, "note": one.note} for one in found]})


@staff_only
@require_POST
def insertion(request: StaffRequest, number: str, source: str, entry_id: int) -> JsonResponse:
    """The text to insert, filled in for this ticket."""
    ticket = access.get_ticket(request.viewer, number)
    text, missing = insertions.get_source(source).text(request.viewer, ticket, entry_id)
    return JsonResponse({"text": text, "missing": missing})


@staff_only
@require_POST
def macro_run(request: StaffRequest, number: str, macro_id: int) -> HttpResponse:
    """Do all a macro says."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    macro = queries.get_macro(viewer, macro_id)
    return carry_out(request, ticket, lambda found: actions.run_macro(macro, found, by=viewer))


@staff_only
@require_safe
def prepared(request: StaffRequest) -> HttpResponse:
    """Everything kept ready, by kind."""
    viewer = request.viewer
    values = {
        "wordings": queries.wordings(viewer)[:500],
        "macros": queries.macros(viewer)[:500],
        "said": macro_steps.in_words,
        "may_share": viewer.can(SHARE_VIEW),
        "sources": insertions.sources(),
    }
    return render(request, "desk/prepared.html", values)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def wording_form(request: StaffRequest, wording_id: int = 0) -> HttpResponse:
    """Add or change a text block."""
    viewer, posted = request.viewer, request.POST
    row = queries.get_wording(viewer, wording_id) if wording_id else None

    def save() -> None:
        text = posted.get("text", "").replace("\r\n", "\n")
        named: dict[str, Any] = {name: posted.get(name, "") for name in ("name", "keywords")}
        actions.save_wording(row, by=viewer, text=text, **named, **_audience(request))

    values = {"row": row, "variables": variables()}
    return _form(request, "wording", save, row, values)


@staff_only
@require_POST
def wording_delete(request: StaffRequest, wording_id: int) -> HttpResponse:
    """Forget a text block."""
    actions.delete_wording(queries.get_wording(request.viewer, wording_id), by=request.viewer)
    return redirect("prepared")


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def macro_form(request: StaffRequest, macro_id: int = 0) -> HttpResponse:
    """Add or change a macro."""
    viewer = request.viewer
    row = queries.get_macro(viewer, macro_id) if macro_id else None

    def save() -> None:
        name = request.POST.get("name", "")
        actions.save_macro(row, by=viewer, name=name, steps=_posted_steps(request), **_audience(request))

    steps = _posted_steps(request) if request.method == "POST" else (row.steps if row else [])
    values = {"row": row, "kinds": macro_steps.kinds(), "steps": [*steps, *([{}] * EMPTY_STEPS)]}
    return _form(request, "macro", save, row, {**values, "variables": variables()})


@staff_only
@require_POST
def macro_delete(request: StaffRequest, macro_id: int) -> HttpResponse:
    """Forget a macro."""
    actions.delete_macro(queries.get_macro(request.viewer, macro_id), by=request.viewer)
    return redirect("prepared")


def _posted_steps(request: StaffRequest) -> list[dict[str, str]]:
    """The chosen steps, each with the value of its own control."""
    posted = request.POST
    places = [(place, kind) for place, kind in enumerate(posted.getlist("do")) if kind]
    return [{"do": kind, "value": posted.get(f"value-{place}-{kind}", "")} for place, kind in places]


def _audience(request: StaffRequest) -> dict[str, Any]:
    team_id = queries.reference().team_of(request.viewer.id)
    team: Team | None = queries.get_team(team_id) if team_id else None
    return {"audience": request.POST.get("audience", "me"), "team": team}


def _form(
    request: StaffRequest, name: str, save: Any, row: Wording | Macro | None, values: dict[str, Any]
) -> HttpResponse:
    errors: dict[str, Any] = {}
    if request.method == "POST":
        try:
            save()
        except Invalid as error:
            errors = dict(error.fields) or {"": error.message}
        else:
            return redirect("prepared")
    team = queries.reference().team(queries.reference().team_of(request.viewer.id))
    shown = {**values, "errors": errors, "given": request.POST, "team": team, "audience": row.audience if row else "me"}
    may_share = {"may_share": request.viewer.can(SHARE_VIEW)}
    return render(request, f"desk/{name}_form.html", {**shown, **may_share}, status=422 if errors else 200)
