"""Playbooks: what changes in rush mode, prepared in calm hours."""

from __future__ import annotations

import msgspec
from django.utils.translation import gettext as _

from manyi.core.actions import action, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.routing.actions.settings import cleaned
from manyi.routing.events import PlaybookSaved
from manyi.routing.models import Playbook, Rush
from manyi.routing.rush import Plan

MOST_CAPACITY = 300
LONGEST = 24 * 3600
LONGEST_ANSWER = 1000


@action
def save_playbook(
    row: Playbook | None, *, by: Actor, names: dict[str, str], plan: Plan, is_active: bool = True
) -> Playbook:
    """Add a playbook, or make a new version of one; a rush that is on keeps the version it began with.

    Raises :class:`Invalid` without a name, and naming what can't be.
    """
    require(by, MANAGE_SETTINGS)
    clean = cleaned(names)
    wrong = _faults(plan) | ({} if clean else {"names": _("Give it a name.")})
    if wrong:
        raise Invalid(fields=wrong)
    row = row or Playbook(version=0)
    row.names, row.is_active = clean, is_active
    row.plan = msgspec.to_builtins(plan, str_keys=True)
    row.version += 1
    row.save()
    record(PlaybookSaved(playbook=row.pk, version=row.version, plan=row.plan), by=by)
    return row


def _faults(plan: Plan) -> dict[str, str]:
    wrong = {}
    if not 100 <= plan.capacity <= MOST_CAPACITY:
        wrong["capacity"] = _("The capacity is 100 to 300 percent of the usual one.")
    if not 60 <= plan.at_most <= LONGEST:
        wrong["at_most"] = _("Rush mode lasts a minute to a day.")
    if not 0 <= plan.calm_for <= plan.at_most:
        wrong["calm_for"] = _("It must be calm within the time it lasts.")
    trigger = plan.trigger
    if min(trigger.waiting, trigger.longest, trigger.arrivals, plan.calm_waiting) < 0:
        wrong["trigger"] = _("Write numbers from 0 up.")
    elif 0 < trigger.waiting <= plan.calm_waiting:
        wrong["calm_waiting"] = _("It would begin again as soon as it is calm: let fewer wait.")
    if any(len(text) > LONGEST_ANSWER for text in (*plan.answer.values(), *plan.banner.values())):
        wrong["answer"] = _("This is too long.")
    return wrong


@action
def delete_playbook(row: Playbook, *, by: Actor) -> None:
    """Remove a playbook; reports keep its name. Raises :class:`Conflict` while a queue is served by it."""
    require(by, MANAGE_SETTINGS)
    if Rush.objects.filter(playbook=row, ended_at=None).exists():
        raise Conflict(_("A queue is served by this playbook. End its rush mode first."))
    pk = row.pk
    row.delete()
    record(PlaybookSaved(playbook=pk, version=0), by=by)
