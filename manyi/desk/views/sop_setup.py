"""The visual editor of procedures: the flow of its steps at the left, the chosen step at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from manyi.core.actors import require
from manyi.core.errors import Invalid
from manyi.core.i18n import label
from manyi.desk import queries, sop_steps
from manyi.desk.actions.sops import publish_sop, save_draft_steps, save_sop
from manyi.desk.models import Priority, Sop
from manyi.desk.queries import sops as asked
from manyi.desk.sop_steps import Branch, Field, Step
from manyi.desk.views.setup import LANGUAGES
from manyi.desk.views.shared import whole_number
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.permissions import MANAGE_SETTINGS

ROWS = 5
"""How many fields and branches the editor shows at least."""
MOST_ROWS = 30


@staff_only
@require_safe
def sops(request: StaffRequest) -> HttpResponse:
    """All procedures."""
    require(request.viewer, MANAGE_SETTINGS)
    return render(request, "desk/sops.html", {"sops": asked.all_sops()})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """A procedure with a first step to begin with."""
    require(request.viewer, MANAGE_SETTINGS)
    errors: dict[str, Any] = {}
    if request.method == "POST":
        names = {code: request.POST.get(f"name-{code}", "") for code, _name in LANGUAGES}
        try:
            sop = save_sop(None, by=request.viewer, key=request.POST.get("key", "").strip(), names=names)
        except Invalid as error:
            errors = dict(error.fields)
        else:
            save_draft_steps(sop, [Step("step-1", dict(names))], by=request.viewer)
            return redirect("desk-sop", sop.pk)
    values = {"errors": errors, "given": request.POST, "languages": LANGUAGES}
    return render(request, "desk/sop_new.html", values, status=422 if errors else 200)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def editor(request: StaffRequest, sop_id: int) -> HttpResponse:
    """The flow, and one step to change; ``do`` is step, add, remove, up, down, move, publish or settings."""
    require(request.viewer, MANAGE_SETTINGS)
    sop = asked.get_sop(sop_id)
    steps, is_draft = asked.draft_of(sop)
    chosen = request.POST.get("step") or request.GET.get("step", "")
    error = ""
    if request.method == "POST":
        try:
            chosen = _do(request, sop, steps, chosen)
            moved = "#moved" if request.POST.get("do") in ("move", "up", "down") else ""
            return redirect(f"{request.path}?step={chosen}{moved}")
        except Invalid as refused:
            error = " ".join(str(text) for text in refused.fields.values()) or str(refused.message)
    here = sop_steps.step_of(steps, chosen) or (steps[0] if steps else None)
    values = {
        "in_language": label,
        "sop": sop,
        "steps": steps,
        "here": here,
        "is_draft": is_draft,
        "faults": sop_steps.faults(steps),
        "error": error,
        "languages": LANGUAGES,
        "kinds": queries.reference().types.values(),
        "templates": queries.task_templates(only_active=True),
        "field_rows": _rows(here.fields if here else ()),
        "branch_rows": _rows(here.branches if here else ()),
    }
    return render(request, "desk/sop_editor.html", values, status=422 if error else 200)


def _rows(filled: Sequence[Any]) -> list[Any]:
    """What is there, and empty rows to add more in; saved, they make room again."""
    return [*filled, *[None] * max(2, ROWS - len(filled))]


def _do(request: StaffRequest, sop: Sop, steps: list[Step], chosen: str) -> str:
    """Carry one change out; returns the key of the step to show next."""
    posted, by = request.POST, request.viewer
    place = next((number for number, step in enumerate(steps) if step.key == chosen), 0)
    what = posted.get("do")
    if what == "publish":
        publish_sop(sop, by=by)
        return chosen
    if what == "settings":
        names = {code: posted.get(f"name-{code}", "") for code, _name in LANGUAGES}
        save_sop(sop, by=by, names=names, types=posted.getlist("types"), is_active=posted.get("is_active") == "on")
        return chosen
    if what == "add":
        chosen = _free_key(steps)
        steps[:] = sop_steps.with_step(steps, place, chosen)
    elif what == "remove" and steps:
        steps[:] = sop_steps.without_step(steps, place)
        chosen = steps[max(0, place - 1)].key if steps else ""
    elif what in ("up", "down", "move") and steps:
        other = whole_number(posted.get("place")) if what == "move" else place + (-1 if what == "up" else 1)
        steps.insert(min(max(other, 0), len(steps) - 1), steps.pop(place))
    elif what == "step" and steps:
        steps[place] = _step(posted, steps[place].key)
    save_draft_steps(sop, steps, by=by)
    return chosen


def _free_key(steps: list[Step]) -> str:
    known = {step.key for step in steps}
    return next(key for number in range(1, len(steps) + 2) if (key := f"step-{number}") not in known)


def _texts(posted: QueryDict, name: str) -> dict[str, str]:
    found = {code: posted.get(f"{name}-{code}", "").strip()[:2000] for code, _name in LANGUAGES}
    return {code: text for code, text in found.items() if text}


def _step(posted: QueryDict, key: str) -> Step:
    rows = range(MOST_ROWS)
    fields = [_field(posted, number) for number in rows if posted.get(f"field-{number}-key", "").strip()]
    branches = [_branch(posted, number) for number in rows if posted.get(f"branch-{number}-field")]
    deed, value = posted.get("deed", ""), posted.get("deed_value", "").strip()[:40]
    if deed == "priority" and value not in {str(one) for one in Priority.values}:
        deed = ""
    if deed == "status" and value not in ("1", "2", "3"):
        deed = ""
    return Step(
        key=key,
        title=_texts(posted, "title"),
        text=_texts(posted, "text"),
        script=_texts(posted, "script"),
        fields=tuple(fields),
        branches=tuple(branch for branch in branches if branch.to),
        next=posted.get("next", ""),
        minutes=min(whole_number(posted.get("minutes")), 100_000),
        task=whole_number(posted.get("task")),
        deed=deed if deed in sop_steps.DEEDS else "",
        deed_value=value if deed else "",
    )


def _branch(posted: QueryDict, number: int) -> Branch:
    at = f"branch-{number}"
    return Branch(posted.get(f"{at}-field", ""), posted.get(f"{at}-value", "").strip(), posted.get(f"{at}-to", ""))


def _field(posted: QueryDict, number: int) -> Field:
    at = f"field-{number}"
    kind = posted.get(f"{at}-kind", "text")
    options = posted.get(f"{at}-options", "").replace("，", ",").split(",")
    return Field(
        key=posted.get(f"{at}-key", "").strip()[:40],
        label=_texts(posted, f"{at}-label"),
        kind=kind if kind in sop_steps.FIELD_KINDS else "text",
        options=tuple(option.strip()[:60] for option in options if option.strip()),
        required=posted.get(f"{at}-required") == "on",
    )
