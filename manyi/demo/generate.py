"""Makes the whole sample company from a seed: the same seed and period give the same company, to the letter."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from manyi.demo import extras, facts, library, outcomes, people, rhythm
from manyi.demo.conversations import Conversation, Draft, begin
from manyi.demo.finish import freeze
from manyi.demo.library import Scenario
from manyi.demo.records import Company, Customer, Enterprise
from manyi.demo.staffing import Desk

CHANNELS = {"email": 0.35, "chat": 0.45, "form": 0.12, "api": 0.08}
ROOTS = {"enquiry": 0.443, "after_sale": 0.348, "complaint": 0.198, "suggestion": 0.011}
NEEDS = {"email": "email", "chat": "visitor", "api": "external"}
"""The identity a customer must have to write on a channel; a form takes anybody."""

COMES_BACK = 0.065
_AFTER_WHICH = {
    "after_sale": ("after_sale", "enquiry"),
    "complaint": ("after_sale", "complaint"),
    "enquiry": ("enquiry", "after_sale"),
}


def generate(seed: int = 7, customers: int = 2000, tickets: int = 6000, days: int = 120, *, until: datetime) -> Company:
    """The sample company as it stands at `until` (aware), with its last `days` days.

    Raises ValueError for a naive `until` or fewer than 50 customers or tickets.
    """
    if until.tzinfo is None:
        raise ValueError("until must be an aware time")
    if customers < 50 or tickets < 50:
        raise ValueError("a company needs at least 50 customers and 50 tickets")
    until = until.astimezone(rhythm.ZONE).replace(microsecond=0)
    start = until - timedelta(days=days)
    companies = people.enterprises(Random(f"{seed}:enterprises"))
    known = people.customers(Random(f"{seed}:customers"), customers, start, companies)
    drafts = _Period(Random(f"{seed}:tickets"), known, companies, until).fill(tickets, days)
    return Company(
        name=library.name(),
        domain=library.domain(),
        texts=library.texts(),
        departments=library.departments(),
        teams=library.teams(),
        staff=library.staff(),
        products=library.products(),
        types=library.types(),
        fields=library.fields(),
        macros=library.macros(),
        enterprises=companies,
        customers=_newcomers(Random(f"{seed}:since"), known, drafts),
        tickets=freeze(drafts),
    )


def _newcomers(rng: Random, known: tuple[Customer, ...], drafts: list[Draft]) -> tuple[Customer, ...]:
    """Almost half of those who wrote became customers by writing."""
    first: dict[str, datetime] = {}
    for draft in drafts:
        key = draft.customer.key
        first[key] = min(draft.created_at, first.get(key, draft.created_at))
    return tuple(
        replace(each, since=first[each.key]) if each.key in first and rng.random() < 0.45 else each for each in known
    )


def _quota(rng: Random, shares: dict[str, float], count: int) -> list[str]:
    """Exactly the shares, shuffled."""
    made = [key for key, share in shares.items() for _ in range(round(share * count))]
    made += [next(iter(shares))] * (count - len(made))
    rng.shuffle(made)
    return made[:count]


class _Period:
    """Fills the period with conversations, in the order in which they began."""

    def __init__(
        self, rng: Random, known: tuple[Customer, ...], companies: tuple[Enterprise, ...], until: datetime
    ) -> None:
        self.rng, self.until = rng, until
        self.desk = Desk(rng)
        self.companies = {each.key: each for each in companies}
        self.pools = _Pools(rng, known)
        self.drafts: list[Draft] = []
        self.known = known

    def fill(self, tickets: int, days: int) -> list[Draft]:
        """Every ticket of the period, cut at its end, in no particular order."""
        side = extras.counts(tickets)
        count = tickets - sum(side)
        languages = _quota(self.rng, {"zh": 1 - people.INTERNATIONAL_SHARE, "en": people.INTERNATIONAL_SHARE}, count)
        times = rhythm.arrivals(self.rng, languages, days, self.until)
        plan = sorted(zip(times, languages, strict=True))
        channels = _quota(self.rng, CHANNELS, count)
        roots = self._roots([at for at, _ in plan])
        for (at, language), channel, root in zip(plan, channels, roots, strict=True):
            self._add(at, language, channel, root)
        self.drafts += extras.add(self.rng, self.desk, self.drafts, self.known, side, self.until)
        outcomes.leave_unfinished(self.rng, self.drafts, self.until)
        for draft in self.drafts:
            outcomes.rate(self.rng, draft, self.until)
        return self.drafts

    def _roots(self, times: list[datetime]) -> list[str]:
        """The shares of the type roots, with more complaints while a promotion's surge lasts."""
        ordered = [
            root
            for root in ("complaint", "after_sale", "enquiry", "suggestion")
            for _ in range(round(ROOTS[root] * len(times)))
        ]
        ordered += ["enquiry"] * (len(times) - len(ordered))
        surges = [rhythm.surging(at.date()) for at in times]
        ranks = sorted(range(len(times)), key=lambda n: self.rng.random() - 0.18 * surges[n])
        roots = [""] * len(times)
        for rank, root in zip(ranks, ordered, strict=False):
            roots[rank] = root
        return roots

    def _add(self, at: datetime, language: str, channel: str, root: str) -> None:
        earlier = self._earlier(at, language, channel, root) if self.rng.random() < COMES_BACK else None
        scenario = self._scenario(at, language, channel, root, previous=earlier is not None)
        customer = earlier.customer if earlier else self.pools.pick(language, channel, enterprise=scenario.enterprise)
        company = self.companies.get(customer.enterprise)
        drawn = facts.draw(self.rng, scenario, customer, company, at, earlier.facts if earlier else None)
        if earlier:
            drawn.slots["asked"] = facts.day(earlier.created_at.date(), language)
        draft = begin(self.rng, self.desk, scenario, customer, channel, drawn, at)
        draft.follows = earlier
        Conversation(self.rng, self.desk, draft, at).play()
        self.drafts.append(draft)

    def _scenario(self, at: datetime, language: str, channel: str, root: str, *, previous: bool) -> Scenario:
        sale = rhythm.promotion(at.date())
        surge = sale is not None and sale.great and (at.date() - sale.day).days >= 3
        choices, weights = _choices(language, root, previous, surge, channel == "chat")
        return self.rng.choices(choices, cum_weights=weights)[0]

    def _earlier(self, at: datetime, language: str, channel: str, root: str) -> Draft | None:
        """A recent ticket the customer may now come back about."""
        if not _choices(language, root, True, False, False)[0]:
            return None
        for _ in range(40):
            draft = self.drafts[-self.rng.randint(1, min(len(self.drafts), 900))] if self.drafts else None
            if draft and self._fits(draft, at, language, channel, root):
                return draft
        return None

    def _fits(self, draft: Draft, at: datetime, language: str, channel: str, root: str) -> bool:
        scenario = draft.scenario
        return (
            scenario.language == language
            and timedelta(days=2) < at - draft.created_at < timedelta(days=15)
            and scenario.root in _AFTER_WHICH[root]
            and scenario.stage != "pre_sale"
            and not scenario.enterprise
            and (channel not in NEEDS or bool(draft.customer.address(NEEDS[channel])))
        )


