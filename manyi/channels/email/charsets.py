"""Bytes to text, whatever the mail claims about them."""

import re
from typing import Final, NamedTuple

from .common_characters import CANDIDATES, share_of_common
from .mail import Notes

_SAMPLE: Final = 4096
_CJK: Final = frozenset({"gb18030", "cp950", "big5hkscs", "cp932", "shift_jis_2004", "cp949", "euc_jp", "euc_jis_2004"})
_STATEFUL: Final = re.compile(r"iso-?2022|hz|utf-?(7|16|32)|ucs-?2|unicode-1-1", re.IGNORECASE)
_DEFAULTS: Final = frozenset({"ascii", "cp1252"})
"""What programs declare without having looked."""

_THREE_BYTES: Final = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_ODD_TWO_BYTES: Final = re.compile("[^\x00-\u017f\u0370-\u03ff\u0400-\u045f\u0490\u0491\u05d0-\u05ea\u060c-\u0652]")

_GB: Final = ("gb18030",)
_BIG5: Final = ("cp950", "big5hkscs")
_SJIS: Final = ("cp932", "shift_jis_2004")
_EUC_KR: Final = ("cp949",)
_WIDER: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "xgbk", "cp936", "ms936", "windows936", "euccn", "gb231280"), _GB),
    **dict.fromkeys(("csgb2312", "gb23121980", "chinese", "isoir58", "gb"), _GB),
    **dict.fromkeys(("big5", "cp950", "xbig5", "big5tw", "windows950", "csbig5", "cnbig5", "big5eten"), _BIG5),
    **dict.fromkeys(("big5hkscs", "xbig5hkscs"), ("big5hkscs", "cp950")),
    **dict.fromkeys(("shiftjis", "sjis", "xsjis", "cp932", "mskanji", "windows31j", "csshiftjis"), _SJIS),
    **dict.fromkeys(("eucjp", "xeucjp", "ujis"), ("euc_jp", "euc_jis_2004")),
    **dict.fromkeys(("euckr", "ksc56011987", "ksc5601", "cp949", "uhc", "windows949", "xwindows949"), _EUC_KR),
    **dict.fromkeys(("cseuckr", "ksx1001", "korean"), _EUC_KR),
    **dict.fromkeys(("iso88591", "latin1", "windows1252", "cp1252", "ansi", "iso885915"), ("cp1252", "latin_1")),
    **dict.fromkeys(("usascii", "ascii", "7bit", "8bit", "ansix341968", "646"), ("ascii",)),
    **dict.fromkeys(("iso2022jp", "csiso2022jp", "cp50220", "cp50221"), ("iso2022_jp_3", "iso2022_jp_ext")),
    **dict.fromkeys(("utf8", "unicode11utf8", "utf8mb4", "xunicode20utf8"), ("utf_8",)),
    "tis620": ("cp874",),
    "iso88598i": ("iso8859_8",),
}
"""Labels are read as the widest set that programs put under them: GB2312 is in practice GB18030."""


class Guess(NamedTuple):
    text: str
    codec: str
    confidence: float
    """Share of the foreign characters that are everyday ones in that script, 0 to 1."""


_NO_CHARSETS: Final = frozenset({"idna", "punycode", "unicodeescape", "rawunicodeescape", "undefined"})
"""Codecs of Python that are not for mail."""


def decode(raw: bytes, label: str = "", *, notes: Notes, where: str = "") -> str:
    """The text of `raw`, which the mail says is in `label` (empty: it says nothing). Never fails.

    UTF-8 is believed before the label, since hardly any other text is valid UTF-8 by chance; bytes that don't fit
    their label are recognised by their everyday characters.
    """
    plain_label = label.strip().strip("'\"")
    if raw.isascii() and not _STATEFUL.search(plain_label) and b"\x1b$" not in raw:
        return raw.decode("ascii")
    codecs = codecs_of(plain_label)
    text = _strict(raw, codecs) if codecs and _trusted(raw, codecs) else None
    if text is not None:
        return text
    guess = recognise(raw)
    if codecs and codecs[0] not in _DEFAULTS and _slightly_damaged(raw, codecs[0], guess):
        notes.add("bytes-undecodable", where or plain_label)
        return raw.decode(codecs[0], "replace")
    _note_label(plain_label, codecs, guess, notes)
    if "\ufffd" in guess.text:
        notes.add("bytes-undecodable", where or plain_label)
    return guess.text


