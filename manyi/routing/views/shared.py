"""What the settings pages of this app share."""

from __future__ import annotations

from collections.abc import Callable

from django.http import QueryDict
from django.utils.translation import gettext as _

from manyi.core.errors import Invalid, Refused

LANGUAGES = (("zh-hans", "简体中文"), ("en", "English"))


def names_of(posted: QueryDict) -> dict[str, str]:
    """The names typed in each language."""
    return {code: posted.get(f"name-{code}", "") for code, _language in LANGUAGES}


def number(posted: QueryDict, name: str, default: float = 0) -> float:
    """A number from a form. Raises :class:`Invalid` for anything else."""
    text = posted.get(name, "").strip().replace("，", ".").replace(",", ".")
    if not text:
        return default
    try:
        found = float(text)
    except ValueError:
        raise Invalid(fields={name: _("Write a number.")}) from None
    if not -1e9 < found < 1e9:
        raise Invalid(fields={name: _("Write a number.")})
    return found


def tried(save: Callable[[], object]) -> dict[str, str]:
    """What is wrong with a form, by field; empty when it was saved."""
    try:
        save()
    except Refused as error:
        if error.status not in (409, 422):
            raise
        fields = {name: str(text) for name, text in error.fields.items()} if isinstance(error, Invalid) else {}
        return fields or {"": str(error.message)}
    return {}
