"""The survey's page: one question, four short ones, a comment. Works without scripts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from manyi.core.errors import Invalid, NotFound
from manyi.listening import actions
from manyi.listening.forms import SurveyForm
from manyi.listening.links import survey_of
from manyi.listening.models import Survey
from manyi.people import queries

LABELS = (
    ("solution", _("Was your problem solved?")),
    ("attitude", _("Were we friendly?")),
    ("speed", _("Were we quick?")),
    ("transparency", _("Did you know what was going on?")),
)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question, or take the answer. The signed token is the proof, so no cookie is needed."""
    found = survey_of(token)
    if found is None:
        raise NotFound()
    if request.method == "GET":
        over = found.answered_at is not None or found.expires_at < timezone.now()
        chosen = request.GET.get("overall", "")
        return _page(request, found, SurveyForm(initial={"overall": chosen}), chosen, over=over)
    form = SurveyForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, request.POST.get("overall", ""), status=422)
    given = form.cleaned_data
    actions.rate(found, overall=given["overall"], dimensions=form.dimensions(), comment=given["comment"])
    found.refresh_from_db()
    return _page(request, found, form, "", over=True)


@csrf_exempt
@require_http_methods(["POST"])
def chat_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The same answer from the card in the chat, as form data; returns JSON."""
    found = survey_of(token)
    if found is None:
        raise NotFound()
    form = SurveyForm(request.POST)
    if not form.is_valid():
        raise Invalid(fields={name: str(errors[0]) for name, errors in form.errors.items()})
    given = form.cleaned_data
    actions.rate(found, overall=given["overall"], dimensions=form.dimensions(), comment=given["comment"])
    return JsonResponse({"thanks": True}, headers={"Access-Control-Allow-Origin": "*"})


def _page(
    request: HttpRequest, found: Survey, form: SurveyForm, chosen: str, *, over: bool = False, status: int = 200
) -> HttpResponse:
    values = {
        "company": queries.installation(),
        "survey": found,
        "ticket": found.ticket,
        "form": form,
        "chosen": chosen,
        "labels": LABELS,
        "over": over,
        "narrow": True,
    }
    return render(request, "listening/survey.html", values, status=status)
