"""Sets ``request.viewer`` and the viewer's language and time zone for the request."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from manyi.core.actors import Actor
from manyi.core.times import zone
from manyi.people.access import viewer_of

Handler: TypeAlias = Callable[[HttpRequest], HttpResponse]
P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of a signed-in colleague."""

    viewer: Actor


def viewer(get_response: Handler) -> Handler:
    """Find the viewer; speak his language, in his time zone. Others get the browser's language if we have it."""

    def run(request: HttpRequest) -> HttpResponse:
        found = viewer_of(request)
        request.viewer = found  # type: ignore[attr-defined]
        language = found.language if found else translation.get_language_from_request(request)
        with (
            translation.override(language),
            timezone.override(zone(found.time_zone if found else settings.TIME_ZONE)),
        ):
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response

    return run


def staff_only(view: Callable[Concatenate[StaffRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for signed-in colleagues; everybody else is sent to the sign-in page, and from there back.

    A script is told so by 401: it must not take the sign-in page for its answer.
    """

    @wraps(view)
    def run(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.viewer is None:
            htmx = getattr(request, "htmx", None)
            if not htmx and request.headers.get("X-Requested-With") != "XMLHttpRequest":
                return redirect_to_login(request.get_full_path())
            response = HttpResponse(status=401)
            if htmx:
                response.headers["HX-Redirect"] = redirect_to_login(htmx.current_url_abs_path or "/").url
            return response
        return view(request, *args, **kwargs)

    return run
