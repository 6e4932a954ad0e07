"""Who translates: a provider by setting, none by default. The one shipped speaks the protocol of LibreTranslate.

A provider is called by the worker, never while a page is built; only who asks for his own words waits for it.
"""

from __future__ import annotations

from typing import Protocol

import httpx
import msgspec
from django.conf import settings
from django.utils.translation import gettext as _

from manyi.core.errors import Conflict

PATIENCE = 10.0
LONGEST = 10_000
CODES = {"zh-hans": "zh"}
"""Our codes of languages where the protocol has others."""


class Untranslatable(Exception):
    """The provider refused for good; asking again is pointless."""


class Provider(Protocol):
    """Something that translates."""

    name: str

    def translate(self, text: str, language: str) -> str:
        """The text in a language. Raises :class:`Untranslatable`, or anything else to be asked again later."""


class _Answer(msgspec.Struct):
    translatedText: str


class LibreTranslate:
    """A server of LibreTranslate, or one that speaks as it does: ``POST /translate``."""

    name = "LibreTranslate"

    def __init__(self, address: str, key: str = "") -> None:
        self.address, self.key = address, key

    def translate(self, text: str, language: str) -> str:
        body = {"q": text[:LONGEST], "source": "auto", "target": CODES.get(language, language), "format": "text"}
        if self.key:
            body["api_key"] = self.key
        answer = httpx.post(f"{self.address}/translate", json=body, timeout=PATIENCE, follow_redirects=False)
        if 400 <= answer.status_code < 500 and answer.status_code != httpx.codes.TOO_MANY_REQUESTS:
            raise Untranslatable(f"{answer.status_code} {answer.text[:150]}")
        answer.raise_for_status()
        try:
            return msgspec.json.decode(answer.content, type=_Answer).translatedText
        except msgspec.MsgspecError as error:
            raise Untranslatable(f"unreadable answer: {error}") from None


def in_language(text: str, language: str) -> str:
    """What a colleague has written, in the customer's language, while he waits for it.

    Raises :class:`Conflict` without a provider, or when it gives no translation within :data:`PATIENCE` seconds.
    """
    service = provider()
    if service is None:
        raise Conflict()
    try:
        return service.translate(text, language)
    except (Untranslatable, httpx.HTTPError):
        raise Conflict(_("The translation service gave no answer. Your text is unchanged.")) from None


def provider() -> Provider | None:
    """The provider the settings name; None where nothing is translated."""
    return LibreTranslate(settings.TRANSLATE_URL, settings.TRANSLATE_KEY) if settings.TRANSLATE_URL else None
