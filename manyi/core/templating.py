"""The Jinja2 environment of all pages: gettext, times in the viewer's zone, icons, and the shell's values."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.utils import translation
from jinja2 import Environment
from markupsafe import Markup

from manyi.core import navigation, stream_access, times, ui
from manyi.core.addresses import address
from manyi.core.linking import linked


def environment(**options: Any) -> Environment:
    """Django's hook: one environment for the process, autoescaping on."""
    env = Environment(  # noqa: S701 -- Django's options switch autoescaping on
        **{**options, "auto_reload": settings.DEBUG, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    env.globals.update(
        _=_words, gettext=_words, static=static, url=address, get_language=translation.get_language, **ui.GLOBALS
    )
    env.filters.update(
        short_time=times.short,
        full_time=times.full,
        exact_time=times.exact,
        moment_time=times.moment,
        day=times.day,
        duration=times.duration,
        linked=linked,
        **ui.FILTERS,
    )
    return env


def _words(text: str, **values: Any) -> Markup:
    """The text in the active language, with its values."""
    return _words_in(translation.get_language() or "")(text, **values)


@cache
def _words_in(language: str) -> Callable[..., Markup]:
    """``_`` for one language. A page says more than a hundred texts, so each is looked up once."""
    patterns: dict[str, Markup] = {}
    finished: dict[str, Markup] = {}

    def words(text: str, **values: Any) -> Markup:
        if not values and text in finished:
            return finished[text]
        if text not in patterns:
            patterns[text] = Markup(translation.gettext(text))  # noqa: S704 -- our own words
        found = patterns[text] % values
        if not values:
            finished[text] = found
        return found

    return words


def request_values(request: HttpRequest) -> dict[str, Any]:
    """Values every page may use: the viewer, the rail, the CSRF token."""
    viewer = getattr(request, "viewer", None)
    token = cache(lambda: get_token(request))  # masked anew at each call, which costs and makes equal forms differ
    hidden = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">')
    words = _words_in(translation.get_language() or "")
    return {
        "_": words,
        "gettext": words,
        "viewer": viewer,
        "nav": _listed(request, navigation.entries(viewer)) if viewer is not None else [],
        "floats": navigation.floats(),
        "page_scripts": navigation.scripts,
        "settings_nav": lambda: _listed(request, navigation.settings_pages(viewer)) if viewer is not None else [],
        "csrf_token_value": token,
        "csrf_field": cache(lambda: hidden.format(token())),
        "htmx": bool(getattr(request, "htmx", False)),
        "path": request.path,
        "live_here": lambda: stream_access.live(request),
    }


def _listed(request: HttpRequest, entries: list[navigation.Entry]) -> list[dict[str, Any]]:
    found = []
    for entry in entries:
        url = address(entry.url_name)
        active = request.path == url or request.path.startswith(tuple(one for one in (url, *entry.also) if one != "/"))
        shown = {"label": entry.label, "url": url, "icon": entry.icon, "active": active}
        found.append({**shown, "name": entry.url_name, "badge": entry.badge, "group": entry.group.label})
    return found
