"""Between Django forms and actions: what an action refuses is said at the field it is about."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings

from manyi.core.errors import Refused


def add_refusal(form: forms.BaseForm, error: Refused) -> None:
    """Show a refusal in the form: at the fields it names, else above the form."""
    for name, text in error.fields.items():
        form.add_error(name if name in form.fields else None, str(text))
    if not error.fields:
        form.add_error(None, str(error.message))


def language_field(**options: Any) -> forms.ChoiceField:
    """A choice of the languages Manyi speaks, each named in itself."""
    names = {"zh-hans": "简体中文", "en": "English"}
    return forms.ChoiceField(choices=[(code, names.get(code, code)) for code, _name in settings.LANGUAGES], **options)


def time_zone_field(**options: Any) -> forms.ChoiceField:
    """A choice of time zones by their usual names."""
    names = sorted(
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix", "right"))
    )
    return forms.ChoiceField(choices=[(name, name.replace("_", " ")) for name in ["UTC", *names]], **options)
