"""Which language a text is in, as far as its script tells."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_LETTERS = re.compile(r"[A-Za-zÀ-ɏ]{2}")


def guess(text: str) -> str:
    """``zh-hans``, ``ja``, ``ko`` or ``en`` by script; empty when the text has no words."""
    sample = text[:2000]
    if _KANA.search(sample):
        return "ja"
    if _HANGUL.search(sample):
        return "ko"
    if _HAN.search(sample):
        return "zh-hans"
    return "en" if _LETTERS.search(sample) else ""


def same_language(one: str, other: str) -> bool:
    """Whether two codes name one language, whatever the script or country."""
    return one.split("-")[0] == other.split("-")[0]
