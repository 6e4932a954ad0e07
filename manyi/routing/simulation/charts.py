"""A comparison in pictures: both policies beside each other, for all contacts and by group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from manyi.core.charts import Series, bar_chart
from manyi.routing.simulation import report
from manyi.routing.words import policy_label

WIDTH = 860
SHOWN = ("service_level", "wait", "abandoned")


def pictures(result: Mapping[str, Any]) -> list[Markup]:
    """Service level, wait and abandonment by group; a last one with occupancy and evenness."""
    return [*(_by_group(result, name) for name in SHOWN), _whole(result)]


def _by_group(result: Mapping[str, Any], name: str) -> Markup:
    policies = result["policies"]
    groups = list(policies[0]["groups"])
    series = [
        Series(
            _name(policies, place),
            [
                policy["measures"][name]["mean"],
                *(policy["groups"].get(group, {}).get(name, {}).get("mean") for group in groups),
            ],
        )
        for place, policy in enumerate(policies)
    ]
    labels = [_("All"), *(report.group_label(group) for group in groups)]
    title = str(report.LABELS[name])
    sentence = _("%(measure)s: %(words)s") % {"measure": title, "words": _sentence(policies, name)}
    return bar_chart(
        series, labels, title=title, sentence=sentence, form=lambda value: report.axis(name, value), width=WIDTH
    )


def _whole(result: Mapping[str, Any]) -> Markup:
    policies, names = result["policies"], ("occupancy", "fairness")
    series = [
        Series(_name(policies, place), [policy["measures"][name]["mean"] for name in names])
        for place, policy in enumerate(policies)
    ]
    labels = [str(report.LABELS[name]) for name in names]
    title = _("Occupancy and evenness")
    return bar_chart(series, labels, title=title, sentence=title, form=lambda value: f"{value * 100:.0f}%", width=WIDTH)


def _name(policies: list[dict[str, Any]], place: int) -> str:
    """A policy's name, told apart from one that is called the same."""
    name = policy_label(str(policies[place]["name"]))
    return f"{name} ({place + 1})" if len({one["name"] for one in policies}) == 1 else name


def _sentence(policies: list[dict[str, Any]], name: str) -> str:
    apart = policies[1]["difference"][name]
    found = report.verdict(name, apart)
    by = report.number(name, abs(apart["mean"] or 0))
    if found == "better":
        return _("The second policy is better by %(much)s.") % {"much": by}
    if found == "worse":
        return _("The second policy is worse by %(much)s.") % {"much": by}
    return _("No difference can be told.")
