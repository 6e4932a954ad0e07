"""Ways in by a link: the one-time sign-in link and the invitation. Opening a link changes nothing, a button does:
mail scanners and link previews open every link they meet.
"""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from manyi.core.errors import NotFound, Refused
from manyi.core.forms import add_refusal
from manyi.core.limits import allow
from manyi.people import actions, queries
from manyi.people.forms import NewPasswordForm
from manyi.people.models import Staff

PER_HOUR = 60


def sign_in(request: HttpRequest, staff: Staff, *, to: str = "/") -> HttpResponse:
    """Sign a colleague in; one with a second factor is asked for it."""
    response: HttpResponse = perform_login(request, staff, redirect_url=to)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The one-time link of the command line."""
    if request.method != "POST":
        return render(request, "people/login_link.html")
    allow(request, "login-link", per_hour=PER_HOUR)
    try:
        staff = actions.use_login_link(secret)
    except NotFound:
        return render(request, "people/dead_link.html", status=404)
    return sign_in(request, staff)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """The link of an invitation: choose a password and start."""
    allow(request, "join", per_hour=PER_HOUR)
    invitation = queries.invitation_by(secret)
    if invitation is None or not invitation.is_open:
        return render(request, "people/dead_link.html", status=404)
    form = NewPasswordForm(
        request.POST if request.method == "POST" else None, initial={"name": invitation.name}, email=invitation.email
    )
    if request.method == "POST" and form.is_valid():
        try:
            staff = actions.accept_invitation(
                secret,
                password=form.cleaned_data["password"],
                name=form.cleaned_data["name"],
                language=_spoken(translation.get_language()),
            )
        except NotFound:
            return render(request, "people/dead_link.html", status=404)
        except Refused as error:
            add_refusal(form, error)
        else:
            return sign_in(request, staff)
    status = 422 if form.errors else 200
    return render(request, "people/join.html", {"form": form, "invitation": invitation}, status=status)


def _spoken(language: str) -> str:
    return "zh-hans" if language.startswith("zh") else "en"