class _Pools:
    """Customers by language and reachable channel; some write far more often than others."""

    def __init__(self, rng: Random, known: tuple[Customer, ...]) -> None:
        self.rng = rng
        eager = {each.key: min(12.0, rng.paretovariate(1.5)) for each in known}
        groups: dict[tuple[str, str, bool], list[Customer]] = defaultdict(list)
        for each in known:
            for channel in CHANNELS:
                if channel not in NEEDS or each.address(NEEDS[channel]):
                    groups[each.language, channel, False].append(each)
                    if each.enterprise:
                        groups[each.language, channel, True].append(each)
        self.pools = {
            key: (group, list(accumulate(eager[each.key] for each in group))) for key, group in groups.items()
        }

    def pick(self, language: str, channel: str, *, enterprise: bool) -> Customer:
        """Somebody who could write there."""
        group, weights = self.pools[language, channel, enterprise]
        return self.rng.choices(group, cum_weights=weights)[0]


_CHOICES: dict[tuple[str, str, bool, bool, bool], tuple[list[Scenario], list[int]]] = {}


def _choices(language: str, root: str, previous: bool, surge: bool, chat: bool) -> tuple[list[Scenario], list[int]]:
    """The scenarios possible in that situation, with cumulative weights."""
    key = (language, root, previous, surge, chat)
    if key not in _CHOICES:
        found = [
            each
            for each in library.scenarios(language)
            if each.root == root
            and each.previous == previous
            and (surge or not each.promo)
            and not (chat and each.enterprise)
        ]
        _CHOICES[key] = (found, list(accumulate(each.weight for each in found)))
    return _CHOICES[key]
