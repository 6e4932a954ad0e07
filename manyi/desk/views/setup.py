"""Settings of the desk: ticket types and custom fields."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from manyi.core.actors import require
from manyi.core.errors import Invalid, Refused
from manyi.desk import actions, queries
from manyi.desk.models import FieldKind, OnSilence
from manyi.desk.views.shared import whole_number
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.permissions import MANAGE_SETTINGS

LANGUAGES = (("zh-hans", "简体中文"), ("en", "English"))


@staff_only
@require_safe
def types(request: StaffRequest) -> HttpResponse:
    """The type tree."""
    require(request.viewer, MANAGE_SETTINGS)
    return render(request, "desk/types.html", {"kinds": queries.reference().types.values()})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def type_form(request: StaffRequest, type_id: int = 0) -> HttpResponse:
    """Add or change a type."""
    require(request.viewer, MANAGE_SETTINGS)
    row = queries.get_type(type_id) if type_id else None
    posted = request.POST

    def save() -> None:
        parent = queries.get_type(whole_number(posted["parent"])) if posted.get("parent") else None
        actions.save_type(
            row,
            by=request.viewer,
            names=_names(request),
            key=posted.get("key", ""),
            parent=parent,
            rank=whole_number(posted.get("rank")),
            silence_hours=whole_number(posted.get("silence_hours")),
            on_silence=posted.get("on_silence", ""),
            is_active=posted.get("is_active") == "on",
        )

    roots = [kind for kind in queries.reference().types.values() if kind.depth == 0 and kind.id != type_id]
    return _form(request, "type", save, {"row": row, "roots": roots, "silences": OnSilence.choices})


@staff_only
@require_safe
def fields(request: StaffRequest) -> HttpResponse:
    """The custom fields."""
    require(request.viewer, MANAGE_SETTINGS)
    return render(request, "desk/fields.html", {"fields": queries.custom_fields()})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def field_form(request: StaffRequest, field_id: int = 0) -> HttpResponse:
    """Add or change a custom field."""
    require(request.viewer, MANAGE_SETTINGS)
    row = queries.get_field(field_id) if field_id else None
    posted = request.POST

    def save() -> None:
        actions.save_field(
            row,
            by=request.viewer,
            names=_names(request),
            kind=posted.get("kind", ""),
            key=posted.get("key", ""),
            options=posted.get("options", "").splitlines(),
            types=queries.types_by_id(whole_number(pk) for pk in posted.getlist("types")),
            is_required=posted.get("is_required") == "on",
            rank=whole_number(posted.get("rank")),
        )

    chosen = {kind.pk for kind in row.types.all()} if row else set()
    values = {"row": row, "kinds": FieldKind.choices, "types": queries.reference().types.values(), "chosen": chosen}
    return _form(request, "field", save, values)


def _names(request: StaffRequest) -> dict[str, str]:
    return {code: request.POST.get(f"name-{code}", "") for code, _name in LANGUAGES}


def _form(request: StaffRequest, name: str, save: Any, values: dict[str, Any]) -> HttpResponse:
    errors: dict[str, Any] = {}
    if request.method == "POST":
        try:
            save()
        except Refused as error:
            if error.status not in (409, 422):
                raise
            errors = dict(error.fields) if isinstance(error, Invalid) and error.fields else {"": error.message}
        else:
            queries.forget_reference()
            return redirect(f"desk-{name}s")
    shown = {**values, "errors": errors, "given": request.POST, "languages": LANGUAGES}
    return render(request, f"desk/{name}_form.html", shown, status=422 if errors else 200)
