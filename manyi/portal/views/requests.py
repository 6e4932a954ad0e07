"""The customer's pages: ask, see, answer, confirm. They work without scripts and on a phone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from manyi.core.errors import Invalid, NotFound
from manyi.core.files import SHOWN_INLINE
from manyi.core.limits import allow
from manyi.customers.models import Customer
from manyi.desk import actions as desk
from manyi.desk.models import Status, Ticket
from manyi.desk.rich import rendered
from manyi.listening.links import url_of
from manyi.listening.queries import open_survey
from manyi.portal import actions, queries
from manyi.portal.access import COOKIE, actor_of, customers_only, remember, ticket_of
from manyi.portal.forms import RequestForm, SayForm, SignInForm
from manyi.portal.views.help import Offer, attempt_id, offer
from manyi.portal.views.shared import page
from manyi.routing.actions import arrange_call_back, note_told
from manyi.routing.queries import call_times


@require_http_methods(["GET", "POST"])
def new_request(request: HttpRequest) -> HttpResponse:
    """The web form."""
    if request.method == "GET":
        asked = request.GET.get("subject", "")[:200]
        return _contact_page(request, RequestForm(initial={"subject": asked}), offer(request, asked))
    allow(request, "form", per_hour=20)
    form = RequestForm(request.POST, request.FILES)
    if not form.is_valid():
        return _contact_page(request, form, offer(request), status=422)
    given = {key: value for key, value in form.cleaned_data.items() if key not in ("website", "attempt")}
    if form.cleaned_data["website"]:
        return page(request, "portal/sent.html", number="", email=given["email"])
    if not form.cleaned_data["attempt"] and not given["uploads"]:
        offered = offer(request, given["subject"])
        if offered.found:
            return _contact_page(request, form, offered, is_asked=True)
    ticket = actions.open_request(**given)
    actions.end_contact(attempt_id(form.cleaned_data["attempt"]), "sent")
    return page(request, "portal/sent.html", number=ticket.number, email=given["email"])


def _contact_page(request: HttpRequest, form: RequestForm, offered: Offer, **values: Any) -> HttpResponse:
    """The form, with articles that may answer it above; ``is_asked`` when it was sent and waits for a second look."""
    status = values.pop("status", 200)
    return page(request, "portal/new.html", status, form=form, offered=offered, **values)


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the address, send the link, and say the same whether we know the address or not."""
    if request.method == "GET":
        return page(request, "portal/sign_in.html", form=SignInForm(), narrow=True)
    allow(request, "sign-in", per_hour=20)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return page(request, "portal/sign_in.html", 422, form=form, narrow=True)
    actions.send_entry_link(form.cleaned_data["email"])
    return page(request, "portal/link_sent.html", email=form.cleaned_data["email"], narrow=True)


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, secret: str) -> HttpResponse:
    """The mailed link: a button first, so that a mail scanner that opens it does not use it up."""
    if request.method == "GET":
        return page(request, "portal/enter.html", narrow=True)
    try:
        customer = actions.use_entry_link(secret)
    except NotFound as spent:
        return page(request, "portal/sign_in.html", 404, form=SignInForm(), told=str(spent), narrow=True)
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    response = redirect(wanted if safe and wanted.startswith("/") else "portal_requests")
    remember(response, customer)
    return response


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    response = redirect("portal_sign_in")
    response.delete_cookie(COOKIE)
    return response


@customers_only
def my_requests(request: HttpRequest, customer: Customer) -> HttpResponse:
    """The list of one's own requests."""
    before = request.GET.get("before", "")
    tickets = queries.my_requests(customer, int(before) if before.isdecimal() else 0)
    more = tickets[-1].pk if len(tickets) == queries.PAGE else None
    return page(request, "portal/requests.html", tickets=tickets, states=queries.STATES, more=more)


@customers_only
@require_http_methods(["GET", "POST"])
def my_request(request: HttpRequest, customer: Customer, number: str) -> HttpResponse:
    """One request: its story, the conversation, and what can be done now."""
    ticket = queries.my_request(customer, number)
    if request.method == "GET":
        return _request_page(request, ticket, SayForm())
    form = SayForm(request.POST, request.FILES)
    if not form.is_valid():
        return _request_page(request, ticket, form, status=422)
    actions.say(ticket, customer, **form.cleaned_data)
    return redirect("portal_my_request", number=number)


def _request_page(
    request: HttpRequest, ticket: Ticket, form: SayForm, status: int = 200, errors: Mapping[str, Any] | None = None
) -> HttpResponse:
    wait = queries.wait_of(ticket)
    note_told(ticket, wait.place)
    survey = open_survey(ticket) if ticket.status == Status.CLOSED else None
    return page(
        request,
        "portal/request.html",
        status,
        ticket=ticket,
        story=queries.story(ticket),
        conversation=queries.conversation(ticket),
        laid_out=rendered,
        form=form,
        survey_url=url_of(survey) if survey else "",
        wait=wait,
        errors=errors or {},
        given=request.POST,
    )


@require_POST
@customers_only
def confirm(request: HttpRequest, customer: Customer, number: str) -> HttpResponse:
    """It is solved."""
    actions.confirm(queries.my_request(customer, number))
    return redirect("portal_my_request", number=number)


@require_POST
@customers_only
def reopen(request: HttpRequest, customer: Customer, number: str) -> HttpResponse:
    """It is not solved."""
    desk.reopen(queries.my_request(customer, number), by=actor_of(customer), reason="customer")
    return redirect("portal_my_request", number=number)


@require_POST
@customers_only
def call_back(request: HttpRequest, customer: Customer, number: str) -> HttpResponse:
    """Rather be called than wait."""
    ticket = queries.my_request(customer, number)
    chosen = request.POST.get("at", "")
    at = next((one for one in call_times(ticket) if one.isoformat() == chosen), None)
    try:
        arrange_call_back(ticket, by=actor_of(customer), phone=request.POST.get("phone", ""), at=at)
    except Invalid as error:
        return _request_page(request, ticket, SayForm(), status=422, errors=error.fields)
    return redirect("portal_my_request", number=number)


@customers_only
def my_file(request: HttpRequest, customer: Customer, attachment_id: int) -> HttpResponse:
    """A file of one's own conversation, shown only when it is a picture or PDF, and then powerless."""
    name, media_type, content = queries.my_file(customer, attachment_id)
    shown = media_type in SHOWN_INLINE
    response = HttpResponse(content, content_type=media_type if shown else "application/octet-stream")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = content_disposition_header(not shown, name) or "inline"
    return response


@require_http_methods(["GET", "POST"])
def request_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a mail: confirm or reopen this one request, without signing in."""
    ticket = ticket_of(token)
    if request.method == "POST":
        if request.POST.get("answer") == "solved":
            actions.confirm(ticket)
        else:
            desk.reopen(ticket, by=actor_of(ticket.customer), reason="customer")
        return redirect("portal_request", token=token)
    survey = open_survey(ticket) if ticket.status == Status.CLOSED else None
    return page(
        request,
        "portal/by_link.html",
        ticket=ticket,
        story=queries.story(ticket),
        survey_url=url_of(survey) if survey else "",
        narrow=True,
    )
