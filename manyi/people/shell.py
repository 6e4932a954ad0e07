"""What the shell shows of the person who is signed in: presence, menus, notices of the last action."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from manyi.people.access import presence_of
from manyi.people.queries import company_name


def values(request: HttpRequest) -> dict[str, Any]:
    """Template values of every page; nothing is asked of the database for a page without the shell."""
    viewer = getattr(request, "viewer", None)
    found: dict[str, Any] = {
        "messages": SimpleLazyObject(lambda: list(get_messages(request))),
        "company_name": SimpleLazyObject(company_name),
    }
    if viewer is not None:
        found["presence"] = SimpleLazyObject(lambda: presence_of(viewer))
        found["shell_urls"] = _urls()
    return found


@cache
def _urls() -> dict[str, str]:
    return {
        "commands": reverse("commands"),
        "presence": reverse("presence"),
        "pulse": reverse("presence-pulse"),
        "theme": reverse("account_theme"),
        "language": reverse("account_language"),
        "profile": reverse("account"),
        "sign_out": reverse("account_logout"),
    }
