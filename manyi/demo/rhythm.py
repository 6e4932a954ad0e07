"""When things happen: arrivals over days and hours, working time, and how long answers take."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from itertools import accumulate
from random import Random

ZONE = timezone(timedelta(hours=8), "CST")
OPENS, CLOSES = 9, 21
"""Mail is answered from nine to nine, every day; chat at any hour."""

FIRST_RESPONSE = {
    "chat": timedelta(minutes=5),
    "email": timedelta(hours=24),
    "form": timedelta(hours=24),
    "api": timedelta(hours=24),
}
"""First answers later than this count as breached."""

PROMOTIONS = {(11, 11): "双十一", (6, 18): "618", (3, 8): "38节", (8, 18): "818", (1, 10): "年货节"}
GREAT = ("双十一", "618")
SURGE = (1.35, 2.6, 2.3, 2.0, 1.9, 1.7, 1.5, 1.35, 1.2, 1.1)
"""How much more arrives on the eve of a promotion, on the day, and on the days after."""

_WEEKDAYS = (1.18, 1.08, 1.04, 1.02, 1.0, 0.72, 0.68)
_HOURS_CHINA = (9, 5, 3, 2, 2, 3, 7, 18, 38, 78, 96, 82, 52, 58, 88, 94, 84, 70, 54, 56, 66, 68, 46, 22)
_HOURS_ABROAD = (58, 46, 34, 26, 22, 18, 16, 18, 20, 22, 24, 24, 22, 24, 34, 46, 58, 62, 60, 58, 62, 66, 68, 64)


@dataclass(frozen=True, slots=True)
class Promotion:
    """A sales day whose surge may fall in the period; after a great one parcels pile up."""

    name: str
    day: date

    @property
    def great(self) -> bool:
        return self.name in GREAT


def promotion(day: date) -> Promotion | None:
    """The promotion whose surge this day belongs to."""
    for back in range(-1, len(SURGE) - 1):
        origin = day - timedelta(days=back)
        found = PROMOTIONS.get((origin.month, origin.day))
        if found:
            return Promotion(found, origin)
    return None


def next_promotion(day: date) -> str:
    """The name of the sale people talk about on that day: the current one, or the next to come."""
    current = promotion(day)
    if current:
        return current.name
    coming = sorted(PROMOTIONS, key=lambda each: (each < (day.month, day.day), each))
    return PROMOTIONS[coming[0]]


def _day_weight(day: date) -> float:
    sale = promotion(day)
    rise = SURGE[(day - sale.day).days + 1] - 1 if sale else 0.0
    return _WEEKDAYS[day.weekday()] * (1 + (rise if sale and sale.great else rise / 4))


def surging(day: date) -> bool:
    """Whether a great promotion keeps everybody busy that day."""
    sale = promotion(day)
    return sale is not None and sale.great


def arrivals(rng: Random, languages: list[str], days: int, until: datetime) -> list[datetime]:
    """One arrival time per language given, within `days` before `until`."""
    start = until - timedelta(days=days)
    calendar = [start.date() + timedelta(days=each) for each in range(days + 1)]
    weights = list(accumulate(map(_day_weight, calendar)))
    hours = {"zh": list(accumulate(_HOURS_CHINA)), "en": list(accumulate(_HOURS_ABROAD))}
    return [_arrival(rng, calendar, weights, hours[each], start, until) for each in languages]


def _arrival(
    rng: Random, calendar: list[date], days: list[float], hours: list[int], start: datetime, until: datetime
) -> datetime:
    while True:
        day = rng.choices(calendar, cum_weights=days)[0]
        hour = rng.choices(range(24), cum_weights=hours)[0]
        moment = datetime.combine(day, time(hour), ZONE) + timedelta(seconds=rng.randrange(3600))
        if start <= moment < until:
            return moment


def add_working(moment: datetime, minutes: float) -> datetime:
    """The time that many working minutes later."""
    left = timedelta(minutes=minutes)
    while True:
        opens, closes = _day_bounds(moment)
        moment = max(moment, opens)
        if moment + left < closes:
            return moment + left
        left -= max(timedelta(0), closes - moment)
        moment = opens + timedelta(days=1)


def _day_bounds(moment: datetime) -> tuple[datetime, datetime]:
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=OPENS), midnight + timedelta(hours=CLOSES)


def awake(moment: datetime, rng: Random) -> datetime:
    """That moment, or the next morning when people in China sleep."""
    if 7 <= moment.hour < 24:
        return moment
    return moment.replace(hour=7) + timedelta(minutes=rng.randrange(10, 170))


def _seconds(rng: Random, low: float, typical: float, high: float) -> timedelta:
    return timedelta(seconds=round(rng.triangular(low, high, typical)))


def first_answer(rng: Random, channel: str, moment: datetime, *, breached: bool) -> datetime:
    """When the first answer goes out."""
    if channel == "chat":
        return moment + (_seconds(rng, 330, 540, 1900) if breached else _seconds(rng, 18, 70, 190))
    minutes = rng.triangular(850, 1500, 950) if breached else rng.triangular(45, 240, 95)
    return add_working(moment, minutes)


def agent_gap(rng: Random, channel: str, moment: datetime) -> datetime:
    """When the agent answers a message that came at `moment`."""
    if channel == "chat":
        return moment + _seconds(rng, 20, 60, 210)
    return add_working(moment, rng.triangular(20, 260, 70))


def customer_gap(rng: Random, channel: str, moment: datetime, *, abroad: bool) -> datetime:
    """When the customer answers a message that came at `moment`."""
    if channel == "chat":
        return moment + _seconds(rng, 15, 55, 260)
    later = moment + timedelta(minutes=round(rng.lognormvariate(5.0, 1.1)) + 6)
    return later if abroad else awake(later, rng)


def office_gap(rng: Random, moment: datetime) -> datetime:
    """When another department answers."""
    return add_working(moment, rng.triangular(30, 520, 120))
