"""Saved views and the desk's own set-up: types and custom fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid, NotFound
from manyi.desk.events import FieldSaved, TypeSaved, ViewDeleted, ViewMoved, ViewSaved
from manyi.desk.models import CustomField, FieldKind, OnSilence, SavedView, TicketType
from manyi.desk.permissions import SEE, SHARE_VIEW
from manyi.people.models import Team
from manyi.people.permissions import MANAGE_SETTINGS

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}")


@action
def save_view(
    name: str, filter: Mapping[str, Any], *, by: Actor, audience: str = "me", team: Team | None = None
) -> SavedView:
    """Keep a filter under a name, for ``me``, for a ``team`` or for ``all``."""
    require(by, SEE)
    if audience != "me":
        require(by, SHARE_VIEW)
    name = _view_name(name)
    if audience == "team" and team is None:
        raise Invalid(fields={"audience": _("You have no team to share it with.")})
    view = SavedView.objects.create(
        name=name,
        filter=dict(filter),
        staff_id=by.as_staff if audience == "me" else None,
        team=team if audience == "team" else None,
        created_at=now(),
    )
    record(ViewSaved(view=view.pk, audience=audience), by=by)
    return view


@action
def change_view(view_id: int, *, by: Actor, name: str, filter: Mapping[str, Any]) -> SavedView:
    """Give a saved view another name or filter; who it is for stays. One's own, or a shared one with the permission."""
    view = SavedView.objects.select_for_update(no_key=True).filter(pk=view_id).first()
    if view is None:
        raise NotFound()
    _require_view(view, by)
    view.name, view.filter = _view_name(name), dict(filter)
    view.save(update_fields=["name", "filter"])
    record(ViewSaved(view=view.pk, audience=_audience(view)), by=by)
    return view


def _audience(view: SavedView) -> str:
    return "me" if view.staff_id else "team" if view.team_id else "all"


def _view_name(text: str) -> str:
    name = " ".join(text.split())[:60]
    if not name:
        raise Invalid(fields={"name": _("Give it a name.")})
    return name


@action
def move_view(view_id: int, *, by: Actor, up: bool) -> None:
    """Put a saved view one place up or down among those for the same people; at the end it stays."""
    view = SavedView.objects.filter(pk=view_id).first()
    if view is None:
        raise NotFound()
    _require_view(view, by)
    same = SavedView.objects.select_for_update(no_key=True).filter(staff=view.staff_id, team=view.team_id)
    order = list(same.order_by("rank", "name", "id"))
    place = [row.pk for row in order].index(view.pk)
    other = min(max(place + (-1 if up else 1), 0), len(order) - 1)
    order[place], order[other] = order[other], order[place]
    for rank, row in enumerate(order):
        SavedView.objects.filter(pk=row.pk).update(rank=rank)
    record(ViewMoved(view=view.pk), by=by)


def _require_view(view: SavedView, by: Actor) -> None:
    if view.staff_id is not None and view.staff_id != by.staff_id:
        raise NotFound()
    if view.staff_id is None:
        require(by, SHARE_VIEW)


@action
def delete_view(view_id: int, *, by: Actor) -> None:
    """Forget a saved view: one's own, or a shared one with the permission. Gone already is fine."""
    view = SavedView.objects.filter(pk=view_id).first()
    if view is None:
        return
    _require_view(view, by)
    view.delete()
    record(ViewDeleted(view=view_id), by=by)


@action
def save_type(
    row: TicketType | None,
    *,
    by: Actor,
    names: Mapping[str, str],
    key: str = "",
    parent: TicketType | None = None,
    rank: int = 0,
    silence_hours: int = 72,
    on_silence: str = OnSilence.CLOSE,
    is_active: bool = True,
) -> TicketType:
    """Add a ticket type, or change one; its key stays. Two levels are enough for a tree people can choose from."""
    require(by, MANAGE_SETTINGS)
    if parent is not None and (parent.parent_id is not None or (row is not None and parent.pk == row.pk)):
        raise Invalid(fields={"parent": _("Choose a type of the first level.")})
    values: dict[str, Any] = {"names": named(names), "parent": parent, "rank": rank, "silence_hours": silence_hours}
    values["on_silence"] = on_silence if on_silence in OnSilence.values else OnSilence.CLOSE.value
    if row is None:
        row = TicketType(key=_free_key(TicketType, key))
    for name, value in {**values, "is_active": is_active}.items():
        setattr(row, name, value)
    row.save()
    record(TypeSaved(type=row.pk, key=row.key), by=by)
    return row


@action
def save_field(
    row: CustomField | None,
    *,
    by: Actor,
    names: Mapping[str, str],
    kind: str,
    key: str = "",
    options: Iterable[str] = (),
    types: Iterable[TicketType] = (),
    is_required: bool = False,
    rank: int = 0,
) -> CustomField:
    """Add a custom field, or change one; its key stays."""
    require(by, MANAGE_SETTINGS)
    if kind not in FieldKind.values:
        raise Invalid(fields={"kind": _("Choose one of the kinds.")})
    choices = [option.strip() for option in options if option.strip()]
    if kind == FieldKind.CHOICE and not choices:
        raise Invalid(fields={"options": _("Enter at least one choice.")})
    if row is None:
        row = CustomField(key=_free_key(CustomField, key))
    row.names, row.kind, row.options = named(names), kind, choices
    row.is_required, row.rank = is_required, rank
    row.save()
    row.types.set(types)
    record(FieldSaved(field=row.pk, key=row.key), by=by)
    return row


def named(names: Mapping[str, str]) -> dict[str, str]:
    """Names by language, without the empty ones. Raises :class:`Invalid` when none is left."""
    found = {language: name.strip()[:60] for language, name in names.items() if name.strip()}
    if not found:
        raise Invalid(fields={"names": _("Give it a name.")})
    return found


def _free_key(model: type[TicketType] | type[CustomField], key: str) -> str:
    key = key.strip().lower()
    if not _KEY.fullmatch(key):
        raise Invalid(fields={"key": _("Use small letters, digits and hyphens.")})
    if model._default_manager.filter(key=key).exists():
        raise Conflict(_("This key is in use already."))
    return key
