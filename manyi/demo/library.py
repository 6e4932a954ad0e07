"""The written content under `content/`, read once."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from manyi.demo.records import (
    Department,
    Field,
    Macro,
    MacroStep,
    Option,
    Product,
    Staff,
    Team,
    Texts,
    TicketType,
    Words,
)

CONTENT = Path(__file__).parent / "content"
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Step:
    """One turn after the opening. Wordings 0 and 1 belong to lanes 0 and 1, further ones to both.

    `department` is set when `actor` is office; an optional step may be left out; a shared one has no lanes;
    a later one happens hours after the one before.
    """

    actor: str
    department: str
    optional: bool
    wordings: tuple[str, ...]
    shared: bool = False
    later: bool = False

    def wording(self, lane: int, rng: Random) -> str:
        """The template to use in a lane."""
        if self.shared:
            return rng.choice(self.wordings)
        extras = len(self.wordings) - 2
        if extras > 0 and rng.random() < 0.3:
            return self.wordings[2 + rng.randrange(extras)]
        return self.wordings[lane % len(self.wordings)]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A kind of conversation. Opening n and every wording n of its steps share lane n % 2.

    `categories` are product categories or article numbers, none means any product; `age`, when given, is the
    least and most days since the purchase; `photo` is an attachment kind, `photo_by` who sends it.
    """

    key: str
    language: str
    type: str
    stage: str
    weight: int
    categories: tuple[str, ...]
    enterprise: bool
    promo: bool
    previous: bool
    age: tuple[int, ...]
    order: bool
    refund: bool
    part_refund: bool
    defect: str
    photo: str
    photo_by: str
    priority: str
    team: str
    tags: tuple[str, ...]
    subjects: tuple[str, ...]
    opens: tuple[str, ...]
    details: tuple[str, ...]
    asks: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def expects_photo(self) -> bool:
        """Whether the first answer speaks of the customer's picture."""
        return any("照片" in each or "photo" in each for each in self.steps[0].wordings)

    @property
    def root(self) -> str:
        """The root of the type tree: enquiry, after_sale, complaint or suggestion."""
        return self.type.split(".")[0]


@cache
def read(name: str) -> dict[str, Any]:
    """One content file as plain data; shared, so not to be changed."""
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))


@cache
def scenarios(language: str) -> tuple[Scenario, ...]:
    """Every kind of conversation in that language, in a fixed order."""
    files = sorted((CONTENT / language).glob("*.toml"))
    return tuple(
        _scenario(f"{language}/{file.stem}/{key}", language, entry)
        for file in files
        if file.stem != "phrases"
        for key, entry in read(f"{language}/{file.name}").items()
    )


def _scenario(key: str, language: str, entry: dict[str, Any]) -> Scenario:
    return Scenario(
        key=key,
        language=language,
        type=entry["type"],
        stage=entry.get("stage", "after_sale"),
        weight=entry.get("weight", 3),
        categories=tuple(entry.get("on", ())),
        enterprise=entry.get("enterprise", False),
        promo=entry.get("promo", False),
        previous=entry.get("previous", False),
        age=tuple(entry.get("age", ())),
        order=entry.get("order", False),
        refund=entry.get("refund", False),
        part_refund=entry.get("refund_part", False),
        defect=entry.get("defect", ""),
        photo=entry.get("photo", ""),
        photo_by=entry.get("photo_by", "customer"),
        priority=entry.get("priority", "normal"),
        team=entry.get("team", ""),
        tags=tuple(entry.get("tags", ())),
        subjects=tuple(entry["subject"]),
        opens=tuple(entry["open"]),
        details=tuple(entry.get("detail", ())),
        asks=tuple(entry.get("ask", ())),
        steps=tuple(_step(each) for each in entry["steps"]),
    )


def _step(entry: list[str]) -> Step:
    who, *wordings = entry
    actor, _, department = who.rstrip("?~").partition(":")
    return Step(actor, department, who.endswith("?"), tuple(wordings), later="~" in who)


