"""Names that people enter in several languages, such as ticket types, kept as ``{"zh-hans": …, "en": …}``."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import translation


def label(names: Mapping[str, str], language: str = "") -> str:
    """The name in the asked (or active) language, else in the first language it has."""
    wanted = language or translation.get_language()
    return names.get(wanted) or names.get("zh-hans") or names.get("en") or next(iter(names.values()), "")
