"""Settings: the tasks that are asked for again and again."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from manyi.core.actors import require
from manyi.core.errors import Invalid
from manyi.desk import actions, queries
from manyi.desk.models import TaskTemplate
from manyi.desk.views.setup import LANGUAGES
from manyi.desk.views.shared import whole_number
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.permissions import MANAGE_SETTINGS


@staff_only
@require_safe
def templates(request: StaffRequest) -> HttpResponse:
    """All task templates."""
    require(request.viewer, MANAGE_SETTINGS)
    return render(request, "desk/task_templates.html", {"templates": queries.task_templates()})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def template_form(request: StaffRequest, template_id: int = 0) -> HttpResponse:
    """Add or change a template."""
    require(request.viewer, MANAGE_SETTINGS)
    row = queries.get_task_template(template_id) if template_id else None
    errors: dict[str, Any] = {}
    if request.method == "POST":
        try:
            _save(request, row)
        except Invalid as error:
            errors = dict(error.fields)
        else:
            return redirect("desk-task-templates")
    values = {
        "row": row,
        "departments": queries.departments(),
        "errors": errors,
        "given": request.POST,
        "languages": LANGUAGES,
    }
    return render(request, "desk/task_template_form.html", values, status=422 if errors else 200)


def _save(request: StaffRequest, row: TaskTemplate | None) -> None:
    posted = request.POST
    actions.save_task_template(
        row,
        by=request.viewer,
        names={code: posted.get(f"name-{code}", "") for code, _name in LANGUAGES},
        department=queries.get_department(whole_number(posted.get("department"))),
        body=posted.get("body", ""),
        checklist=posted.get("checklist", "").splitlines(),
        hours=whole_number(posted.get("hours")),
        customer_words={code: posted.get(f"words-{code}", "") for code, _name in LANGUAGES},
        is_required=posted.get("is_required") == "on",
        is_active=posted.get("is_active") == "on",
    )
