"""What templates need to draw: icons, faces, sizes, spoken times, and the viewer's theme."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from importlib.resources import files
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from babel.dates import format_timedelta
from babel.numbers import format_currency
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils import translation
from markupsafe import Markup

from manyi.core import charts
from manyi.core.actors import Actor
from manyi.core.i18n import label

FACES = 6
_NAMESPACE = b' xmlns="http://www.w3.org/2000/svg"'
THEMES = ("system", "light", "dark")
THEME_COOKIE = "manyi_theme"


@functools.lru_cache(maxsize=1024)
def icon(name: str, size: int = 16, label: str = "") -> Markup:
    """A lucide icon as inline SVG, `size` px square; hidden from screen readers unless it has a label."""
    spoken = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    drawing = ElementTree.fromstring(_drawings().read(f"{name}.svg").replace(_NAMESPACE, b""))  # noqa: S314 -- a package's
    shape = {"width": str(size), "height": str(size), "class": "icon", "stroke-width": "1.7", "focusable": "false"}
    drawing.attrib.update(shape | spoken)
    return Markup(ElementTree.tostring(drawing, encoding="unicode"))  # noqa: S704 -- a file of the icon package


@functools.cache
def _drawings() -> ZipFile:
    """All icons; the package itself reads its archive's list of 1,500 anew for each."""
    return ZipFile(BytesIO(files("lucide").joinpath("lucide.zip").read_bytes()))


def initials(name: str) -> str:
    """What a face shows without a picture: the surname's character, or up to two Latin initials."""
    words = name.split()
    if not words:
        return "?"
    if not words[0][0].isascii():
        return words[0][0]
    return (
        "".join(word[0] for word in (words[0], *words[-1:]) if word[0].isalnum())[: min(len(words), 2)].upper() or "?"
    )


def face(seed: object) -> str:
    """One of six calm colour pairs, always the same one for the same person."""
    return f"face-{zlib.crc32(str(seed).encode()) % FACES + 1}"


def relative_time(at: datetime, now: datetime) -> str:
    """The distance as people say it ("5 minutes ago", "in 2 hours") in the active language."""
    locale = translation.to_locale(translation.get_language() or "en")
    return format_timedelta(at - now, add_direction=True, locale=locale)


def money(amount: Decimal, currency: str = "") -> str:
    """An amount as people write it: ¥1,299.00, $20.00; the bare number without a currency."""
    locale = translation.to_locale(translation.get_language() or "en")
    return format_currency(amount, currency, locale=locale) if currency else f"{amount:,.2f}"


def html_language() -> str:
    """The active language as the `lang` attribute wants it."""
    return {"zh-hans": "zh-CN", "zh-hant": "zh-TW"}.get(language := translation.get_language() or "en", language)


def theme_of(request: HttpRequest | None, viewer: Actor | None = None) -> str:
    """The theme this browser chose, else the viewer's; "system" follows the machine's own setting."""
    chosen = request.COOKIES.get(THEME_COOKIE, "") if request else ""
    if chosen in THEMES:
        return chosen
    return viewer.theme if viewer else "system"


GLOBALS: dict[str, Callable[..., Any]] = {
    "icon": icon,
    "face": face,
    "initials": initials,
    "relative_time": relative_time,
    "html_language": html_language,
    "theme_of": theme_of,
    "sparkline": charts.sparkline,
    "line_chart": charts.line_chart,
    "bar_chart": charts.bar_chart,
    "ranking": charts.ranking,
    "stacked_bars": charts.stacked_bars,
    "radar": charts.radar,
}
FILTERS: dict[str, Callable[..., Any]] = {"file_size": filesizeformat, "label": label, "money": money}
