"""Settings: what is promised to whom."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyi.core.actors import require
from manyi.core.errors import Invalid, NotFound, Refused
from manyi.core.i18n import label
from manyi.desk.access import get_ticket
from manyi.desk.conditions import Conditions
from manyi.desk.models import Status
from manyi.desk.queries import reference
from manyi.desk.views.conditions import condition_values, legible, numbers, posted_conditions
from manyi.desk.views.shared import whole_number
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.sla import actions, queries
from manyi.sla.models import Kind, Policy
from manyi.sla.rules import Step, Target, Terms, Warnings
from manyi.sla.setup import read_policy
from manyi.sla.views.shared import LANGUAGES, names_of
from manyi.sla.words import length, parse_length, write_length

PAUSING = (Status.PENDING, Status.HOLD)
STEPS = 4


@staff_only
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All policies in order; with ``ticket`` the one a ticket falls under."""
    require(request.viewer, MANAGE_SETTINGS)
    number = request.GET.get("ticket", "").strip().removeprefix("#")
    values: dict[str, Any] = {"number": number, "chosen": None, "problem": ""}
    if number:
        try:
            values["chosen"] = queries.policy_for(get_ticket(request.viewer, number))
            values["problem"] = "" if values["chosen"] else _("No policy is for this ticket, so no clock runs.")
        except NotFound:
            values["problem"] = _("There is no ticket with this number that you can see.")
    rows = [(row, read_policy(row)) for row in queries.policies()]
    words = {"length": length, "kind_label": lambda kind: str(Kind(kind).label), "progress": queries.recomputation()}
    return render(request, "sla/policies.html", {**values, **words, "rows": rows})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: StaffRequest, policy_id: int = 0) -> HttpResponse:
    """Add or change a policy."""
    require(request.viewer, MANAGE_SETTINGS)
    row = queries.get_policy(policy_id) if policy_id else None
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            _save(request, row)
            return redirect("sla-policies")
        except Refused as error:
            if error.status not in (409, 422):
                raise
            fields = dict(error.fields) if isinstance(error, Invalid) else {}
            errors = {name: str(text) for name, text in fields.items()} or {"": str(error.message)}
    return render(request, "sla/policy.html", _values(request, row, errors), status=422 if errors else 200)


def _save(request: StaffRequest, row: Policy | None) -> Policy:
    posted = request.POST
    calendar_id = whole_number(posted.get("calendar"))
    return actions.save_policy(
        row,
        by=request.viewer,
        names=names_of(posted),
        conditions=posted_conditions(posted),
        terms=_terms(posted),
        calendar=queries.get_calendar(calendar_id) if calendar_id else None,
        is_active=posted.get("is_active") == "on",
    )


def _terms(posted: QueryDict) -> Terms:
    targets = {}
    for kind in Kind.values:
        seconds = _length(posted, f"target-{kind}")
        if seconds is not None:
            targets[kind] = Target(seconds, numbers(posted, f"pause-{kind}"))
    return Terms(
        targets,
        warnings=Warnings(_shares(posted.get("shares", "")), _people(posted, "warn"), posted.get("warn-mail") == "on"),
        ladder=tuple(filter(None, (_step(posted, place) for place in range(STEPS)))),
        reopening=posted.get("reopening", "continue"),
    )


def _length(posted: QueryDict, name: str) -> int | None:
    try:
        return parse_length(posted.get(name, ""))
    except ValueError:
        raise Invalid(fields={name: _("Write a length such as 90s, 30m or 8h.")}) from None


def _shares(text: str) -> tuple[int, ...]:
    parts = [part.strip().removesuffix("%") for part in text.replace("，", ",").split(",")]
    if not all(part.isdecimal() or not part for part in parts):
        raise Invalid(fields={"shares": _("Warnings come at shares from 1 to 99 percent.")})
    return tuple(sorted({int(part) for part in parts if part}))


def _people(posted: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in posted.getlist(name) if word))


def _step(posted: QueryDict, place: int) -> Step | None:
    after = _length(posted, f"step-{place}-after")
    if after is None:
        return None
    return Step(
        after=after,
        notify=_people(posted, f"step-{place}-notify"),
        mail=posted.get(f"step-{place}-mail") == "on",
        raise_priority=posted.get(f"step-{place}-raise") == "on",
        assign=posted.get(f"step-{place}-assign", ""),
    )


def _values(request: StaffRequest, row: Policy | None, errors: dict[str, str]) -> dict[str, Any]:
    """What the form shows: what was typed when it is refused, else the policy, else a sensible beginning."""
    policy = read_policy(row) if row else None
    conditions, terms = (policy.conditions, policy.terms) if policy else (Conditions(), _beginning())
    is_active, calendar_id = (row.is_active, row.calendar_id) if row else (True, None)
    if errors:
        conditions, terms = legible(posted_conditions, request.POST), legible(_terms, request.POST)
        is_active, calendar_id = "is_active" in request.POST, whole_number(request.POST.get("calendar"))
    steps = [*terms.ladder, *[None] * (STEPS - len(terms.ladder))]
    return {
        "row": row,
        "errors": errors,
        "given": request.POST,
        "languages": LANGUAGES,
        **condition_values(conditions),
        "terms": terms,
        "steps": list(enumerate(steps)),
        "kinds": Kind.choices,
        "pausing": [(status.value, status.label) for status in PAUSING],
        "calendar_options": [(found.pk, label(found.names)) for found in queries.calendars()],
        "calendar_id": calendar_id,
        "is_active": is_active,
        "people": _choices(),
        "write": write_length,
    }


def _beginning() -> Terms:
    pauses = frozenset(status.value for status in PAUSING)
    targets = {"first": Target(3600), "next": Target(4 * 3600), "resolution": Target(24 * 3600, pauses)}
    return Terms(targets, warnings=Warnings((75,)), ladder=(Step(notify=("leader",), mail=True),))


def _choices() -> list[tuple[str, str]]:
    """Whom a ladder may name."""
    words = [("assignee", _("Assignee")), ("owner", _("Owner")), ("leader", _("Team leader"))]
    colleagues = [(f"staff:{one.id}", one.name) for one in reference().active_staff()]
    return [*words, ("role:manager", _("All managers")), *colleagues]


@staff_only
@require_POST
def place(request: StaffRequest, policy_id: int) -> HttpResponse:
    """Ask a policy one place earlier (``to=up``) or later."""
    actions.move_policy(queries.get_policy(policy_id), by=request.viewer, up=request.POST.get("to") == "up")
    return redirect("sla-policies")


@staff_only
@require_POST
def order(request: StaffRequest) -> HttpResponse:
    """Ask the policies in the order in which they were put."""
    actions.order_policies([whole_number(pk) for pk in request.POST.getlist("ids")], by=request.viewer)
    return redirect("sla-policies")


@staff_only
@require_POST
def deletion(request: StaffRequest, policy_id: int) -> HttpResponse:
    """Remove a policy."""
    actions.delete_policy(queries.get_policy(policy_id), by=request.viewer)
    return redirect("sla-policies")
