"""Clocks, calendars, policies and notices as programs read and set them."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from manyi.api.tests.programs import Program
from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.core.actors import SYSTEM
from manyi.desk import actions as desk
from manyi.desk.conditions import Conditions
from manyi.desk.models import Ticket
from manyi.sla import actions
from manyi.sla.models import Calendar, Policy
from manyi.sla.rules import Target, Terms, Warnings

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = ["09:00-12:00, 13:00-18:00"] * 5 + ["", ""]
POLICY: dict[str, Any] = {
    "names": {"zh-hans": "加急"},
    "is_active": True,
    "calendar": None,
    "conditions": {
        "types": ["after-sale"],
        "priorities": ["high", "urgent"],
        "channels": ["email"],
        "classes": ["A"],
        "teams": [],
        "tags": [],
        "vip": True,
    },
    "targets": {"first": {"seconds": 1800, "pauses": []}, "resolution": {"seconds": 28800, "pauses": ["pending"]}},
    "warnings": {"shares": [50, 75], "notify": ["assignee", "leader"], "mail": False},
    "ladder": [{"after": 0, "notify": ["leader"], "mail": True, "raise_priority": True, "assign": "queue"}],
    "reopening": "restart",
}


def monday(hour: int, minute: int = 0) -> dt.datetime:
    """A time of Monday the 2nd of November 2026 in Shanghai."""
    return dt.datetime(2026, 11, 2, hour, minute, tzinfo=SHANGHAI)


def asked_and_answered(cast: Cast) -> Ticket:
    """Asked at 11:30 over the lunch break, answered at 13:15."""
    with unit(at=monday(11, 30)):
        by = cast.as_customer(cast.zhou)
        made = desk.create_ticket(cast.zhou, by=by, subject="表带", channel="email", team=cast.wearables)
        desk.receive_message(made, by=by, text="有人吗", channel="email")
    with unit(at=monday(13, 15)):
        desk.reply(made, by=cast.actor(cast.lin), text="在的")
    return made


def test_a_clock_is_told_to_the_second(admin: Program, lin: Program, wei: Program, cast: Cast) -> None:
    default = Calendar.objects.get(is_default=True)
    admin.ask("PUT", f"/sla/calendars/{default.pk}", {"names": {"en": "Office"}, "week": OFFICE, "is_default": True})
    admin.ask("POST", "/sla/policies", {"names": {"en": "All"}, "targets": {"first": {"seconds": 3600}}}, status=201)
    ids = [row["id"] for row in admin.ask("GET", "/sla/policies")["policies"]]
    admin.ask("PUT", "/sla/policy-order", {"policies": ids[-1:]})
    made = asked_and_answered(cast)
    (found,) = lin.ask("GET", f"/tickets/{made.number}/clocks")["clocks"]
    story = found.pop("story")
    assert found == {
        "id": found["id"],
        "kind": "first",
        "subject": "",
        "what": "",
        "state": "met",
        "used": 2700.0,
        "target": 3600,
        "due_at": None,
        "started_at": "2026-11-02T03:30:00Z",
        "ended_at": "2026-11-02T05:15:00Z",
        "breached_at": None,
        "policy": "All",
        "calendar": "Office",
    }
    assert [(line["start"][11:16], line["worked"], line["why"]) for line in story] == [
        ("03:30", 1800.0, "Working time"),
        ("04:00", 0, "Outside working hours"),
        ("05:00", 900.0, "Working time"),
        ("05:15", 0, "Done in time"),
    ]
    wei.ask("GET", f"/tickets/{made.number}/clocks", status=404)


def test_a_policy_reads_as_it_was_written(admin: Program, cast: Cast) -> None:
    made = admin.ask("POST", "/sla/policies", POLICY, status=201)
    assert made == {**POLICY, "id": made["id"], "version": 1}
    assert admin.ask("GET", "/sla/policies")["policies"][-1] == made
    changed = admin.ask("PUT", f"/sla/policies/{made['id']}", {**POLICY, "reopening": "continue"})
    assert (changed["version"], changed["reopening"]) == (2, "continue")
    ordered = admin.ask("PUT", "/sla/policy-order", {"policies": [made["id"]]})["policies"]
    assert ordered[0]["id"] == made["id"]
    admin.ask("DELETE", f"/sla/policies/{made['id']}", status=204)
    assert not Policy.objects.filter(pk=made["id"]).exists()


def test_what_a_policy_cannot_be_is_named(admin: Program, cast: Cast) -> None:
    wrong = {**POLICY, "conditions": {"types": ["nothing"], "tags": ["nobody"]}}
    problem = admin.ask("POST", "/sla/policies", wrong, status=422)
    assert set(problem["fields"]) == {"types", "tags"}
    admin.ask("POST", "/sla/policies", {**POLICY, "ladder": [{"notify": ["everybody"]}]}, status=422)


def test_a_calendar_reads_as_it_was_written(admin: Program, cast: Cast) -> None:
    body = {
        "names": {"zh-hans": "坐班"},
        "zone": "Asia/Shanghai",
        "week": OFFICE,
        "teams": [cast.audio.pk],
        "classes": ["A"],
        "is_default": False,
    }
    made = admin.ask("POST", "/sla/calendars", body, status=201)
    assert made == {**body, "id": made["id"], "version": 1}
    path = f"/sla/calendars/{made['id']}"
    days = admin.ask("POST", f"{path}/imports", {"year": 2026})["days"]
    swapped = next(day for day in days if day["date"] == "2026-10-10")
    assert (swapped["spans"], swapped["source"], swapped["is_provisional"]) == (OFFICE[0], "cn", False)
    admin.ask("POST", f"{path}/days", {"date": "2026-12-31", "names": {"en": "Stocktaking"}})
    last = admin.ask("GET", f"{path}/days?year=2026")["days"][-1]
    assert last == {
        "date": "2026-12-31",
        "spans": "",
        "names": {"en": "Stocktaking"},
        "source": "hand",
        "is_provisional": False,
    }
    admin.ask("POST", f"{path}/days", {"date": "2026-12-31", "is_ordinary": True})
    assert admin.ask("GET", f"{path}/days?year=2026")["days"][-1]["date"] != "2026-12-31"
    admin.ask("DELETE", path, status=204)


def test_setting_up_needs_the_permission(lin: Program, cast: Cast) -> None:
    lin.ask("POST", "/sla/policies", POLICY, status=403)
    lin.ask("POST", "/sla/calendars", {"names": {"en": "x"}, "week": OFFICE}, status=403)


def test_notices_are_new_until_they_are_read(lin: Program, wei: Program, cast: Cast) -> None:
    row = Policy.objects.order_by("-rank")[0]
    warning = Terms({"first": Target(24 * 3600)}, warnings=Warnings((50,)))
    actions.save_policy(row, by=SYSTEM, names=row.names, conditions=Conditions(), terms=warning)
    with unit(at=dt.datetime.now(dt.UTC) - dt.timedelta(hours=13)):
        by = cast.as_customer(cast.zhou)
        made = desk.create_ticket(cast.zhou, by=by, subject="表带", channel="email", team=cast.wearables)
        desk.receive_message(made, by=by, text="有人吗", channel="email")
        desk.assign(made, by=SYSTEM, to=cast.lin, reason="")
    actions.run_timers()
    found = lin.ask("GET", "/sla/notices")
    (notice,) = found["notices"]
    assert (found["unread"], notice["ticket"], notice["happening"]) == (1, made.number, "warned")
    assert notice["sentence"] == "First response: 50 % of the time is used"
    after = lin.ask("POST", "/sla/notices/reading", {"up_to": notice["id"]})
    assert after["unread"] == 0
    assert after["notices"][0]["seen_at"] is not None
    assert wei.ask("GET", "/sla/notices") == {"unread": 0, "notices": []}
