"""Files that old programs write into the text itself between `begin` and `end`."""

import binascii
import re
from typing import Final, NamedTuple

_BLOCK: Final = re.compile(
    r"^begin [0-7]{3,4} ([^\n]{1,200})\n((?:[ -`]{1,62}\n)+?)(?:[` ]?\n)?end[ \t]*$", re.MULTILINE
)


class Found(NamedTuple):
    filename: str
    content: bytes


def take_files(text: str) -> tuple[str, list[Found]]:
    """The text without its uuencoded files, and the files. What can't be decoded stays in the text."""
    if "\nend" not in text or "begin " not in text:
        return text, []
    files: list[Found] = []

    def take(match: re.Match[str]) -> str:
        try:
            content = b"".join(_line(line) for line in match[2].split("\n") if line)
        except (binascii.Error, ValueError):
            return match[0]
        files.append(Found(match[1].strip(), content))
        return ""

    return _BLOCK.sub(take, text), files


def _line(line: str) -> bytes:
    """One line; some programs strip the spaces that pad it."""
    length = (ord(line[0]) - 32) & 63
    return binascii.a2b_uu(line[0] + line[1:].ljust((length + 2) // 3 * 4))
