"""The floor and trials of policies as programs reach them."""

from __future__ import annotations

from manyi.api.tests.programs import Program
from manyi.conftest import Cast
from manyi.core import jobs
from manyi.core.models import Job
from manyi.desk.models import Ticket
from manyi.routing.models import Queue
from manyi.routing.tests.helpers import ask, online, react


def test_the_floor_is_read_and_a_ticket_given(chen: Program, lin: Program, cast: Cast) -> None:
    made = ask(cast, "表带断裂")
    react()
    found = chen.ask("GET", "/floor")
    (queue,) = (queue for queue in found["queues"] if queue["waiting"])
    assert (queue["waiting"], queue["overdue"], queue["served"], queue["gave_up"]) == (1, 0, 0, 0)
    (waiting,) = queue["tickets"]
    assert {name: waiting[name] for name in ("number", "subject", "channel", "is_vip")} == {
        "number": made.number,
        "subject": "表带断裂",
        "channel": "chat",
        "is_vip": False,
    }
    assert waiting["since"] == queue["longest_since"]
    after = chen.ask("POST", "/floor/assignments", {"ticket": made.number, "staff_id": cast.lin.pk})
    (his,) = (one for one in after["colleagues"] if one["staff_id"] == cast.lin.pk)
    assert [ticket["number"] for ticket in his["tickets"]] == [made.number]
    chen.ask("POST", "/floor/assignments", {"ticket": made.number})
    assert Ticket.objects.get(pk=made.pk).assignee_id is None
    lin.ask("GET", "/floor", status=403)


def test_a_colleague_is_asked_in_once(chen: Program, cast: Cast) -> None:
    online(cast, cast.lin, state="away")
    for _time in range(2):
        found = chen.ask("POST", "/floor/calls", {"staff_id": cast.lin.pk})
        (his,) = (one for one in found["colleagues"] if one["staff_id"] == cast.lin.pk)
        assert (his["state"], his["call"]) == ("away", "asked")
    online(cast, cast.zhao)
    chen.ask("POST", "/floor/calls", {"staff_id": cast.zhao.pk}, status=409)
    chen.ask("POST", "/floor/calls", {"staff_id": 999_999}, status=404)


def test_a_trial_runs_as_a_job(admin: Program, chen: Program, cast: Cast) -> None:
    made = admin.ask("POST", "/routing/trials", {"days": 1, "runs": 2}, status=201)
    assert (made["policies"], made["done"], made["total"], made["result"]) == (["standard", "fifo"], 0, 4, None)
    for row in Job.objects.filter(name="routing.trial"):
        jobs.run(row)
    ended = admin.ask("GET", f"/routing/trials/{made['id']}")
    assert ended["ended_at"] is not None
    assert ended["problem"]
    admin.ask("POST", "/routing/trials", {"first": "nothing"}, status=404)
    admin.ask("POST", "/routing/trials", {"first": "fifo"}, status=422)
    admin.ask("GET", "/routing/trials/999999", status=404)
    chen.ask("POST", "/routing/trials", {}, status=403)


def test_a_program_tries_a_policy_on_one_queue_alone(admin: Program) -> None:
    queue = Queue.objects.get()
    made = admin.ask("POST", "/routing/trials", {"days": 1, "runs": 2, "queue": queue.pk}, status=201)
    assert made["queue"] == queue.pk
    assert admin.ask("GET", f"/routing/trials/{made['id']}")["queue"] == queue.pk
    admin.ask("POST", "/routing/trials", {"queue": 999_999}, status=404)
