"""How the help centre looks: the tokens it loads, and the page where they are chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from manyi.core.actors import Actor, require
from manyi.core.errors import Invalid
from manyi.people.middleware import staff_only
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.portal import actions, queries
from manyi.portal.colours import tokens

_LIGHT, _DARK = ("#ffffff", "#000000"), ("#1b1f1d", "#ffffff")


class LookForm(forms.Form):
    """Colours, and what is said above the search in each language."""

    accent = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$", label=_("Main colour"), required=False, help_text=_("As #rrggbb; empty for jade.")
    )
    accent_dark = forms.RegexField(r"^#[0-9a-fA-F]{6}$", label=_("Main colour on dark pages"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"greeting_{code}"] = forms.CharField(
                label=_("Greeting (%(language)s)") % {"language": name}, max_length=120, required=False
            )
            self.fields[f"notice_{code}"] = forms.CharField(
                label=_("Notice (%(language)s)") % {"language": name}, max_length=300, required=False
            )

    def texts(self, what: str) -> dict[str, str]:
        """What was written in each language."""
        return {code: self.cleaned_data[f"{what}_{code}"] for code, _name in settings.LANGUAGES}


@require_GET
def theme(request: HttpRequest) -> HttpResponse:
    """The tokens the company has chosen, laid over ours."""
    look = queries.look()
    parts = []
    if look.accent:
        parts.append(f":root {{ {tokens(look.accent, *_LIGHT)} }}")
    if dark := look.accent_dark:
        parts.append(f':root[data-theme="dark"] {{ {tokens(dark, *_DARK)} }}')
        parts.append(
            f'@media (prefers-color-scheme: dark) {{ :root[data-theme="system"] {{ {tokens(dark, *_DARK)} }} }}'
        )
    response = HttpResponse("\n".join(parts), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@staff_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Choose colours and words, and see what the help centre prevents."""
    viewer: Actor = request.viewer  # type: ignore[attr-defined]
    require(viewer, MANAGE_SETTINGS)
    look = queries.look()
    initial = {"accent": look.accent, "accent_dark": look.accent_dark}
    initial |= {f"greeting_{code}": text for code, text in look.greetings.items()}
    initial |= {f"notice_{code}": text for code, text in look.notices.items()}
    form = LookForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_look(
                by=viewer,
                greetings=form.texts("greeting"),
                notices=form.texts("notice"),
                accent=form.cleaned_data["accent"].lower(),
                accent_dark=form.cleaned_data["accent_dark"].lower(),
            )
            return redirect("help_look")
        except Invalid as refused:
            for name, text in refused.fields.items():
                form.add_error(name, str(text))
    status = 422 if form.errors else 200
    values = {"form": form, "figures": queries.figures()}
    return render(request, "portal/help/look.html", values, status=status)
