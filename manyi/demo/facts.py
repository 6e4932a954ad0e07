"""The facts of one conversation: product, order, dates, amounts. They fill the slots and stay the same throughout."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from manyi.demo import library, rhythm
from manyi.demo.library import Scenario
from manyi.demo.records import Customer, Enterprise, Product

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_PROMISES = (
    (10, "今天中午12点前", "by noon Beijing time today"),
    (14, "今天下午5点前", "by 17:00 Beijing time today"),
    (18, "今天晚上8点前", "by 20:00 Beijing time today"),
    (24, "明天上午11点前", "by 11:00 Beijing time tomorrow"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What both sides know. `slots` holds every value wording may ask for, in the right language."""

    product: Product
    bought: date
    slots: dict[str, str]


def day(value: date, language: str) -> str:
    """A date as people say it."""
    if language == "zh":
        return f"{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1]}"


def promise(at: datetime, language: str) -> str:
    """A time an agent can promise at `at`, still in working hours."""
    words = next((words for latest, *words in _PROMISES if at.hour < latest))
    return words[library.LANGUAGES.index(language)]


def draw(
    rng: Random,
    scenario: Scenario,
    customer: Customer,
    enterprise: Enterprise | None,
    at: datetime,
    earlier: "Facts | None" = None,
) -> Facts:
    """Fresh facts for a conversation starting at `at`; `earlier` ones are kept when the customer comes back."""
    words = _words(scenario.language)
    product = earlier.product if earlier else _product(rng, scenario)
    bought = earlier.bought if earlier else _bought(rng, scenario, at)
    slots = {
        **_product_slots(rng, scenario, product, words),
        **_order_slots(rng, scenario, product, bought, at, words),
        **_people_slots(scenario, customer, enterprise),
        **_small_slots(rng, at, words),
    }
    if earlier:
        slots["order"] = earlier.slots["order"]
    return Facts(product, bought, slots)


@cache
def _words(language: str) -> dict[str, Any]:
    return dict(library.read("slots.toml")[language])


@cache
def _ages() -> dict[str, list[int]]:
    return dict(library.read("slots.toml")["ages"])


@cache
def _range_of(categories: tuple[str, ...]) -> tuple[Product, ...]:
    return tuple(each for each in library.products() if not categories or {each.category, each.sku} & set(categories))


def _product(rng: Random, scenario: Scenario) -> Product:
    return rng.choice(_range_of(scenario.categories))


def _bought(rng: Random, scenario: Scenario, at: datetime) -> date:
    sale = rhythm.promotion(at.date())
    if scenario.promo and sale:
        return min(sale.day, at.date())
    low, high = scenario.age or _ages()[scenario.type]
    return at.date() - timedelta(days=rng.randint(low, high))


def _product_slots(rng: Random, scenario: Scenario, product: Product, words: dict[str, Any]) -> dict[str, str]:
    language = scenario.language
    others = [each for each in library.products() if each is not product]
    alike = [each for each in others if each.category == product.category] or others
    colour, colour2 = rng.sample(words["colours"], 2)
    return {
        "product": getattr(product.short, language),
        "product2": getattr(rng.choice(alike).short, language),
        "thing": getattr(library.things()[product.category], language),
        "color": colour,
        "color2": colour2,
        "version": f"{rng.randint(1, 4)}.{rng.randint(0, 9)}.{rng.randint(0, 28)}",
        "serial": f"OB{rng.randint(2, 9)}{rng.choice('CFHKMT')}{rng.randint(100000, 999999)}",
    }


def _order_slots(
    rng: Random, scenario: Scenario, product: Product, bought: date, at: datetime, words: dict[str, Any]
) -> dict[str, str]:
    zh = scenario.language == "zh"
    price = product.price_cny if zh else product.price_usd
    qty = rng.choice((30, 50, 60, 80, 100, 120, 150, 200, 300))
    quote = (price * Decimal("0.82")).quantize(Decimal(1))
    age = (at.date() - bought).days
    courier, tracking = rng.choice(words["couriers"])
    stuck = min(rng.randint(3, 8), max(2, age - 1))
    language = scenario.language
    return {
        "order": f"D{bought:%Y%m%d}-{rng.randint(10000, 99999)}",
        "bought": day(bought, language),
        "bought_eta": day(min(bought + timedelta(days=3), at.date() - timedelta(days=1)), language),
        "late": str(max(2, age - 3)),
        "used": next(name for limit, name in words["used"] if age <= limit),
        "stuck": str(stuck),
        "courier": courier,
        "tracking": _digits(rng, tracking),
        "new_tracking": _digits(rng, words["express"][1]),
        "back_tracking": _digits(rng, rng.choice(words["couriers"])[1]),
        "amount": str(price),
        "refund": str(price),
        "diff": str(rng.choice((10, 15, 20, 30, 40, 50)) if price > 150 else rng.choice((5, 8, 10))),
        "qty": str(qty),
        "quote": str(quote),
        "total": f"{quote * qty:,}",
        "less": f"{quote * qty * 98 // 100:,}",
        "old_rma": f"R{at - timedelta(days=stuck):%Y%m%d}-{rng.randint(100, 999)}",
    }


def _people_slots(scenario: Scenario, customer: Customer, enterprise: Enterprise | None) -> dict[str, str]:
    title = ("女士" if customer.gender == "f" else "先生") if scenario.language == "zh" else ""
    family = customer.name[:2] if customer.name.startswith("欧阳") else customer.name[:1]
    country = library.read("people.toml")["abroad"].get(customer.country)
    digits = "".join(filter(str.isdigit, customer.address("phone") or customer.key))[-4:]
    return {
        "me": customer.name,
        "sir": family + title,
        "first": customer.name.split()[0],
        "city": customer.city,
        "country": country[2] if country else "China",
        "plug": country[1] if country else "Chinese",
        "company": enterprise.name if enterprise else customer.name,
        "tail": digits,
    }


def _small_slots(rng: Random, at: datetime, words: dict[str, Any]) -> dict[str, str]:
    number = rng.randint(2, 4)
    return {
        "n": str(number),
        "nth": {2: "second", 3: "third", 4: "fourth"}[number],
        "percent": str(rng.randint(18, 86)),
        "error": f"E{rng.randint(1, 24):02d}",
        "phone": rng.choice(words["phones"]),
        "store": rng.choice(words["stores"]),
        "promise_past": rng.choice(words["ago"]),
        "coupon": str(rng.choice(words["coupons"])),
        "fee": str(rng.randint(8, 19)),
        "repair_fee": str(rng.choice((49, 69, 89, 99, 129, 159))),
        "points": str(rng.randrange(120, 900, 10)),
        "time": f"{rng.randint(9, 19)}:{rng.randint(0, 59):02d}",
        "batch": f"{at - timedelta(days=rng.randint(40, 200)):%y%m}{rng.choice('ABC')}",
        "flow": f"RF{at:%Y%m%d}{rng.randint(100000, 999999)}",
        "rma": f"R{at:%Y%m%d}-{rng.randint(100, 999)}",
        "promo": rhythm.next_promotion(at.date()),
    }


def _digits(rng: Random, pattern: str) -> str:
    return "".join(rng.choice("0123456789") if each == "#" else each for each in pattern)


def at_moment(facts: Facts, language: str, at: datetime) -> None:
    """Set the slots that depend on when the next message is written."""
    slots = facts.slots
    slots["promise"] = promise(at, language)
    slots["eta"] = day(at.date() + timedelta(days=2 if language == "zh" else 6), language)
