"""Our side of the sign-in library: nobody signs up by himself, and a lock-out says so in a page."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from manyi.core.errors import TooMany
from manyi.core.middleware import answer


class AccountAdapter(DefaultAccountAdapter):
    """Colleagues are invited; there is no open registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def locked_out(request: HttpRequest, credentials: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
    """The answer after too many failed attempts."""
    return answer(
        request,
        TooMany(_("Too many failed attempts. Please wait 15 minutes, or ask your administrator."), retry_after=900),
    )
