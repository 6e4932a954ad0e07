"""Loading the product into a command."""

from __future__ import annotations

import os
from typing import ClassVar

import click

from manyi import config


class Stop(click.ClickException):
    """Ends a command with one sentence, for what a person must mend."""

    exit_code: ClassVar[int] = 2

    def show(self, file: object = None) -> None:
        click.echo(self.message, err=True)


def load_product(language: str = "en") -> None:
    """Set Django up. Raises :class:`ConfigError` for settings that can't be used."""
    config.load()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manyi.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate(language)
