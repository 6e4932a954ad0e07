"""Procedures as the ticket and their settings show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from manyi.core.errors import Invalid, NotFound
from manyi.core.i18n import label
from manyi.desk.models import RunState, Sop, SopRun, SopStep, SopVersion, Ticket
from manyi.desk.sop_steps import Field, Step, decode, path, step_of


@dataclass(frozen=True, slots=True)
class RunView:
    """A run at a glance: the steps with how they stand (done, now, next), the one to do, and what was done."""

    run: SopRun
    steps: list[tuple[Step, str]]
    here: Step | None
    all_steps: tuple[Step, ...]
    done: list[SopStep]


def runs_of(ticket: Ticket) -> list[RunView]:
    """The runs on a ticket: those that go on, and the newest that has ended."""
    rows = SopRun.objects.filter(ticket=ticket).select_related("version__sop").order_by("-id")
    found = list(rows[:10])
    going = [run for run in found if run.state == RunState.RUNNING]
    return [_view(run) for run in (going or found[:1])]


def _view(run: SopRun) -> RunView:
    steps = decode(run.version.steps)
    done = list(SopStep.objects.filter(run=run).select_related("staff").order_by("id"))
    here = step_of(steps, run.step)
    return RunView(run, path(steps, [one.step for one in done], run.step), here, steps, done)


def get_run(ticket: Ticket, run_id: int) -> SopRun:
    """A run on this ticket, which the viewer reaches. Raises :class:`NotFound`."""
    found = SopRun.objects.select_related("version__sop", "ticket").filter(pk=run_id, ticket=ticket).first()
    if found is None:
        raise NotFound()
    return found


def sops_for(ticket: Ticket) -> list[Sop]:
    """The procedures in use, those for the ticket's type first."""
    rows = list(Sop.objects.filter(is_active=True, version__gt=0).order_by("id"))
    kind = ticket.type
    keys = {kind.key if kind else "", kind.parent.key if kind and kind.parent else ""}
    return sorted(rows, key=lambda sop: not keys & set(sop.types))


def all_sops() -> list[Sop]:
    """All procedures."""
    return list(Sop.objects.order_by("id"))


def get_sop(sop_id: int) -> Sop:
    """A procedure. Raises :class:`NotFound`."""
    found = Sop.objects.filter(pk=sop_id).first()
    if found is None:
        raise NotFound()
    return found


def draft_of(sop: Sop) -> tuple[list[Step], bool]:
    """The steps the editor shows, and whether they are a draft that differs from what is in force."""
    draft = SopVersion.objects.filter(sop=sop, number=sop.version + 1).first()
    if draft is not None:
        return list(decode(draft.steps)), True
    current = SopVersion.objects.filter(sop=sop, number=sop.version).first()
    return (list(decode(current.steps)) if current else []), False


def steps_of(run: SopRun) -> tuple[Step, ...]:
    """The steps of the version a run is in."""
    return decode(run.version.steps)


def named_refusal(error: Invalid, fields: Mapping[str, Field]) -> Invalid:
    """The refusal with the labels of the fields in its sentence, for the page's notice."""
    parts = [
        _("%(field)s: %(text)s") % {"field": label(fields[name].label), "text": text} if name in fields else str(text)
        for name, text in error.fields.items()
    ]
    return Invalid(" ".join(parts) or error.message, fields=error.fields)
