"""What the settings pages of this app share."""

from __future__ import annotations

from zoneinfo import available_timezones

from babel.dates import get_day_names
from django.http import QueryDict

from manyi.core.times import babel_locale

LANGUAGES = (("zh-hans", "简体中文"), ("en", "English"))
STRANGE = ("Etc/", "posix/", "right/")
ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(STRANGE))


def names_of(posted: QueryDict) -> dict[str, str]:
    """The names typed in each language."""
    return {code: posted.get(f"name-{code}", "") for code, _language in LANGUAGES}


def weekdays() -> list[str]:
    """Monday to Sunday in the active language."""
    names = get_day_names("wide", locale=babel_locale())
    return [names[place] for place in range(7)]
