"""The first-run assistant: five steps behind a one-time link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from manyi.channels.chat.sites import site_of
from manyi.channels.email.checking import check_mailbox
from manyi.core.errors import Conflict, Refused
from manyi.core.forms import add_refusal
from manyi.core.limits import allow
from manyi.people import actions as people
from manyi.people import queries
from manyi.people.letters import absolute
from manyi.people.views.entering import sign_in
from manyi.web import actions, setup
from manyi.web.forms import AdministratorForm, ColleaguesForm, CompanyForm, FirstMailboxForm, FirstSiteForm

PER_HOUR = 300
Extra = dict[str, Any]


@require_safe
@never_cache
def where(request: HttpRequest) -> HttpResponse:
    """Where to find the link."""
    if queries.is_installed():
        return redirect("/")
    return render(request, "web/setup_where.html")


@require_safe
@never_cache
def begin(request: HttpRequest, secret: str) -> HttpResponse:
    """Go on where the assistant was left."""
    _opened(request, secret)
    return redirect("setup_step", secret, setup.first_open(setup.done()).key)


def _opened(request: HttpRequest, secret: str) -> None:
    allow(request, "setup", per_hour=PER_HOUR)
    people.open_setup_link(secret)


@never_cache
def step(request: HttpRequest, secret: str, key: str) -> HttpResponse:
    """One step: what is typed is saved before the next one opens."""
    _opened(request, secret)
    finished, found = setup.done(), setup.step_of(key)
    if found is None or not setup.is_reachable(found, finished):
        return redirect("setup_begin", secret)
    form, save = PAGES[key](request)
    extra: Extra | None = None
    if form.is_bound and form.is_valid():
        try:
            extra = save(form)
        except Refused as error:
            add_refusal(form, error)
        else:
            if extra is None:
                return _onward(secret, found)
    values = {
        "form": form,
        "step": found,
        "steps": [(one, one.key in finished) for one in setup.STEPS],
        "secret": secret,
        "next": setup.after(found),
        **(extra or {}),
        **_shown(request, key),
    }
    return render(request, f"web/setup_{key}.html", values, status=422 if form.errors else 200)


def _onward(secret: str, done: setup.Step) -> HttpResponse:
    following = setup.after(done)
    if done.key == "chat":
        return redirect("setup_step", secret, done.key)
    return redirect("setup_step", secret, following.key) if following else redirect("setup_step", secret, done.key)


Page = tuple[forms.Form, Callable[[Any], Extra | None]]


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _you(request: HttpRequest) -> Page:
    known = setup.first_administrator()
    initial = {"name": known.name, "email": known.email} if known else {}
    form = AdministratorForm(_data(request), initial=initial, has_password=known is not None)

    def save(given: AdministratorForm) -> None:
        language = "zh-hans" if translation.get_language().startswith("zh") else "en"
        actions.set_administrator(**given.cleaned_data, language=language)

    return form, save


def _company(request: HttpRequest) -> Page:
    language = "zh-hans" if translation.get_language().startswith("zh") else "en"
    form = CompanyForm.of(queries.installation(), _data(request), language=language, time_zone="Asia/Shanghai")
    return form, lambda given: actions.set_company(by=setup.acting(), **given.cleaned_data)


def _mailbox(request: HttpRequest) -> Page:
    known = setup.first_inbox("email")
    initial: dict[str, Any] = {"name": queries.company_name()}
    if known is not None:
        initial = {"name": known.name, "address": known.address, "user": known.config.get("imap", {}).get("user", "")}
        for end in ("imap", "smtp"):
            initial |= {f"{end}_{key}": value for key, value in known.config.get(end, {}).items()}

    def save(given: FirstMailboxForm) -> Extra | None:
        values = given.cleaned_data
        findings = check_mailbox(values["address"], given.config(), given.secrets())
        if "test" in request.POST or not all(found.works for found in findings):
            return {"findings": findings}
        actions.set_mailbox(
            name=values["name"],
            address=values["address"],
            config=given.config(),
            secrets=given.secrets(),
            by=setup.acting(),
        )
        return None

    return FirstMailboxForm(_data(request), initial=initial), save


def _chat_site(request: HttpRequest) -> Page:
    known = setup.first_inbox("chat")
    initial = {"name": queries.company_name(), "origins": ""}
    if known is not None:
        initial = {"name": known.name, "origins": "\n".join(site_of(known).config.origins)}

    def save(given: FirstSiteForm) -> None:
        actions.set_site(**given.cleaned_data, by=setup.acting())

    return FirstSiteForm(_data(request), initial=initial), save


def _colleagues(request: HttpRequest) -> Page:
    form = ColleaguesForm(_data(request), initial={"role": queries.usual_role()})

    def save(given: ColleaguesForm) -> Extra:
        values = given.cleaned_data
        made = actions.invite_all(values["people"], role=values["role"], by=setup.acting())
        links = [(email, absolute(f"/join/{secret}/")) for email, secret in made]
        return {"invited": links, "form": ColleaguesForm(initial={"role": values["role"]})}

    return form, save


PAGES: dict[str, Callable[[HttpRequest], Page]] = {
    "you": _you,
    "company": _company,
    "mailbox": _mailbox,
    "chat": _chat_site,
    "colleagues": _colleagues,
}


def _shown(request: HttpRequest, key: str) -> Extra:
    """What a step shows beside its form."""
    if key == "chat":
        known = setup.first_inbox("chat")
        address = request.build_absolute_uri("/chat/widget.js")
        return {"tag": f'<script src="{address}" data-site="{known.address}" async></script>' if known else ""}
    if key == "colleagues":
        return {"has_mailbox": setup.first_inbox("email") is not None}
    return {}


@require_POST
@never_cache
def finish(request: HttpRequest, secret: str) -> HttpResponse:
    """The link is dead, the administrator is signed in."""
    _opened(request, secret)
    staff = setup.first_administrator()
    if staff is None or not queries.is_installed():
        raise Conflict()
    people.use_setup_link(secret, by=setup.acting())
    return sign_in(request, staff)
