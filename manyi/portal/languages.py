"""The languages of public pages, as they stand in their addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.utils import translation

CODES = {"zh": "zh-hans", "en": "en"}
NAMES = {"zh-hans": "中文", "en": "English"}
_SHORT = {code: short for short, code in CODES.items()}

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class LanguageConverter:
    """``zh`` and ``en`` in an address, the codes of Django in a view."""

    regex = "|".join(CODES)

    def to_python(self, value: str) -> str:
        return CODES[value]

    def to_url(self, value: str) -> str:
        """Raises :class:`ValueError` for a language no page has."""
        if value not in _SHORT:
            raise ValueError(value)
        return _SHORT[value]


def in_language(view: View[P]) -> Callable[..., HttpResponse]:
    """A view whose address says its language."""

    @wraps(view)
    def run(request: HttpRequest, language: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with translation.override(language):
            return view(request, *args, **kwargs)

    return run
