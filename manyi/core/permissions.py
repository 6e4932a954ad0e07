"""The list of permissions, filled by each app's ``permissions.py`` when Django starts."""

from __future__ import annotations

from manyi.core.errors import Text

_registry: dict[str, Text] = {}


def declare(code: str, label: Text) -> str:
    """Add a permission such as ``ticket.reply`` with its name for the roles page; returns the code."""
    _registry[code] = label
    return code


def declared() -> dict[str, Text]:
    """Every permission by code, in the order of declaration."""
    return dict(_registry)
