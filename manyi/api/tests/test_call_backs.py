"""Call-backs and queue calendars by programs."""

from __future__ import annotations

from manyi.api.tests.programs import Program
from manyi.conftest import Cast
from manyi.routing.models import Queue
from manyi.routing.tests.helpers import ask
from manyi.sla.models import Calendar


def test_a_call_is_arranged_and_its_outcome_said(cast: Cast) -> None:
    made, lin = ask(cast, "请回电"), Program(cast.lin)
    row = lin.ask("PUT", f"/tickets/{made.number}/call-back", {"phone": "13800138000"})
    assert (row["phone"], row["outcome"]) == ("+8613800138000", "")
    assert [one["id"] for one in lin.ask("GET", "/call-backs")["call_backs"]] == [row["id"]]
    assert lin.ask("POST", f"/call-backs/{row['id']}/outcome", {"reached": False})["attempts"] == 1
    assert lin.ask("POST", f"/call-backs/{row['id']}/outcome", {"reached": True})["outcome"] == "reached"
    assert lin.ask("GET", "/call-backs")["call_backs"] == []
    assert Program(cast.wei).send("PUT", f"/tickets/{made.number}/call-back", {"phone": "1"}).status_code in (404, 422)


def test_a_queue_has_hours_of_its_own(cast: Cast) -> None:
    admin, calendar = Program(cast.admin), Calendar.objects.first()
    assert calendar is not None
    queue = admin.ask("POST", "/routing/queues", {"names": {"en": "Night"}, "calendar": calendar.pk}, status=201)
    assert (queue["calendar"], Queue.objects.get(pk=queue["id"]).calendar_id) == (calendar.pk, calendar.pk)
    changed = admin.ask("PUT", f"/routing/queues/{queue['id']}", {"names": {"en": "Night"}})
    assert changed["calendar"] is None
    bad = {"names": {"en": "Night"}, "calendar": 10**6}
    assert admin.send("PUT", f"/routing/queues/{queue['id']}", bad).status_code == 404
