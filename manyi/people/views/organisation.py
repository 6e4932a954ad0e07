"""Settings about people: teams and departments, roles, API tokens."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyi.core.actors import FieldClass, Scope, require
from manyi.core.errors import Refused
from manyi.core.forms import add_refusal
from manyi.core.i18n import label
from manyi.core.permissions import declared, scopes
from manyi.people import access, actions, queries
from manyi.people.forms import FIELD_CLASS_NAMES, SCOPES, DepartmentForm, RoleForm, TeamForm, TokenForm
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.permissions import MANAGE_ROLES, MANAGE_STAFF, MANAGE_TOKENS
from manyi.people.roles import ADMINISTRATOR, permissions_of


@require_safe
@staff_only
def teams(request: StaffRequest) -> HttpResponse:
    """How the company is divided."""
    require(request.viewer, MANAGE_STAFF)
    values = {"teams": queries.teams(), "departments": queries.departments()}
    return render(request, "people/teams.html", values)


@staff_only
def new_team(request: StaffRequest) -> HttpResponse:
    """Add a team."""
    require(request.viewer, MANAGE_STAFF)
    form = TeamForm(request.POST if request.method == "POST" else None)
    if _done(form, lambda given: actions.create_team(**given, by=request.viewer)):
        return redirect("settings_teams")
    return _form_page(request, form, _("New team"))


@staff_only
def team(request: StaffRequest, team_id: int) -> HttpResponse:
    """Change a team."""
    row = access.get_team(request.viewer, team_id)
    form = TeamForm(
        request.POST if request.method == "POST" else None,
        initial={"name": row.name, "department": row.department, "leader": row.leader},
    )
    if _done(form, lambda given: actions.change_team(row, by=request.viewer, **given)):
        return redirect("settings_teams")
    return _form_page(request, form, row.name)


@staff_only
def new_department(request: StaffRequest) -> HttpResponse:
    """Add a department."""
    require(request.viewer, MANAGE_STAFF)
    form = DepartmentForm(request.POST if request.method == "POST" else None)
    if _done(form, lambda given: actions.create_department(**given, by=request.viewer)):
        return redirect("settings_teams")
    return _form_page(request, form, _("New department"))


@staff_only
def department(request: StaffRequest, department_id: int) -> HttpResponse:
    """Change a department."""
    row = access.get_department(request.viewer, department_id)
    names = ("name", "is_service", "interface_owner")
    form = DepartmentForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(row, name) for name in names}
    )
    if _done(form, lambda given: actions.change_department(row, by=request.viewer, **given)):
        return redirect("settings_teams")
    return _form_page(request, form, row.name)


def _done(form: forms.Form, act: Any) -> bool:
    """Run ``act`` with the form's values when it was sent and is sound; False shows the form again."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refused as error:
        add_refusal(form, error)
        return False
    return True


def _form_page(request: StaffRequest, form: forms.Form, title: str) -> HttpResponse:
    values = {"form": form, "title": title}
    return render(request, "people/unit.html", values, status=422 if form.errors else 200)


@require_safe
@staff_only
def roles(request: StaffRequest) -> HttpResponse:
    """Which roles there are."""
    require(request.viewer, MANAGE_ROLES)
    sizes = queries.role_sizes()
    reaches, classes = dict(SCOPES), dict(FIELD_CLASS_NAMES)
    rows = [
        (
            row,
            reaches[row.scope],
            [(name, classes[name]) for name in row.field_classes],
            len(permissions_of(row)),
            sizes.get(row.pk, 0),
        )
        for row in queries.roles()
    ]
    return render(request, "people/roles.html", {"roles": rows, "total": len(declared())})


@staff_only
def role(request: StaffRequest, key: str) -> HttpResponse:
    """What one role may do."""
    row = access.get_role(request.viewer, key)
    held = permissions_of(row)
    form = RoleForm(
        request.POST if request.method == "POST" else None,
        initial={"scope": row.scope, "field_classes": row.field_classes},
        permissions=list(declared()),
    )

    def change(given: dict[str, Any]) -> None:
        actions.change_role(
            row,
            by=request.viewer,
            permissions=given["permissions"],
            scope=Scope(given["scope"]),
            field_classes=[FieldClass(name) for name in given["field_classes"]],
        )

    if _done(form, change):
        messages.success(request, _("Saved. It is in force within a few seconds."))
        return redirect("settings_roles")
    values = {
        "form": form,
        "role": row,
        "title": label(row.names),
        "groups": _grouped(held if not form.is_bound else frozenset(request.POST.getlist("permissions"))),
        "is_fixed": key == ADMINISTRATOR,
    }
    return render(request, "people/role.html", values, status=422 if form.errors else 200)


def _grouped(held: frozenset[str]) -> list[list[tuple[str, Any, bool]]]:
    """Permissions that are about the same thing, together: code, label, whether the role holds it."""
    groups: dict[str, list[tuple[str, Any, bool]]] = {}
    for code, text in declared().items():
        groups.setdefault(code.split(".")[0], []).append((code, text, code in held))
    return list(groups.values())


@staff_only
def tokens(request: StaffRequest) -> HttpResponse:
    """Keys of programs."""
    require(request.viewer, MANAGE_TOKENS)
    form = TokenForm(request.POST if request.method == "POST" else None)
    form.fields["scopes"].choices = list(scopes().items())  # type: ignore[attr-defined]
    secret = ""
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["days"]
        until = timezone.now() + dt.timedelta(days=int(days)) if days else None
        _token, secret = actions.create_token(
            access.get_own(request.viewer),
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=until,
            by=request.viewer,
        )
    values = {"form": form, "tokens": queries.tokens(request.viewer, own=False), "secret": secret}
    return render(request, "people/tokens.html", values, status=422 if form.errors else 200)


@require_POST
@staff_only
def revoke_token(request: StaffRequest, token_id: int) -> HttpResponse:
    """End a token."""
    actions.revoke_token(access.get_token(request.viewer, token_id), by=request.viewer)
    messages.success(request, _("The token no longer works."))
    return redirect("settings_tokens" if request.viewer.can(MANAGE_TOKENS) else "account")
