"""Customers and the companies they buy for, with every address in reserved ranges."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from manyi.demo import library
from manyi.demo.records import Customer, Enterprise, Identity

INTERNATIONAL_SHARE = 0.15
TWIN_SHARE = 0.02
ENTERPRISES = 60
CONTACTS_PER_ENTERPRISE = 2
MAIL_DOMAINS = ("example.com", "example.org", "example.net")
# Number ranges no subscriber has: 154 is unassigned in China, the others are kept for films and tests.
UNUSED_PHONES = {"CN": "+86154{:08d}", "US": "+1{area}55501{:02d}", "GB": "+44770090{:04d}", "FR": "+3363998{:04d}"}
US_AREAS = (212, 213, 305, 312, 404, 415, 503, 512, 602, 617, 702, 713, 718, 720, 801, 917)


@dataclass(slots=True)
class _Registry:
    """Hands out addresses that nobody else has."""

    rng: Random
    taken: set[str]

    def mail(self, stem: str) -> str:
        ending = ""
        while True:
            address = f"{stem}{ending}@{self.rng.choice(MAIL_DOMAINS)}"
            if address not in self.taken:
                self.taken.add(address)
                return address
            ending = str(self.rng.randrange(1, 9999))

    def phone(self, country: str) -> str:
        pattern = UNUSED_PHONES[country]
        size = 10 ** {"CN": 8, "US": 2}.get(country, 4)
        while True:
            number = self.rng.randrange(size) % (1000 if country == "GB" else size)
            text = pattern.format(number, area=self.rng.choice(US_AREAS))
            if text not in self.taken:
                self.taken.add(text)
                return text

    def code(self, prefix: str, digits: int) -> str:
        return f"{prefix}{self.rng.randrange(16**digits):0{digits}x}"


def enterprises(rng: Random) -> tuple[Enterprise, ...]:
    """Sixty companies, some abroad."""
    data = library.read("people.toml")
    abroad = data["enterprises"]["abroad"]
    towns = [town for row in data["abroad"].values() for town in row[3]]
    names = _enterprise_names(rng, data)
    made = [(next(names)) for _ in range(ENTERPRISES - len(abroad))]
    made += [(each, rng.choice(towns)) for each in abroad]
    return tuple(
        Enterprise(f"e{number:02d}", full, city, _value_class(rng, enterprise=True))
        for number, (full, city) in enumerate(made, 1)
    )


def _enterprise_names(rng: Random, data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    while True:
        word = rng.choice(data["enterprises"]["words"])
        city = rng.choice(data["cities"]["zh"][:30])
        full = f"{city}{word}{rng.choice(data['enterprises']['trades'])}有限公司"
        if full not in seen:
            seen.add(full)
            yield full, city


def _value_class(rng: Random, *, enterprise: bool = False) -> str:
    weights = (40, 40, 20) if enterprise else (8, 32, 60)
    return rng.choices("ABC", weights)[0]


def customers(rng: Random, count: int, start: datetime, companies: tuple[Enterprise, ...]) -> tuple[Customer, ...]:
    """`count` customers known before `start`, among them a few deliberate duplicates."""
    twins = round(count * TWIN_SHARE)
    registry = _Registry(rng, set())
    data = library.read("people.toml")
    jobs = _contact_posts(companies, count)
    abroad = set(rng.sample(range(len(jobs), count - twins), _abroad_count(jobs, companies, count, twins)))
    made: list[Customer] = []
    for number in range(count - twins):
        post = jobs[number] if number < len(jobs) else None
        foreign = number in abroad or (post is not None and post.name.isascii())
        make = _foreigner if foreign else _local
        made.append(make(rng, registry, data, f"c{number + 1:05d}", start, post))
    originals = rng.sample([each for each in made if each.address("phone") and not each.enterprise], twins)
    for number, original in enumerate(originals, count - twins + 1):
        made.append(_twin(rng, registry, original, f"c{number:05d}"))
    return tuple(made)


def _contact_posts(companies: tuple[Enterprise, ...], count: int) -> list[Enterprise]:
    return (list(companies) * CONTACTS_PER_ENTERPRISE)[: count // 4]


def _abroad_count(jobs: list[Enterprise], companies: tuple[Enterprise, ...], count: int, twins: int) -> int:
    already = sum(each.name.isascii() for each in jobs)
    return max(0, round((count - twins) * INTERNATIONAL_SHARE) - already)


def _local(
    rng: Random, registry: _Registry, data: dict[str, Any], key: str, start: datetime, post: Enterprise | None
) -> Customer:
    rows = [row.split(":") for row in data["surnames"]]
    surname, sound, _ = rng.choices(rows, [int(row[2]) for row in rows])[0]
    gender = rng.choice("fm")
    given, spoken = rng.choice(data["given"][gender]).split(":")
    identities = []
    if post or rng.random() < 0.62:
        identities.append(Identity("email", registry.mail(_local_stem(rng, sound, spoken))))
    if not identities or rng.random() < 0.72:
        identities.append(Identity("phone", registry.phone("CN")))
    city = post.city if post else rng.choice(data["cities"]["zh"])
    person = Customer(
        key=key, name=surname + given, gender=gender, language="zh", country="CN", city=city,
        enterprise="", value_class=_value_class(rng), vip=rng.random() < 0.03,
        since=_since(rng, start), identities=tuple(identities),
    )  # fmt: skip
    return _finished(rng, registry, person, post)


def _local_stem(rng: Random, sound: str, given: str) -> str:
    year = rng.randrange(1968, 2006)
    return rng.choice(
        (f"{sound}.{given}", f"{sound}{given}{year % 100:02d}", f"{given}{sound}{year}", f"{sound}_{given}",
         f"{rng.randrange(10**7, 10**9)}", f"{given}.{sound}{rng.randrange(1, 99)}")
    )  # fmt: skip


def _foreigner(
    rng: Random, registry: _Registry, data: dict[str, Any], key: str, start: datetime, post: Enterprise | None
) -> Customer:
    rows = data["abroad"]
    country = rng.choices(list(rows), [row[0] for row in rows.values()])[0]
    _, _, _, cities, women, men, surnames = rows[country]
    gender = rng.choice("fm")
    first, last = rng.choice(women if gender == "f" else men), rng.choice(surnames)
    stem = f"{first}.{last}".lower().translate(_PLAIN).replace(" ", "")
    identities = [Identity("email", registry.mail(stem))]
    if country in UNUSED_PHONES and rng.random() < 0.4:
        identities.append(Identity("phone", registry.phone(country)))
    person = Customer(
        key=key, name=f"{first} {last}", gender=gender, language="en", country=country, city=rng.choice(cities),
        enterprise="", value_class=_value_class(rng), vip=rng.random() < 0.03,
        since=_since(rng, start), identities=tuple(identities),
    )  # fmt: skip
    return _finished(rng, registry, person, post)


_PLAIN = str.maketrans("éèüöäáíóñç", "eeuoaaionc")


def _finished(rng: Random, registry: _Registry, person: Customer, post: Enterprise | None) -> Customer:
    extra = []
    if rng.random() < 0.75:
        extra.append(Identity("visitor", registry.code("v-", 16)))
    if rng.random() < 0.55:
        extra.append(Identity("external", registry.code("shop-", 8)))
    made = replace(person, identities=person.identities + tuple(extra))
    if post is None:
        return made
    return replace(made, enterprise=post.key, value_class=post.value_class)


def _since(rng: Random, start: datetime) -> datetime:
    return start - timedelta(minutes=rng.randrange(60, 60 * 24 * 1200))


def _twin(rng: Random, registry: _Registry, original: Customer, key: str) -> Customer:
    """The same person registered twice: by the same phone, or by nearly the same name and address."""
    phone, mail = original.address("phone"), original.address("email")
    if mail and rng.random() < 0.5:
        stem = mail.split("@")[0].replace(".", "").replace("_", "")
        address = registry.mail(stem if f"{stem}@" not in mail else f"{stem}{rng.randrange(10)}")
        identities = (Identity("email", address), Identity("visitor", registry.code("v-", 16)))
    else:
        identities = (Identity("phone", phone), Identity("visitor", registry.code("v-", 16)))
    return replace(original, key=key, identities=identities, vip=False, value_class="C", twin_of=original.key)
