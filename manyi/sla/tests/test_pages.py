"""Setting up calendars and policies, and reading why a ticket is due."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyi.conftest import Cast, signed_in
from manyi.core.actors import SYSTEM
from manyi.desk import actions as desk
from manyi.desk.models import Status, Ticket
from manyi.sla import actions
from manyi.sla.models import Calendar, CalendarDay, Policy
from manyi.sla.setup import read_policy

WEEK = {f"day-{place}": "09:00-12:00, 13:00-18:00" for place in range(5)} | {"day-5": "", "day-6": "22:00-06:00"}
ICS = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20261224
DTEND;VALUE=DATE:20261226
SUMMARY:Christmas
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.admin)


@pytest.fixture
def office(cast: Cast) -> Calendar:
    return actions.save_calendar(
        None, by=SYSTEM, names={"zh-hans": "坐班"}, zone="Asia/Shanghai", week=[[(540, 720), (780, 1080)]] * 5
    )


def calendar_values(**more: Any) -> dict[str, Any]:
    return {"name-zh-hans": "两班", "zone": "Asia/Shanghai", **WEEK, **more}


def policy_values(**more: Any) -> dict[str, Any]:
    return {"name-zh-hans": "加急", "is_active": "on", "target-first": "30m", "target-resolution": "8h", **more}


def test_a_calendar_takes_several_spans_a_day_and_one_over_midnight(cast: Cast, admin: Client) -> None:
    answer = admin.post(reverse("sla-calendar-new"), calendar_values(teams=[cast.audio.pk]))
    assert answer.status_code == 302
    row = Calendar.objects.latest("pk")
    assert row.week[0] == [[540, 720], [780, 1080]]
    assert row.week[6] == [[1320, 1800]]
    assert "22:00-06:00" in admin.get(answer["Location"]).content.decode()
    assert list(row.teams.all()) == [cast.audio]


def test_a_week_that_cannot_be_read_is_shown_again_as_typed(admin: Client) -> None:
    answer = admin.post(reverse("sla-calendar-new"), calendar_values(**{"day-0": "9-12"}))
    assert answer.status_code == 422
    assert 'value="9-12"' in answer.content.decode()


def test_a_calendar_that_is_refused_keeps_what_was_ticked(cast: Cast, admin: Client) -> None:
    values = calendar_values(teams=[cast.audio.pk], classes=["A"], is_default="on", **{"day-0": "9-12"})
    page = admin.post(reverse("sla-calendar-new"), values).content.decode()
    assert f'name="teams" value="{cast.audio.pk}" checked' in page
    assert 'name="classes" value="A" checked' in page
    assert 'name="is_default" value="on" checked' in page


def test_the_statutory_year_is_entered_with_its_swapped_days(admin: Client, office: Calendar) -> None:
    admin.post(reverse("sla-imports", args=[office.pk]), {"year": "2026"})
    assert CalendarDay.objects.get(calendar=office, date=dt.date(2026, 10, 1)).spans == []
    assert CalendarDay.objects.get(calendar=office, date=dt.date(2026, 10, 10)).spans == [[540, 720], [780, 1080]]
    page = admin.get(reverse("sla-calendar", args=[office.pk]) + "?year=2026").content.decode()
    assert "国庆节" in page
    assert "2026-10-10" in page


def test_a_year_that_is_not_announced_is_provisional(admin: Client, office: Calendar) -> None:
    admin.post(reverse("sla-imports", args=[office.pk]), {"year": "2028"})
    assert CalendarDay.objects.filter(calendar=office, date__year=2028, is_provisional=True).exists()


def test_what_was_entered_by_hand_outlives_an_import(admin: Client, office: Calendar) -> None:
    admin.post(reverse("sla-days", args=[office.pk]), {"date": "2026-10-01", "spans": "10:00-12:00", "name": "值班"})
    admin.post(reverse("sla-imports", args=[office.pk]), {"year": "2026"})
    assert CalendarDay.objects.get(calendar=office, date=dt.date(2026, 10, 1)).spans == [[600, 720]]


def test_the_days_of_an_ical_file_are_closed(admin: Client, office: Calendar) -> None:
    admin.post(reverse("sla-imports", args=[office.pk]), {"file": SimpleUploadedFile("a.ics", ICS)})
    days = CalendarDay.objects.filter(calendar=office, source="ical").order_by("date")
    assert [day.date for day in days] == [dt.date(2026, 12, 24), dt.date(2026, 12, 25)]


def test_another_file_is_refused(admin: Client, office: Calendar) -> None:
    answer = admin.post(reverse("sla-imports", args=[office.pk]), {"file": SimpleUploadedFile("a.ics", b"hello")})
    assert answer.status_code == 422


def test_a_day_can_be_taken_out_again(admin: Client, office: Calendar) -> None:
    day = actions.save_day(office, dt.date(2026, 12, 31), by=SYSTEM)
    admin.post(reverse("sla-day", args=[office.pk, day.pk]))
    assert not CalendarDay.objects.filter(calendar=office).exists()


def test_the_calendar_for_everything_else_stays(cast: Cast, admin: Client) -> None:
    row = Calendar.objects.get(is_default=True)
    assert admin.post(reverse("sla-calendar-deletion", args=[row.pk])).status_code == 409
    assert Calendar.objects.filter(pk=row.pk).exists()


def test_a_policy_is_saved_with_conditions_targets_and_ladder(cast: Cast, admin: Client, office: Calendar) -> None:
    posted = policy_values(
        **{"priorities": ["4"], "pause-resolution": ["2", "3"], "shares": "50, 75", "step-0-after": "0m"},
        **{"step-0-notify": ["leader"], "step-0-mail": "on", "calendar": office.pk},
    )
    assert admin.post(reverse("sla-policy-new"), posted).status_code == 302
    row = Policy.objects.latest("pk")
    assert row.conditions == {"priorities": [4]}
    assert row.terms["targets"]["first"]["seconds"] == 1800
    assert sorted(row.terms["targets"]["resolution"]["pauses"]) == [Status.PENDING, Status.HOLD]
    (step,) = read_policy(row).terms.ladder
    assert (step.after, step.notify, step.mail) == (0, ("leader",), True)
    assert row.calendar == office
    assert admin.get(reverse("sla-policy", args=[row.pk])).status_code == 200


def test_a_policy_that_promises_nothing_is_refused(admin: Client) -> None:
    values = policy_values(**{"target-first": "", "target-resolution": ""})
    assert admin.post(reverse("sla-policy-new"), values).status_code == 422


def test_a_length_that_cannot_be_read_is_refused(admin: Client) -> None:
    assert admin.post(reverse("sla-policy-new"), policy_values(**{"target-first": "soon"})).status_code == 422


def test_a_policy_that_is_refused_keeps_what_was_ticked(cast: Cast, admin: Client, office: Calendar) -> None:
    values = policy_values(teams=[cast.audio.pk], calendar=office.pk, **{"target-next": "soon", "warn": "leader"})
    del values["is_active"]
    page = admin.post(reverse("sla-policy-new"), values | {"pause-resolution": [Status.HOLD]}).content.decode()
    assert 'value="soon"' in page
    assert f'name="teams" value="{cast.audio.pk}" checked' in page
    assert f'name="pause-resolution" value="{int(Status.HOLD)}" checked' in page
    assert f'<option value="{office.pk}" selected>' in page
    assert '<option value="leader" selected>' in page
    assert 'name="is_active" value="on">' in page


def test_policies_change_places(cast: Cast, admin: Client) -> None:
    first, second, *_rest = Policy.objects.order_by("rank")
    admin.post(reverse("sla-policy-place", args=[second.pk]), {"to": "up"})
    assert list(Policy.objects.order_by("rank")[:2]) == [second, first]


def test_policies_are_put_in_order_by_dragging(cast: Cast, admin: Client, lin_client: Client) -> None:
    ids = [row.pk for row in Policy.objects.order_by("rank")]
    dragged = [ids[-1], *ids[:-1]]
    assert lin_client.post(reverse("sla-policies-order"), {"ids": dragged}).status_code == 403
    page = admin.post(reverse("sla-policies-order"), {"ids": dragged}, follow=True).content.decode()
    assert [row.pk for row in Policy.objects.order_by("rank")] == dragged
    assert page.index(f'data-id="{dragged[0]}"') < page.index(f'data-id="{dragged[1]}"')


def test_the_list_tells_which_policy_a_ticket_gets(admin: Client, ticket: Ticket) -> None:
    page = admin.get(reverse("sla-policies"), {"ticket": ticket.number}).content.decode()
    assert "标准" in page
    assert ticket.number in page


def test_a_policy_can_be_deleted(cast: Cast, admin: Client) -> None:
    row = Policy.objects.order_by("rank").first()
    assert row is not None
    admin.post(reverse("sla-policy-deletion", args=[row.pk]))
    assert not Policy.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("name", ["sla-policies", "sla-calendars", "sla-policy-new", "sla-calendar-new"])
def test_setting_up_is_not_for_every_colleague(lin_client: Client, admin: Client, name: str) -> None:
    assert lin_client.get(reverse(name)).status_code == 403
    assert admin.get(reverse(name)).status_code == 200


def test_a_ticket_explains_its_clocks(lin_client: Client, ticket: Ticket) -> None:
    page = lin_client.get(reverse("ticket-clocks", args=[ticket.number])).content.decode()
    assert "首次响应" in page
    assert "工作时间" in page


def test_an_outsider_does_not_see_the_clocks(wei_client: Client, ticket: Ticket) -> None:
    assert wei_client.get(reverse("ticket-clocks", args=[ticket.number])).status_code == 404


def test_the_head_of_a_ticket_shows_its_clocks(lin_client: Client, ticket: Ticket) -> None:
    page = lin_client.get(reverse("ticket", args=[ticket.number])).content.decode()
    assert reverse("ticket-clocks", args=[ticket.number]) in page
    assert "首次响应" in page


def test_a_due_time_over_days_that_are_not_announced_is_provisional(
    cast: Cast, admin: Client, lin_client: Client
) -> None:
    row = Calendar.objects.get(is_default=True)
    year = timezone.localdate().year + 2
    admin.post(reverse("sla-imports", args=[row.pk]), {"year": str(year)})
    days = CalendarDay.objects.filter(calendar=row, is_provisional=True)
    assert days.exists()
    made = desk.create_ticket(cast.zhou, by=cast.as_customer(cast.zhou), subject="表带", channel="email")
    desk.receive_message(made, by=cast.as_customer(cast.zhou), text="在吗", channel="email")
    address = reverse("ticket-clocks", args=[made.number])
    assert "暂定" not in lin_client.get(address).content.decode()
    day = days[0]
    days.exclude(pk=day.pk).delete()
    days.update(date=timezone.localdate())
    actions.revise()
    assert "暂定" in lin_client.get(address).content.decode()
