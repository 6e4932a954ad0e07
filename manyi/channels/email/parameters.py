"""Parameters of Content-Type and Content-Disposition: RFC 2231, RFC 2047 inside them, and raw names."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_to_bytes

from .charsets import decode
from .headers import decode_text, raw_bytes
from .mail import Notes

_PARAMETER: Final = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:\\.|[^"\\])*"?|[^;]*)', re.DOTALL)
_SECTION: Final = re.compile(r"^(.+?)(?:\*(\d{1,3}))?(\*)?$")
_WHOLE: Final = -1
_MEDIA_TYPE: Final = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")


@dataclass(frozen=True, slots=True)
class _Section:
    order: int
    encoded: bool
    value: str


class Parameters:
    """A structured header: its leading value in lower case and its parameters, still encoded."""

    def __init__(self, header: str) -> None:
        value = re.match(r"[^;\s]*", header)
        self.value = value.group().strip().lower() if value else ""
        self._sections: dict[str, list[_Section]] = {}
        for name, raw in _PARAMETER.findall(header):
            section = _SECTION.match(name)
            if section:
                key, order, star = section.groups()
                place = int(order) if order else _WHOLE
                self._sections.setdefault(key.lower(), []).append(_Section(place, bool(star), _unquote(raw)))

    def media_type(self, default: str) -> str:
        return self.value if _MEDIA_TYPE.fullmatch(self.value) else default

    def plain(self, name: str) -> str:
        """A parameter that is a mere token, such as a boundary or a charset."""
        return "".join(section.value for section in self._chosen(name)).strip()

    def text(self, name: str, charset: str, notes: Notes) -> str:
        """A parameter meant for people, such as a file name."""
        sections = self._chosen(name)
        if not any(section.encoded for section in sections):
            return decode_text("".join(section.value for section in sections), charset, notes, name)
        declared, _, rest = _charset_of(sections[0].value)
        raw = b"".join(
            unquote_to_bytes(raw_bytes(rest if section is sections[0] else section.value))
            if section.encoded
            else raw_bytes(section.value)
            for section in sections
        )
        return decode(raw, declared or charset, notes=notes, where=name)

    def _chosen(self, name: str) -> list[_Section]:
        """The sections of one spelling: `name*`, else `name*0…`, else plain `name`."""
        sections = self._sections.get(name, [])
        whole = [section for section in sections if section.encoded and section.order == _WHOLE]
        continued = sorted((s for s in sections if s.order != _WHOLE), key=lambda section: section.order)
        return whole[:1] or continued or sections[:1]


def _charset_of(value: str) -> tuple[str, str, str]:
    """`gb18030'zh'%B7%A2` in its three pieces."""
    pieces = value.split("'", 2)
    return (pieces[0], pieces[1], pieces[2]) if len(pieces) == 3 else ("", "", value)


def _unquote(raw: str) -> str:
    text = raw.strip()
    if not text.startswith('"'):
        return text
    inner = text[1:-1] if len(text) > 1 and text.endswith('"') else text[1:]
    # A backslash before anything but a quote is a Windows path, not an escape.
    return re.sub(r'\\(["\\])', r"\1", inner)
