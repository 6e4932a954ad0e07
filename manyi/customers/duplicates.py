"""Whether two customers may be one person: a score with its reasons. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

PROPOSED_FROM = 55
POINTS = {"same_phone": 70, "same_mailbox": 45, "same_name": 40, "similar_name": 25, "same_company": 20}
SIMILAR = 0.82
TITLES = re.compile(r"(先生|女士|小姐|老师|经理|总监|总)$|\b(mr|mrs|ms|dr|prof)\b\.?")
# Addresses that belong to a desk, not to a person.
SHARED_MAILBOXES = frozenset(
    {
        "admin",
        "contact",
        "hello",
        "hr",
        "info",
        "kefu",
        "mail",
        "office",
        "sales",
        "service",
        "support",
        "test",
        "webmaster",
    }
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of a customer. ``phones`` and ``mailboxes`` hold blind indexes of the loose forms."""

    name: str = ""
    company_id: int | None = None
    phones: frozenset[str] = frozenset()
    mailboxes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """0 (strangers) to 100 (surely one person), with the keys of the reasons, strongest first."""

    score: int
    reasons: tuple[str, ...]

    @property
    def is_worth_asking(self) -> bool:
        return self.score >= PROPOSED_FROM


def compare(one: Known, other: Known) -> Finding:
    """How likely two customers are one person; the order does not matter."""
    found = []
    if one.phones & other.phones:
        found.append("same_phone")
    if one.mailboxes & other.mailboxes:
        found.append("same_mailbox")
    found += _names(name_key(one.name), name_key(other.name))
    if one.company_id is not None and one.company_id == other.company_id:
        found.append("same_company")
    return Finding(min(100, sum(POINTS[reason] for reason in found)), tuple(found))


def _names(one: str, other: str) -> list[str]:
    if not one or not other:
        return []
    if one == other:
        return ["same_name"]
    # Two Chinese names that differ by one character are two people.
    long_enough = min(len(one), len(other)) >= 5
    first, second = sorted((one, other))
    return ["similar_name"] if long_enough and SequenceMatcher(None, first, second).ratio() >= SIMILAR else []


def name_key(name: str) -> str:
    """A name as compared: without titles, case, accents and the order of its parts."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    words = re.findall(r"[^\W_]+", TITLES.sub(" ", plain.strip()))
    return " ".join(sorted(words))


def loose_phone(value: str) -> str:
    """The end of a phone number, equal however the country was written; empty when it is too short to mean anything."""
    digits = re.sub(r"\D", "", value)
    return digits[-10:] if len(digits) >= 8 else ""


def loose_mailbox(value: str) -> str:
    """The personal part of an address, equal at another provider; empty for shared and very short ones."""
    local = value.partition("@")[0].partition("+")[0].replace(".", "").lower()
    return local if len(local) >= 5 and local not in SHARED_MAILBOXES else ""
