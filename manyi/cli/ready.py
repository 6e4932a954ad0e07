"""Loading the product into a command."""

from __future__ import annotations

import os
import sys
from typing import ClassVar

import click

from manyi import config

USER_ERROR = 2


class Stop(click.ClickException):
    """Ends a command with one sentence, for what a person must mend."""

    exit_code: ClassVar[int] = USER_ERROR

    def show(self, file: object = None) -> None:
        click.echo(self.message, err=True)


def said(error: Exception) -> str | None:
    """What to tell a person about an error that is no fault of the program; None for a fault."""
    if isinstance(error, config.ConfigError):
        return str(error)
    refused = getattr(sys.modules.get("manyi.core.errors"), "Refused", ())
    if isinstance(error, refused):
        return "\n".join([str(error), *(f"{name}: {text}" for name, text in getattr(error, "fields", {}).items())])
    unreachable = getattr(sys.modules.get("django.db.utils"), "OperationalError", ())
    if isinstance(error, unreachable):
        return f"The database can't be used: {str(error).strip()}"
    return None


def spoken() -> str:
    """The language of the terminal, as its environment names it: Chinese or else English."""
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh-hans" if named.lower().startswith("zh") else "en"


def load_product() -> None:
    """Set Django up, speaking as the terminal does. Raises :class:`ConfigError` for settings that can't be used."""
    config.load()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manyi.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate(spoken())
