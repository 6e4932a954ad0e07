"""Before the company is set up there is one page: where to find the link to the first-run assistant."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from manyi.people.queries import is_installed

Handler = Callable[[HttpRequest], HttpResponse]
OPEN = ("/setup/", "/static/", "/health")
_seen = False


def installed(get_response: Handler) -> Handler:
    """Lead every page to the assistant until there is a company; afterwards this costs nothing."""

    def run(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN) or _is_installed():
            return get_response(request)
        return HttpResponseRedirect("/setup/")

    return run


def _is_installed() -> bool:
    global _seen
    _seen = _seen or is_installed()
    return _seen


def forget() -> None:
    """Ask the database again, for tests that begin with an empty one."""
    global _seen
    _seen = False
