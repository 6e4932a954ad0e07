"""Addresses made comparable, recognisable and maskable. Pure functions."""

from __future__ import annotations

import unicodedata

import phonenumbers

from manyi.core.crypto import blind_index
from manyi.customers.duplicates import loose_mailbox, loose_phone

HOME_REGION = "CN"


def normalise(kind: str, value: str) -> str:
    """The form in which two spellings of one address are equal; empty when the value can't be such an address."""
    text = unicodedata.normalize("NFKC", value).strip()
    if kind == "email":
        return text.lower() if text.count("@") == 1 and not text.startswith("@") and not text.endswith("@") else ""
    if kind == "phone":
        return _phone(text)
    return text


def _phone(text: str) -> str:
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def index_of(kind: str, value: str) -> str:
    """The blind index an address is found by."""
    return blind_index(f"identity:{kind}", normalise(kind, value))


def loose_index_of(kind: str, value: str) -> str:
    """A blind index of what stays the same when a person writes an address differently, to find duplicates by.

    Empty when the address says nothing about the person.
    """
    looks_like_phone = kind in ("external", "openid") and value.lstrip("+").isdigit()
    if kind == "phone" or looks_like_phone:
        loose, family = loose_phone(value), "phone"
    else:
        loose, family = (loose_mailbox(normalise(kind, value)) if kind == "email" else ""), "mailbox"
    return blind_index(f"loose:{family}", loose) if loose else ""


def mask(kind: str, value: str) -> str:
    """What a person without the right sees: enough to recognise, not enough to use."""
    if kind == "email":
        local, _, domain = value.partition("@")
        return f"{local[:1]}•••@{domain}"
    if kind == "phone":
        digits = value.removeprefix("+86")
        return f"{digits[:3]} •••• {digits[-4:]}" if len(digits) >= 9 else f"•••• {digits[-2:]}"
    return f"{value[:4]}•••" if len(value) > 6 else "•••"
