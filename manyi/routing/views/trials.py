"""Settings: two policies side by side on a simulated floor, before one is switched on."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from manyi.core.actors import require
from manyi.core.errors import Invalid
from manyi.core.i18n import label
from manyi.desk.views.shared import whole_number
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.routing import actions, setup
from manyi.routing.queries import get_queue
from manyi.routing.simulation import charts, queries, report
from manyi.routing.simulation.company import MOST_DAYS, policies
from manyi.routing.words import policy_label

DAYS = 14
RUNS = 20


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    """What was tried out, and a form to try out something else."""
    require(request.viewer, MANAGE_SETTINGS)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            return redirect("routing-trial", _begin(request))
        except Invalid as error:
            errors = {name: str(text) for name, text in error.fields.items()}
    named = [(name, policy_label(name)) for name in queries.policy_names()]
    values = {
        "trials": queries.trials(),
        "policy_label": policy_label,
        "label": label,
        "queues": [("", _("All work")), *((str(one.id), label(one.names)) for one in setup.current().queues)],
        "policies": [("current", _("The one in use")), *named],
        "given": request.POST,
        "errors": errors,
        "days": DAYS,
        "runs": RUNS,
        "most_days": MOST_DAYS,
    }
    return render(request, "routing/trials.html", values, status=422 if errors else 200)


def _begin(request: StaffRequest) -> int:
    posted = request.POST
    queue_id = get_queue(whole_number(posted.get("queue"))).pk if posted.get("queue") else None
    first, second = (one.weights for one in policies([posted.get("first", ""), posted.get("second", "")], queue_id))
    days, runs = whole_number(posted.get("days")), whole_number(posted.get("runs"))
    return int(actions.begin_trial(first, second, by=request.viewer, days=days, runs=runs, queue_id=queue_id).pk)


@staff_only
@require_safe
def show(request: StaffRequest, trial_id: int) -> HttpResponse:
    """How far a trial is, or what it says; the fragment alone for the page that waits for it."""
    require(request.viewer, MANAGE_SETTINGS)
    row = queries.get_trial(trial_id)
    names = [policy_label(found["name"]) for found in row.weights]
    values: dict[str, Any] = {"trial": row, "names": names, "label": label}
    if row.result:
        found = row.result["policies"]
        values |= {
            "rows": [
                (label, name, [(policy["measures"][name], policy["difference"][name]) for policy in found])
                for name, label in report.LABELS.items()
            ],
            "cell": report.cell,
            "answers": report.answer_words(row.result),
            "verdict": report.verdict,
            "charts": charts.pictures(row.result),
        }
    is_fragment = bool(request.headers.get("HX-Request"))
    return render(request, "routing/trial_result.html" if is_fragment else "routing/trial.html", values)
