"""Policies: what is promised to whom, and in which order they are asked."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from django.utils.translation import gettext as _

from manyi.core.actions import action, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Invalid
from manyi.desk.conditions import Conditions
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.sla.actions.recomputing import revise
from manyi.sla.events import PoliciesOrdered, PolicySaved
from manyi.sla.models import Calendar, Kind, Policy
from manyi.sla.recipients import is_word
from manyi.sla.rules import Terms

LONGEST = 365 * 24 * 3600
REOPENING = ("continue", "restart")
CHANGED = ("names", "calendar", "is_active", "conditions", "terms", "version")


@action
def save_policy(
    row: Policy | None,
    *,
    by: Actor,
    names: dict[str, str],
    conditions: Conditions,
    terms: Terms,
    calendar: Calendar | None = None,
    is_active: bool = True,
) -> Policy:
    """Add a policy at the end of the order, or make a new version of one. Open clocks are computed anew by a job.

    Raises :class:`Invalid` without a name or target, and naming what can't be.
    """
    require(by, MANAGE_SETTINGS)
    clean = {code: " ".join(name.split())[:80] for code, name in names.items() if name.strip()}
    wrong = _faults(terms) | ({} if clean else {"names": _("Give it a name.")})
    if wrong:
        raise Invalid(fields=wrong)
    row = row or Policy(rank=_last_rank() + 1, version=0)
    row.names, row.calendar, row.is_active = clean, calendar, is_active
    row.conditions = conditions.as_json()
    row.terms = msgspec.to_builtins(terms)
    row.version += 1
    row.save(update_fields=CHANGED if row.pk else None)
    record(
        PolicySaved(policy=row.pk, version=row.version, conditions=row.conditions, terms=row.terms),
        by=by,
    )
    revise()
    return row


def _last_rank() -> int:
    return Policy.objects.order_by("-rank").values_list("rank", flat=True).first() or 0


def _faults(terms: Terms) -> dict[str, str]:
    wrong = {}
    if not terms.targets:
        wrong["targets"] = _("Promise at least one thing.")
    if any(kind not in Kind.values for kind in terms.targets):
        wrong["targets"] = _("There is no such target.")
    if any(not 0 <= target.seconds <= LONGEST for target in terms.targets.values()):
        wrong["targets"] = _("A target is at most a year.")
    if any(not 0 < share < 100 for share in terms.warnings.shares):
        wrong["shares"] = _("Warnings come at shares from 1 to 99 percent.")
    if terms.reopening not in REOPENING:
        wrong["reopening"] = _("Choose whether reopening continues or restarts.")
    words = [*terms.warnings.notify, *(word for step in terms.ladder for word in step.notify)]
    words += [step.assign for step in terms.ladder if step.assign not in ("", "queue")]
    if not all(is_word(word) for word in words) or any(step.after < 0 for step in terms.ladder):
        wrong["ladder"] = _("A step of the ladder can't be understood.")
    return wrong


@action
def delete_policy(row: Policy, *, by: Actor) -> None:
    """Remove a policy; the clocks it had started are computed anew by what holds then."""
    require(by, MANAGE_SETTINGS)
    pk = row.pk
    row.delete()
    record(PolicySaved(policy=pk, version=0), by=by)
    revise()


@action
def order_policies(ids: Sequence[int], *, by: Actor) -> None:
    """Ask the policies in this order; those not named follow in the order they had."""
    require(by, MANAGE_SETTINGS)
    known = list(Policy.objects.order_by("rank", "id"))
    place = {pk: rank for rank, pk in enumerate(ids)}
    ordered = sorted(known, key=lambda row: place.get(row.pk, len(place)))
    if [row.pk for row in ordered] == [row.pk for row in known]:
        return
    for rank, row in enumerate(ordered, start=1):
        Policy.objects.filter(pk=row.pk).update(rank=rank)
    record(PoliciesOrdered(policies=[row.pk for row in ordered]), by=by)
    revise()


def move_policy(row: Policy, *, by: Actor, up: bool) -> None:
    """Ask a policy one place earlier or later."""
    ids = list(Policy.objects.order_by("rank", "id").values_list("pk", flat=True))
    place = ids.index(row.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(ids):
        ids[place], ids[other] = ids[other], ids[place]
    order_policies(ids, by=by)