def codecs_of(label: str) -> tuple[str, ...]:
    """The codecs to try for a charset label, widest first; empty for one nobody knows."""
    key = re.sub(r"[^a-z0-9]", "", label.lower())
    if key in _WIDER:
        return _WIDER[key]
    for name in (label, re.sub(r"^x-|^cs", "", label.lower())):
        try:
            "".encode(name)
        except (LookupError, ValueError):
            continue
        return () if key in _NO_CHARSETS else (name,)
    return ()


def recognise(raw: bytes) -> Guess:
    """The most plausible reading of bytes without a trustworthy label."""
    if b"\x1b$" in raw:
        text = _strict(raw, ("iso2022_jp_3", "iso2022_jp_ext", "iso2022_kr"))
        if text is not None:
            return Guess(text, "iso2022_jp", 1.0)
    if _is_utf8(raw) or _is_damaged_utf8(raw):
        return Guess(raw.decode("utf-8", "replace"), "utf_8", 1.0)
    sample = raw[:_SAMPLE]
    scored = ((share_of_common(sample.decode(codec, "replace"), script), codec) for codec, script in CANDIDATES)
    confidence, codec = max(scored, key=lambda pair: pair[0])
    return Guess(raw.decode(codec, "replace"), codec, confidence)


def _trusted(raw: bytes, codecs: tuple[str, ...]) -> bool:
    """Whether the label may be taken at its word for these bytes."""
    if b"\x1b$" in raw:
        return bool(_STATEFUL.search(codecs[0]))
    if codecs[0] == "utf_8":
        return True
    if _is_utf8(raw):
        # Two-byte sequences alone are common in real GBK text; three-byte ones are not.
        return codecs[0] in _CJK and not _THREE_BYTES.search(raw)
    return codecs[0] not in _DEFAULTS or recognise(raw).codec == "cp1252"


def _strict(raw: bytes, codecs: tuple[str, ...]) -> str | None:
    for codec in codecs:
        try:
            return (_wide_jis(raw) if codec == "iso2022_jp_3" else raw).decode(codec)
        except (UnicodeError, ValueError):
            continue
    return None


def _wide_jis(raw: bytes) -> bytes:
    """Marks JIS X 0208 runs as JIS X 0213, which has the circled numbers that Japanese programs use unasked."""
    return raw.replace(b"\x1b$B", b"\x1b$(O") if re.search(rb"\x1b\$B(?:..)*?-", raw, re.DOTALL) else raw


def _is_utf8(raw: bytes) -> bool:
    """Valid and foreign; text of two-byte characters only must be in a script people write."""
    try:
        text = raw.decode("utf-8")
    except UnicodeError:
        return False
    return bool(_THREE_BYTES.search(raw)) or (not raw.isascii() and not _ODD_TWO_BYTES.search(text))


def _is_damaged_utf8(raw: bytes) -> bool:
    """Mostly whole three-byte sequences, which other sets hardly ever form."""
    text = raw.decode("utf-8", "replace")
    whole = sum(1 for character in text if character > "\u07ff" and character != "\ufffd")
    return whole > 3 * text.count("\ufffd")


def _slightly_damaged(raw: bytes, codec: str, guess: Guess) -> bool:
    """A few bad bytes in text that otherwise fits its label, as cut-off lines leave them."""
    if guess.codec in ("utf_8", codec):
        return guess.codec == codec
    text = raw.decode(codec, "replace")
    lost = text.count("\ufffd")
    foreign = sum(1 for character in text if character > "\x7f") or 1
    return (lost <= max(1, foreign // 20) and lost < foreign / 2) or lost == foreign == 1


def _note_label(label: str, codecs: tuple[str, ...], guess: Guess, notes: Notes) -> None:
    name = guess.codec.replace("_", "-")
    if not label:
        notes.add("charset-missing", name)
    elif not codecs:
        notes.add("charset-unknown", f"{label} → {name}")
    else:
        notes.add("charset-mislabelled", f"{label} → {name}")
