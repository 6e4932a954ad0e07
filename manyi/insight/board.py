"""Today's page put together: each number with its words, its change, its course and the way to its tickets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from manyi.core import charts
from manyi.core.actors import Actor
from manyi.core.times import duration, zone
from manyi.desk.channel_names import channel_label
from manyi.insight import queries
from manyi.insight.models import Measure
from manyi.insight.periods import DAYS, Period
from manyi.insight.queries import Standing, Tally
from manyi.people.models import Presence, PresenceState, Staff, Team

CSAT_TARGET = 0.9
COURSE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Tile:
    """A number: what, how much, how it changed (with tone good or bad), where it leads, its course."""

    label: str
    value: str
    change: str
    tone: str
    note: str
    url: str
    chart: Markup


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team's line: who is there, how things stand, how it went; ``urls`` lead to the tickets of each number."""

    name: str
    urls: dict[str, str]
    present: str
    standing: Standing
    first_reply: str
    csat: float | None


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that waits for a decision, with the place where it is made."""

    tone: str
    kind: str
    text: str
    action: str
    url: str


def percent(value: float | None) -> str:
    """A share as people read it; a dash without a basis."""
    return "–" if value is None else f"{value * 100:.1f}%"


def tickets_url(measure: str, period: Period, **more: object) -> str:
    """The page of the tickets behind a number."""
    return f"{reverse('today_tickets')}?{urlencode({'measure': measure, 'period': period.key, **more})}"


def inbox_url(**params: object) -> str:
    """The desk's list with a filter."""
    return f"{reverse('inbox')}filter/?{urlencode(params, doseq=True)}"


def tiles(viewer: Actor, period: Period, now_standing: Standing) -> list[Tile]:
    """The six numbers of the page."""
    here = queries.tally(viewer, period.start, period.end)
    before = queries.tally(viewer, *period.earlier)
    course = _course(viewer, period)
    return [
        _csat(here, before, course, period),
        _first_reply(here, before, course, period),
        _counted(_("Solved"), Measure.SOLVED, here, before, course, period, more_is_good=True),
        _counted(_("New"), Measure.CREATED, here, before, course, period, more_is_good=None),
        _counted(_("Answered late"), Measure.BREACHED, here, before, course, period, more_is_good=False),
        _open(now_standing),
    ]


def _course(viewer: Actor, period: Period) -> list[Tally]:
    count = max(COURSE_DAYS, DAYS[period.key])
    days = [period.last - dt.timedelta(days=back) for back in range(count - 1, -1, -1)]
    start = period.end - dt.timedelta(days=count)
    return queries.by_day(queries.tallies_by_hour(viewer, start, period.end), days, viewer.time_zone)


def _than(period: Period) -> str:
    return {
        "today": _("on a week ago"),
        "week": _("on the week before"),
        "month": _("on the 30 days before"),
    }[period.key]


def _tone(change: float, more_is_good: bool | None) -> str:
    if not change or more_is_good is None:
        return ""
    return "good" if (change > 0) is more_is_good else "bad"


def _csat(here: Tally, before: Tally, course: list[Tally], period: Period) -> Tile:
    change = (here.csat - before.csat) * 100 if here.csat is not None and before.csat is not None else 0.0
    note = _("target %(target)s") % {"target": "90%"}
    spark = charts.sparkline([one.csat for one in course], title=_("Satisfaction"), tone=_csat_tone(here.csat))
    text = f"{change:+.1f}".replace("-", "−") if change else ""
    url = tickets_url(Measure.RATED, period)
    return Tile(_("Satisfaction"), percent(here.csat), text, _tone(change, True), note, url, spark)


def _csat_tone(value: float | None) -> str:
    return "soon" if value is not None and value < CSAT_TARGET else "s1"


def _first_reply(here: Tally, before: Tally, course: list[Tally], period: Period) -> Tile:
    change, text = 0.0, ""
    if here.first_reply is not None and before.first_reply is not None:
        change = here.first_reply - before.first_reply
        text = f"{'−' if change < 0 else '+'}{duration(abs(change))}"
    spark = charts.sparkline([one.first_reply for one in course], title=_("First answer"))
    value = duration(here.first_reply) or "–"
    url = tickets_url(Measure.FIRST_REPLY, period)
    return Tile(_("First answer"), value, text, _tone(change, False), _than(period) if text else "", url, spark)


def _counted(
    label: str,
    measure: str,
    here: Tally,
    before: Tally,
    course: list[Tally],
    period: Period,
    *,
    more_is_good: bool | None,
) -> Tile:
    change = here.count(measure) - before.count(measure)
    spark = charts.sparkline([float(one.count(measure)) for one in course], title=label)
    text = f"{change:+d}".replace("-", "−") if change else ""
    url = tickets_url(measure, period)
    note = _than(period) if text else ""
    return Tile(label, str(here.count(measure)), text, _tone(change, more_is_good), note, url, spark)


def _open(now_standing: Standing) -> Tile:
    note = _("%(count)s customers wait for us") % {"count": now_standing.waiting}
    if now_standing.oldest_wait:
        wait = duration((timezone.now() - now_standing.oldest_wait).total_seconds())
        note = _("%(count)s wait, the longest %(wait)s") % {"count": now_standing.waiting, "wait": wait}
    url = inbox_url(status=[0, 1, 2, 3])
    return Tile(_("Open now"), str(now_standing.open), "", "", note, url, Markup(""))


