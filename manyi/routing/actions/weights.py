"""Weights: what counts how much, under a name and with every version kept."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.routing.actions.settings import revise
from manyi.routing.events import WeightsSaved
from manyi.routing.matching import Weights
from manyi.routing.models import Policy, PolicyVersion, Queue


@action
def save_weights(name: str, values: dict[str, Any], *, by: Actor, is_default: bool = False) -> Policy:
    """Add weights under a new name, or a new version under a known one; the same values again change nothing.

    Raises :class:`Invalid` without a name or for what is no number from 0 up.
    """
    require(by, MANAGE_SETTINGS)
    name = " ".join(name.split())[:40]
    if not name:
        raise Invalid(fields={"name": _("Give it a name.")})
    try:
        clean = Weights.from_json({**values, "name": name, "version": 1}).as_json()
    except ValueError:
        raise Invalid(fields={"values": _("Weights are numbers from 0 up.")}) from None
    del clean["name"], clean["version"]
    row = Policy.objects.select_for_update(no_key=True).filter(name=name).first()
    is_default = is_default or not Policy.objects.filter(is_default=True).exists()
    if row is not None and row.values == clean and row.is_default >= is_default:
        return row
    return _save(row or Policy(name=name, version=0), clean, by=by, is_default=is_default)


def _save(row: Policy, values: dict[str, Any], *, by: Actor, is_default: bool) -> Policy:
    if is_default:
        Policy.objects.filter(is_default=True).exclude(pk=row.pk).update(is_default=False)
    row.is_default = row.is_default or is_default
    if row.values != values or not row.pk:
        row.values, row.version = values, row.version + 1
        row.save()
        PolicyVersion.objects.create(policy=row, version=row.version, values=values, at=now(), by_staff_id=by.staff_id)
    else:
        row.save()
    record(WeightsSaved(policy=row.pk, version=row.version, values=values), by=by)
    revise()
    return row


@action
def delete_weights(row: Policy, *, by: Actor) -> None:
    """Remove weights no queue names. Raises :class:`Conflict` for the default ones and for those in use."""
    require(by, MANAGE_SETTINGS)
    if row.is_default or Queue.objects.filter(policy=row).exists():
        raise Conflict(_("These weights are in use."))
    pk = row.pk
    row.delete()
    record(WeightsSaved(policy=pk, version=0), by=by)
    revise()
