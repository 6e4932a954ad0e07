"""Taking personal data out of a text: what it was is replaced by its kind, and counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import phonenumbers
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from manyi.core.errors import Text

KINDS: dict[str, Text] = {
    "email": _("e-mail address"),
    "phone": _("phone number"),
    "id_number": _("identity number"),
    "card": _("card number"),
    "address": _("postal address"),
    "account": _("account"),
    "order": _("order number"),
    "plate": _("number plate"),
    "ip": _("IP address"),
    "name": _("name"),
}
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾"
    "夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧司诸上官"
)
_ID = re.compile(r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])")
_CARD = re.compile(r"(?<![\dA-Za-z])\d(?:[ -]?\d){12,18}(?![\dA-Za-z])")
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)),
    ("ip", re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")),
    ("plate", re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-HJ-NP-Z0-9]{5,6}")),
    ("account", re.compile(r"(?:微信|QQ|支付宝)(?:号|账号)?\s*[:：是]?\s*(?P<it>[A-Za-z\d][\w-]{4,19})", re.ASCII)),
    (
        "address",
        re.compile(
            r"(?:[\u4e00-\u9fff]{2,7}(?:省|自治区|市))?[\u4e00-\u9fff]{2,7}[市区县州][\u4e00-\u9fff\d]{1,16}?"
            r"(?:路|街|道|巷|弄|村|镇|小区|大厦|花园)[\u4e00-\u9fff\dA-Za-z-]{0,14}?\d+(?:号楼|号院|号|栋|幢|座|单元|室|楼|层)"
            r"(?:[\dA-Za-z-]+(?:号楼|号|栋|幢|座|单元|室|楼|层)?)*"
            r"|\d{1,5} (?:[A-Z][a-z]+ ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd)\b\.?"
        ),
    ),
    ("order", re.compile(r"(?<![\dA-Za-z])(?=[\dA-Z-]*\d{6})[A-Z]{1,5}-?\d[\d-]{5,}(?![\dA-Za-z])")),
    ("order", re.compile(r"(?:单号|运单|order(?: number| no\.?)?)\s*[:：是]?\s*(?P<it>#?[A-Z]{0,4}\d[\d-]{5,})", re.I)),
    (
        "name",
        re.compile(
            r"(?:我叫|我是|本人姓名|姓名[:：]|收件人[:：]?|联系人[:：]?|[Mm]y name is |I am |I'm )\s*"
            rf"(?P<it>[{SURNAMES}][\u4e00-\u9fff·]{{1,3}}(?=[，,。！!\s]|$)|[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
        ),
    ),
    ("name", re.compile(r"(?P<it>[\u4e00-\u9fff])(?=先生|女士|小姐|太太)")),
)


@dataclass(frozen=True, slots=True)
class Removal:
    """Something taken out: where it stood in the original, and its kind."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without personal data, and what was taken out of the original, in order.

    ``language`` is that of the text; without it, what was taken out is named in the reader's.
    """

    original: str
    removals: tuple[Removal, ...]
    language: str

    @property
    def text(self) -> str:
        with translation.override(self.language or translation.get_language()):
            return "".join(part if kind is None else f"【{KINDS[kind]}】" for part, kind in self.parts())

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(found.kind for found in self.removals))

    def parts(self) -> list[tuple[str, str | None]]:
        """The original in pieces; those that were taken out name their kind."""
        pieces: list[tuple[str, str | None]] = []
        place = 0
        for found in self.removals:
            pieces += [(self.original[place : found.start], None), (self.original[found.start : found.end], found.kind)]
            place = found.end
        return [*pieces, (self.original[place:], None)]


def clean(text: str, names: Iterable[str] = (), language: str = "") -> Cleaned:
    """Find the personal data of a text; ``names`` are those of the people it is about."""
    found = [Removal(hit.start(), hit.end(), "id_number") for hit in _ID.finditer(text) if _is_id(hit[0])]
    found += [Removal(hit.start(), hit.end(), "card") for hit in _CARD.finditer(text) if _is_card(hit[0])]
    for kind, pattern in _PATTERNS:
        found += [Removal(*hit.span("it" if pattern.groups else 0), kind) for hit in pattern.finditer(text)]
    found += [Removal(hit.start, hit.end, "phone") for hit in phonenumbers.PhoneNumberMatcher(text, "CN")]
    for name in sorted({name.strip() for name in names if len(name.strip()) > 1}, key=len, reverse=True):
        found += [Removal(hit.start(), hit.end(), "name") for hit in re.finditer(re.escape(name), text, re.IGNORECASE)]
    return Cleaned(text, _apart(found), language)


def _apart(found: list[Removal]) -> tuple[Removal, ...]:
    """Those that do not overlap an earlier or, from the same place, longer one."""
    kept: list[Removal] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return tuple(kept)


def _is_id(number: str) -> bool:
    """The check digit of a Chinese identity number (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


def _is_card(written: str) -> bool:
    """Luhn's check digit."""
    digits = [int(each) for each in written if each.isdigit()]
    doubled = [each if place % 2 == 0 else each * 2 - 9 * (each > 4) for place, each in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0 and len(set(digits)) > 1