@cache
def phrases(language: str) -> dict[str, dict[str, list[str]]]:
    """Wording shared by all conversations of a language, by speaker and occasion."""
    data = read(f"{language}/phrases.toml")
    ratings = data["rating"]
    return data | {f"rating.{score}": entry for score, entry in ratings.items()}


@cache
def shared_step(language: str, speaker: str, occasion: str) -> Step:
    """A turn made of shared phrases; always the same object."""
    actor = occasion if occasion == "handover" else speaker
    return Step(actor, "", False, tuple(phrases(language)[speaker][occasion]), shared=True)


@cache
def products() -> tuple[Product, ...]:
    """The shop's range."""
    return tuple(
        Product(
            sku=sku,
            category=category,
            name=Words(zh, en),
            short=Words(short, en.removeprefix("Obsidian ")),
            blurb=Words(blurb_zh, blurb_en),
            price_cny=Decimal(cny),
            price_usd=Decimal(usd),
        )
        for sku, (category, zh, short, en, cny, usd, blurb_zh, blurb_en) in read("products.toml")["products"].items()
    )


@cache
def things() -> dict[str, Words]:
    """What people call a product of each category."""
    return {key: Words(*names) for key, names in read("products.toml")["things"].items()}


def _company() -> dict[str, Any]:
    return read("company.toml")


def name() -> Words:
    """The company's name."""
    return Words(*_company()["name"])


def domain() -> str:
    """The company's mail domain, a reserved one."""
    return str(_company()["domain"])


def texts() -> Texts:
    """Wording of the company's own pages and letters."""
    return Texts(**{key: Words(*value) for key, value in _company()["texts"].items()})


def _login(person: str) -> str:
    return f"{person.replace('_', '.')}@{domain()}" if person else ""


@cache
def departments() -> tuple[Department, ...]:
    """Service and the four departments that help it."""
    rows = _company()["departments"].items()
    return tuple(Department(key, Words(zh, en), _login(owner)) for key, (zh, en, owner) in rows)


@cache
def teams() -> tuple[Team, ...]:
    """The service teams."""
    rows = _company()["teams"].items()
    return tuple(Team(key, Words(zh, en), _login(lead), tuple(langs)) for key, (zh, en, lead, *langs) in rows)


@cache
def staff() -> tuple[Staff, ...]:
    """Forty service agents over four tiers, and seven colleagues around them."""
    return tuple(_staff(person, row) for person, row in _company()["staff"].items())


def _staff(person: str, row: list[str]) -> Staff:
    full, nick, post, tier, place, joined, *languages = row
    serves = post in ("agent", "leader")
    return Staff(
        login=_login(person),
        name=full,
        nickname=nick,
        post=post,
        tier=tier,
        team=place if serves else "",
        department="service" if serves else place,
        languages=tuple(languages),
        joined_on=date.fromisoformat(joined),
    )


@cache
def types() -> tuple[TicketType, ...]:
    """The type tree, parents before children."""
    rows = _company()["types"].items()
    return tuple(TicketType(key, key.rpartition(".")[0], Words(*names)) for key, names in rows)


@cache
def fields() -> tuple[Field, ...]:
    """The custom fields; models and defects are choices."""
    choices = {
        "product_model": tuple(Option(each.sku, each.name) for each in products()),
        "defect_kind": tuple(Option(key, Words(*names)) for key, names in _company()["defects"].items()),
    }
    rows = _company()["fields"].items()
    return tuple(
        Field(key, Words(zh, en), kind, tuple(shown), tuple(required), choices.get(key, ()))
        for key, (zh, en, kind, shown, required) in rows
    )


def macros() -> tuple[Macro, ...]:
    """Prepared sets of actions."""
    rows = read("desk.toml")["macros"].items()
    return tuple(Macro(key, Words(zh, en), tuple(map(_macro_step, steps))) for key, (zh, en, *steps) in rows)


def blocks() -> Iterator[tuple[str, str]]:
    """Text blocks, in each language: name and text."""
    for rows in read("desk.toml")["blocks"].values():
        yield from rows.values()


def _macro_step(line: str) -> MacroStep:
    does, _, value = line.partition(": ")
    return MacroStep(does, value)
