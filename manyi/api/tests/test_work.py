"""The work around a ticket, for programs."""

from __future__ import annotations

from decimal import Decimal

from manyi.api.tests.programs import Program
from manyi.conftest import Cast
from manyi.core.actors import SYSTEM
from manyi.desk.actions.approvals import save_approval_rule
from manyi.desk.models import Handover, Ticket
from manyi.people import actions as people
from manyi.people.models import Department


def test_a_task_is_asked_read_and_answered(cast: Cast, lin: Program, ticket: Ticket) -> None:
    office = people.add_staff("liu@obsidian.example", name="刘工", role="backoffice", by=SYSTEM)
    department = Department.objects.create(name="物流部", interface_owner=office)
    sent = {"title": "查包裹", "department_id": department.pk, "hours": 4, "checklist": ["拍照"]}
    task = lin.ask("POST", f"/tickets/{ticket.number}/tasks", sent, status=201)
    assert (task["state"], task["holder_id"], task["checklist"]) == (
        "open",
        office.pk,
        [{"text": "拍照", "done": False}],
    )
    assert lin.ask("GET", f"/tickets/{ticket.number}/tasks")["tasks"] == [task]
    lin.ask("POST", f"/tasks/{task['id']}/answer", {"text": "我来答"}, status=403)
    lin.ask("POST", f"/tasks/{task['id']}/entries", {"text": "请尽快"}, status=201)
    lin.ask("POST", f"/tickets/{ticket.number}/resolution", {}, status=409)
    gone = lin.ask("POST", f"/tasks/{task['id']}/withdrawal", {"reason": "不用了"})
    assert gone["state"] == "withdrawn"
    entries = lin.ask("GET", f"/tasks/{task['id']}")["entries"]
    assert [entry["text"] for entry in entries] == ["请尽快", "不用了"]


def test_a_task_out_of_reach_does_not_exist(cast: Cast, lin: Program, wei: Program, ticket: Ticket) -> None:
    department = Department.objects.create(name="物流部", interface_owner=cast.chen)
    sent = {"title": "查包裹", "department_id": department.pk}
    task = lin.ask("POST", f"/tickets/{ticket.number}/tasks", sent, status=201)
    wei.ask("GET", f"/tasks/{task['id']}", status=404)
    wei.ask("POST", f"/tasks/{task['id']}/answer", {"text": "x"}, status=404)


def test_a_transfer_takes_its_summary_along(cast: Cast, lin: Program, ticket: Ticket) -> None:
    sent = {"staff_id": cast.zhao.pk, "reason": "她管寄修"}
    assert lin.ask("POST", f"/tickets/{ticket.number}/transfer", sent)["assignee_id"] == cast.zhao.pk
    assert "表带断裂" in Handover.objects.get().summary
    lin.ask("POST", f"/tickets/{ticket.number}/transfer", {"staff_id": cast.lin.pk}, status=422)


def test_a_promise_is_made_and_kept(lin: Program, ticket: Ticket) -> None:
    sent = {"text": "回电", "due_at": "2090-01-01T10:00:00Z"}
    made = lin.ask("POST", f"/tickets/{ticket.number}/promises", sent, status=201)
    kept = lin.ask("PUT", f"/tickets/{ticket.number}/promises/{made['id']}/state", {"state": "kept"})
    assert kept["state"] == "kept"
    assert lin.ask("GET", f"/tickets/{ticket.number}/promises")["promises"] == [kept]


def test_a_procedure_is_begun_and_taken_step_by_step(lin: Program, ticket: Ticket) -> None:
    run = lin.ask("POST", f"/tickets/{ticket.number}/procedures", {"key": "complaint"}, status=201)
    assert (run["step"], run["version"], run["state"]) == ("listen", 1, "running")
    steps = f"/tickets/{ticket.number}/procedures/{run['id']}/steps"
    lin.ask("POST", steps, {"step": "listen"}, status=422)
    done = lin.ask("POST", steps, {"step": "listen", "data": {"story": "等了十天", "grade": "一般"}})
    assert (done["step"], done["data"]["story"]) == ("understand", "等了十天")
    assert lin.ask("GET", f"/tickets/{ticket.number}/procedures")["runs"] == [done]
    lin.ask("POST", f"/tickets/{ticket.number}/procedures", {"key": "none"}, status=404)


def test_an_approval_is_asked_and_decided(cast: Cast, lin: Program, chen: Program, ticket: Ticket) -> None:
    by = cast.actor(cast.admin)
    rule = save_approval_rule(None, by=by, names={"en": "Refund"}, limit=Decimal(10), approver=cast.chen)
    sent = {"rule_id": rule.pk, "amount": "99.50", "reason": "质量问题"}
    asked = lin.ask("POST", f"/tickets/{ticket.number}/approvals", sent, status=201)
    assert (asked["state"], asked["amount"], asked["approver_id"]) == ("asked", "99.50", cast.chen.pk)
    lin.ask("POST", f"/approvals/{asked['id']}/decision", {"approve": True}, status=403)
    assert chen.ask("POST", f"/approvals/{asked['id']}/decision", {"approve": True})["state"] == "approved"
    assert lin.ask("GET", f"/tickets/{ticket.number}/approvals")["approvals"][0]["state"] == "approved"


def test_a_leader_takes_over(cast: Cast, lin: Program, chen: Program, ticket: Ticket) -> None:
    lin.ask("POST", f"/tickets/{ticket.number}/take")
    lin.ask("POST", f"/tickets/{ticket.number}/takeover", {"reason": "x"}, status=403)
    taken = chen.ask("POST", f"/tickets/{ticket.number}/takeover", {"reason": "升级"})
    assert (taken["assignee_id"], taken["owner_id"]) == (cast.chen.pk, cast.lin.pk)
