"""The company, its departments and teams, and what its roles may do."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, FieldClass, Scope, require
from manyi.core.errors import Conflict, Invalid
from manyi.core.models import Installation
from manyi.core.permissions import declared
from manyi.people import access
from manyi.people.events import (
    DepartmentChanged,
    InstallationChanged,
    InstallationCreated,
    RoleChanged,
    TeamChanged,
)
from manyi.people.models import Department, Role, Staff, Team
from manyi.people.permissions import MANAGE_ROLES, MANAGE_SETTINGS, MANAGE_STAFF
from manyi.people.roles import ADMINISTRATOR, ensure_roles


@action
def create_installation(name: str, *, language: str, time_zone: str, by: Actor = SYSTEM) -> Installation:
    """Set the company up with its built-in roles; a second call changes nothing and returns what is there."""
    ensure_roles()
    found = Installation.objects.filter(id=1).first()
    if found is not None:
        return found
    row = Installation.objects.create(
        id=1,
        name=name,
        language=language,
        time_zone=time_zone,
        working_days=[0, 1, 2, 3, 4],
        created_at=now(),
    )
    record(InstallationCreated(name=name), by=by)
    return row


@action
def change_installation(installation: Installation, *, by: Actor, **changes: Any) -> Installation:
    """Change the company's name, language, time zone, working days and hours. Raises :class:`Invalid`."""
    require(by, MANAGE_SETTINGS)
    changed = _set(installation, changes)
    if changed:
        record(InstallationChanged(fields=changed), by=by)
    return installation


def _set(row: models.Model, changes: dict[str, Any]) -> list[str]:
    """Write what differs and return the names of it, sorted."""
    changed = sorted(name for name, value in changes.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, changes[name])
    try:
        row.full_clean()
    except ValidationError as error:
        raise Invalid(fields={name: " ".join(texts) for name, texts in error.message_dict.items()}) from error
    if changed:
        row.save(update_fields=changed)
    return changed


@action
def create_department(
    name: str, *, by: Actor, is_service: bool = False, interface_owner: Staff | None = None
) -> Department:
    """Add a department. Raises :class:`Conflict` for a name in use."""
    require(by, MANAGE_STAFF)
    if Department.objects.filter(name=name).exists():
        raise Conflict(_("There is a department of this name already."))
    department = Department.objects.create(name=name, is_service=is_service, interface_owner=interface_owner)
    record(DepartmentChanged(department=department.pk, fields=["name"]), by=by)
    return department


@action
def change_department(department: Department, *, by: Actor, **changes: Any) -> Department:
    """Change ``name``, ``is_service`` or ``interface_owner``, who answers for a department that serves us."""
    require(by, MANAGE_STAFF)
    changed = _set(department, changes)
    if changed:
        record(DepartmentChanged(department=department.pk, fields=changed), by=by)
    return department


@action
def create_team(name: str, *, department: Department, by: Actor, leader: Staff | None = None) -> Team:
    """Add a team to a department. Raises :class:`Conflict` for a name in use."""
    require(by, MANAGE_STAFF)
    if Team.objects.filter(name=name).exists():
        raise Conflict(_("There is a team of this name already."))
    team = Team.objects.create(name=name, department=department, leader=leader)
    record(TeamChanged(team=team.pk, fields=["name"]), by=by)
    access.forget_viewers()
    return team


@action
def change_team(team: Team, *, by: Actor, **changes: Any) -> Team:
    """Change ``name``, ``department`` or ``leader``; the members go with their team into its department."""
    require(by, MANAGE_STAFF)
    changed = _set(team, changes)
    if "department" in changed:
        Staff.objects.filter(team=team).update(department=team.department)
    if changed:
        record(TeamChanged(team=team.pk, fields=changed), by=by)
        access.forget_viewers()
    return team


@action
def change_role(
    role: Role, *, by: Actor, permissions: list[str], scope: Scope, field_classes: list[FieldClass]
) -> Role:
    """Say what a role may do, which rows it reaches and which field classes it reads in clear.

    Raises :class:`Invalid` for an unknown permission and for the administrator, who may always do everything.
    """
    require(by, MANAGE_ROLES)
    if role.key == ADMINISTRATOR:
        raise Invalid(_("Administrators may always do everything."))
    unknown = set(permissions) - set(declared())
    if unknown:
        raise Invalid(fields={"permissions": _("There is no such permission.")})
    old = {"permissions": role.permissions, "scope": role.scope, "field_classes": role.field_classes}
    new = {
        "permissions": sorted(set(permissions)),
        "scope": scope.value,
        "field_classes": sorted(field_class.value for field_class in field_classes),
    }
    if {name: sorted(value) for name, value in old.items()} == {name: sorted(value) for name, value in new.items()}:
        return role
    for name, value in new.items():
        setattr(role, name, value)
    role.save(update_fields=list(new))
    before, after = set(old["permissions"]), set(new["permissions"])
    record(
        RoleChanged(role=role.key, granted=sorted(after - before), withdrawn=sorted(before - after), scope=scope.value),
        by=by,
    )
    access.forget_viewers()
    return role
