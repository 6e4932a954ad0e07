"""App configuration shared by every app of Manyi: its permissions and reactions are loaded at start."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class ManyiApp(AppConfig):
    """Loads what an app declares at start: permissions, events, sentences, reactions, jobs, navigation, panels."""

    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for module in ("permissions", "events", "sentences", "reactions", "jobs", "navigation", "panels"):
            name = f"{self.name}.{module}"
            if find_spec(name) is not None:
                import_module(name)


class CoreConfig(ManyiApp):
    name = "manyi.core"
    default = True

    def ready(self) -> None:
        super().ready()
        import_module("manyi.core.log")