def course_chart(viewer: Actor, period: Period) -> Markup:
    """New and solved over the period: by hour today, by day otherwise."""
    hours = queries.tallies_by_hour(viewer, period.start, period.end)
    if period.key == "today":
        return _hours_chart(hours, period, viewer.time_zone)
    count = DAYS[period.key]
    days = [period.first + dt.timedelta(days=step) for step in range(count)]
    points = queries.by_day(hours, days, viewer.time_zone)
    return _chart(points, [f"{day.month}-{day.day}" for day in days], period, _words(points, count), None)


def _hours_chart(hours: dict[dt.datetime, Tally], period: Period, zone_name: str) -> Markup:
    now = timezone.now()
    steps = [period.start + dt.timedelta(hours=step) for step in range(24)]
    empty = queries.tally_of(())
    points = [hours.get(step.astimezone(dt.UTC), empty) for step in steps if step <= now]
    labels = [f"{step.astimezone(zone(zone_name)):%H}" for step in steps]
    return _chart(points, labels, period, _words(points, 1), (max(len(points) - 1, 0), _("now")))


def _words(points: list[Tally], days: int) -> str:
    new = sum(one.count(Measure.CREATED) for one in points)
    solved = sum(one.count(Measure.SOLVED) for one in points)
    if not new and not solved:
        return _("Nothing has come in yet.")
    if solved >= new:
        return _("%(new)s came in and %(solved)s were solved: the pile gets smaller.") % {"new": new, "solved": solved}
    return _("%(new)s came in and %(solved)s were solved: %(more)s more are left.") % {
        "new": new,
        "solved": solved,
        "more": new - solved,
    }


def _chart(
    points: list[Tally], labels: list[str], period: Period, sentence: str, mark: tuple[int, str] | None
) -> Markup:
    def series(name: str, measure: str, *, filled: bool = False) -> charts.Series:
        values = [float(one.count(measure)) for one in points]
        return charts.Series(name, values, links=[tickets_url(measure, period)] * len(values), filled=filled)

    return charts.line_chart(
        [series(_("New"), Measure.CREATED, filled=True), series(_("Solved"), Measure.SOLVED)],
        labels,
        title=_("New and solved"),
        sentence=sentence,
        mark=mark,
    )


def channel_chart(viewer: Actor, period: Period) -> Markup:
    """How many came in over each channel."""
    found = queries.tallies_by(viewer, period.start, period.end, "channel")
    rows = [
        (channel_label(str(key)), float(one.count(Measure.CREATED)), tickets_url(Measure.CREATED, period, channel=key))
        for key, one in found.items()
        if one.count(Measure.CREATED)
    ]
    return charts.ranking(sorted(rows, key=lambda row: -row[1]), title=_("New by channel"))


def team_rows(viewer: Actor, period: Period, standings: dict[int, Standing]) -> list[TeamRow]:
    """Each team's line, in order of how much waits."""
    went = queries.tallies_by(viewer, period.start, period.end, "team_id")
    teams = {team.pk: team.name for team in Team.objects.filter(pk__in={*standings, *went}).order_by("pk")}
    present = _present(list(teams))
    rows = []
    for pk, name in teams.items():
        one = went.get(pk, queries.tally_of(()))
        reply = duration(one.first_reply) or "–"
        rows.append(TeamRow(name, _team_urls(pk, period), present(pk), standings.get(pk, Standing()), reply, one.csat))
    return sorted(rows, key=lambda row: -row.standing.waiting)


def _team_urls(pk: int, period: Period) -> dict[str, str]:
    unsolved = {"team": pk, "status": [0, 1, 2, 3]}
    return {
        "open": inbox_url(**unsolved),
        "waiting": inbox_url(**unsolved, waiting=1),
        "overdue": inbox_url(**unsolved, overdue=1),
        "first_reply": tickets_url(Measure.FIRST_REPLY, period, team=pk),
        "rated": tickets_url(Measure.RATED, period, team=pk),
    }


def _present(team_ids: list[int]) -> Callable[[int], str]:
    staff = list(Staff.objects.filter(team_id__in=team_ids, is_active=True).values_list("team_id", "pk"))
    there = set(
        Presence.objects.filter(staff__team_id__in=team_ids)
        .exclude(state=PresenceState.OFFLINE)
        .values_list("staff_id", flat=True)
    )

    def words(team_id: int) -> str:
        of_team = [pk for team, pk in staff if team == team_id]
        return f"{sum(pk in there for pk in of_team)} / {len(of_team)}"

    return words


def decisions(here: Tally, now_standing: Standing, period: Period) -> list[Decision]:
    """What somebody should decide now; empty when all is well."""
    found = []
    if now_standing.overdue:
        text = _("%(count)s answers are overdue") % {"count": now_standing.overdue}
        found.append(Decision("late", _("Late"), text, _("Look at them"), inbox_url(overdue=1)))
    if now_standing.unassigned:
        text = _("%(count)s waiting customers have nobody yet") % {"count": now_standing.unassigned}
        url = inbox_url(waiting=1, assignee="none")
        found.append(Decision("soon", _("Unassigned"), text, _("Assign them"), url))
    if here.csat is not None and here.csat < CSAT_TARGET:
        text = _("Satisfaction is %(value)s, below the target of 90%%") % {"value": percent(here.csat)}
        url = tickets_url(Measure.RATED, period)
        found.append(Decision("soon", _("Satisfaction"), text, _("Read the ratings"), url))
    if reopened := here.count(Measure.REOPENED):
        text = _("%(count)s solved requests were opened again") % {"count": reopened}
        url = tickets_url(Measure.REOPENED, period)
        found.append(Decision("info", _("Reopened"), text, _("See why"), url))
    return found
