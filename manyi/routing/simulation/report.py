"""A comparison in words and columns, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from unicodedata import east_asian_width

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from manyi.core import i18n
from manyi.core.errors import Text
from manyi.desk.channel_names import channel_label
from manyi.routing import setup

LABELS: dict[str, Text] = {
    "service_level": gettext_lazy("Service level"),
    "wait": gettext_lazy("Mean wait"),
    "longest_of_ten": gettext_lazy("Nine of ten wait at most"),
    "abandoned": pgettext_lazy("share of customers", "Gave up waiting"),
    "occupancy": gettext_lazy("Occupancy"),
    "fairness": gettext_lazy("Evenness of the work"),
    "handle": gettext_lazy("Mean time to serve"),
}
SECONDS = frozenset({"wait", "longest_of_ten", "handle"})
BETTER: dict[str, int] = {"service_level": 1, "wait": -1, "longest_of_ten": -1, "abandoned": -1, "fairness": 1}
"""Which way is better, where it is plain."""


def number(name: str, value: float | None) -> str:
    """A measure as people read it: 93.4 %, 1 min 20 s, 0.98."""
    if value is None:
        return "–"
    if name in SECONDS:
        return length(value)
    return f"{value:.3f}" if name == "fairness" else f"{value * 100:.1f} %"


def axis(name: str, value: float) -> str:
    """As :func:`number`, short enough for the scale of a chart."""
    if name not in SECONDS:
        return f"{value * 100:.0f}%"
    for unit, size in (("h", 3600), ("m", 60)):
        if value >= 2 * size:
            return f"{value / size:.0f}{unit}"
    return f"{value:.0f}s"


def length(seconds: float) -> str:
    """A time to the second, from a minute on in minutes, from an hour on in hours."""
    if abs(seconds) < 60:
        return _("%(n)s s") % {"n": f"{seconds:.1f}"}
    if abs(seconds) < 3600:
        return _("%(n)s min") % {"n": f"{seconds / 60:.1f}"}
    return _("%(n)s h") % {"n": f"{seconds / 3600:.1f}"}


def cell(name: str, found: Mapping[str, float | None]) -> str:
    """A mean and how far off it may be."""
    half = found["half"]
    return number(name, found["mean"]) + (f" ± {number(name, half)}" if half is not None else "")


def verdict(name: str, found: Mapping[str, float | None]) -> str:
    """Whether a difference is "better" or "worse"; nothing while its interval holds zero, or when it reads as zero."""
    mean, half = found["mean"], found["half"]
    if mean is None or half is None or abs(mean) <= half or name not in BETTER:
        return ""
    if number(name, abs(mean)) == number(name, 0):
        return ""
    return "better" if mean * BETTER[name] > 0 else "worse"


def group_label(name: str) -> str:
    """A group of contacts in words."""
    kind, _colon, value = name.partition(":")
    if kind == "vip":
        return _("VIPs")
    if kind == "queue":
        return i18n.label(setup.current().queue(int(value)).names)
    return _("Class %(value)s") % {"value": value} if kind == "class" else channel_label(value)


def answer_words(found: Mapping[str, Any]) -> str:
    """How offers are answered in the runs; empty where none are made."""
    answers = found.get("answers")
    if not answers:
        return ""
    values = {name: f"{answers[name] * 100:.0f}" for name in ("declined", "lapsed")}
    times = {name: length(answers[name]) for name in ("seconds", "away")}
    return _(
        "Offers: %(declined)s %% are declined, %(lapsed)s %% let pass (then away for %(away)s); an answer takes"
        " %(seconds)s."
    ) % {**values, **times}


def padded(text: str, width: int) -> str:
    """Filled with spaces to so many columns of a terminal, on the left where it is negative."""
    room = " " * (abs(width) - columns(text))
    return text + room if width > 0 else room + text


def columns(text: str) -> int:
    """How wide a terminal shows a text: a Chinese character takes two columns."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The table: a column for each policy, then the groups."""
    policies = found["policies"]
    width = max(26, *(columns(policy["name"]) + 2 for policy in policies))
    yield _("%(contacts)d contacts a run, %(runs)d runs; ± is the 95 %% confidence interval") % {
        "contacts": round(found["contacts"]),
        "runs": found["runs"],
    }
    if answer_words(found):
        yield answer_words(found)
    yield ""
    yield padded("", 26) + "".join(padded(policy["name"], -width) for policy in policies)
    for name, label in LABELS.items():
        yield padded(str(label), 26) + "".join(
            padded(cell(name, policy["measures"][name]), -width) for policy in policies
        )
    for group in policies[0]["groups"]:
        yield ""
        yield f"{group_label(group)}"
        for name in ("service_level", "wait", "abandoned"):
            cells = (policy["groups"].get(group, {}).get(name) for policy in policies)
            label = padded(f"  {LABELS[name]}", 26)
            yield label + "".join(padded(cell(name, one) if one else "–", -width) for one in cells)
