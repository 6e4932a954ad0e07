"""Addresses in what people wrote become links. Chinese is written without blanks: an address ends where ASCII ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from markupsafe import Markup, escape

_FOUND: Final = re.compile(
    r"(?P<web>https?://[!#-;=?-~]+|(?<![A-Za-z0-9.@/-])www\.[A-Za-z0-9-]+\.[!#-;=?-~]+)"
    r"|(?P<mail>(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})",
    re.IGNORECASE,
)
_STOPS: Final = ".,:;!?'*_~"
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
_SHOWN: Final = 80
"""Letters of an address that are shown; the link keeps all."""


def linked(text: str) -> Markup:
    """The text, escaped, with its web and mail addresses as links."""
    return Markup("").join(_pieces(text))


def _pieces(text: str) -> Iterator[Markup]:
    done = 0
    for found in _FOUND.finditer(text):
        address = _ended(found.group())
        yield escape(text[done : found.start()])
        yield _link(address, mail=found["mail"] is not None)
        done = found.start() + len(address)
    yield escape(text[done:])


def _ended(address: str) -> str:
    """Without what ends the sentence around it: a full stop, or a bracket that was opened before the address."""
    while address:
        last = address[-1]
        unopened = last in _PAIRS and address.count(last) > address.count(_PAIRS[last])
        if last not in _STOPS and not unopened:
            break
        address = address[:-1]
    return address


def _link(address: str, *, mail: bool) -> Markup:
    if mail:
        return Markup('<a href="mailto:{0}">{0}</a>').format(address)
    target = address if "://" in address else f"https://{address}"
    shown = address if len(address) <= _SHOWN else f"{address[:_SHOWN]}…"
    return Markup('<a href="{}" rel="noopener noreferrer nofollow" target="_blank">{}</a>').format(target, shown)
