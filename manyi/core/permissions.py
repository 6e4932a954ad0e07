"""The list of permissions, filled by each app's ``permissions.py`` when Django starts."""

from __future__ import annotations

from collections.abc import Iterable

from manyi.core.errors import Text

_registry: dict[str, Text] = {}
_scopes: dict[str, Text] = {}
_covered: dict[str, frozenset[str]] = {}


def declare(code: str, label: Text) -> str:
    """Add a permission such as ``ticket.reply`` with its name for the roles page; returns the code."""
    _registry[code] = label
    return code


def declared() -> dict[str, Text]:
    """Every permission by code, in the order of declaration."""
    return dict(_registry)


def declare_scope(code: str, label: Text, *permissions: str) -> str:
    """Add a scope API tokens may hold, such as ``tickets:read``, with its name for the tokens page; returns the code.

    A token acts with those of its colleague's permissions that one of its scopes lets through.
    """
    _scopes[code] = label
    _covered[code] = frozenset(permissions)
    return code


def scopes() -> dict[str, Text]:
    """Every declared scope by code, in the order of declaration."""
    return dict(_scopes)


def covered(codes: Iterable[str]) -> frozenset[str]:
    """The permissions these scopes let through."""
    return frozenset().union(*(_covered.get(code, frozenset()) for code in codes))
