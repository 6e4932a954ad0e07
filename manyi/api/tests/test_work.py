"""The work around a ticket, for programs."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone

from manyi.api.tests.programs import Program
from manyi.conftest import Cast
from manyi.core.actors import SYSTEM
from manyi.desk.actions import close_ticket, create_ticket
from manyi.desk.actions.approvals import save_approval_rule
from manyi.desk.models import Case, Handover, Ticket, Visit
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


def test_a_case_is_opened_planned_told_and_closed(cast: Cast, lin: Program, chen: Program, ticket: Ticket) -> None:
    store = Department.objects.create(name="仓储部", interface_owner=cast.zhao)
    lin.ask("POST", f"/tickets/{ticket.number}/case", {"goal": "一次办好"}, status=403)
    case = chen.ask("POST", f"/tickets/{ticket.number}/case", {"goal": "一次办好"}, status=201)
    assert (case["ticket"], case["coordinator_id"], case["steps"]) == (ticket.number, cast.chen.pk, [])
    at = f"/cases/{case['id']}"
    first = chen.ask("POST", f"{at}/steps", {"title": "查库存", "department_id": store.pk}, status=201)
    later = {"title": "补发", "department_id": store.pk, "after_id": first["id"]}
    second = chen.ask("POST", f"{at}/steps", later, status=201)
    assert first["task_id"] and second["task_id"] is None
    chen.ask("DELETE", f"{at}/steps/{first['id']}", status=409)
    chen.ask("DELETE", f"{at}/steps/{second['id']}", status=204)
    assert chen.ask("POST", f"{at}/messages", {"text": "正在查"}, status=201)["kind"] == "outbound"
    assert chen.ask("GET", "/cases?side=mine")["items"][0]["id"] == case["id"]
    chen.ask("POST", f"{at}/closure", {"result": "好了"}, status=409)
    chen.ask("POST", f"/tasks/{first['task_id']}/withdrawal", {"reason": "不用了"})
    given = chen.ask("PUT", f"{at}/coordinator", {"staff_id": cast.lin.pk, "reason": "她熟"})
    assert given["coordinator_id"] == cast.lin.pk
    assert lin.ask("POST", f"{at}/closure", {"result": "好了"})["result"] == "好了"
    assert [one["id"] for one in lin.ask("GET", "/cases?side=closed")["items"]] == [case["id"]]


def test_a_case_out_of_reach_does_not_exist(cast: Cast, chen: Program, wei: Program, ticket: Ticket) -> None:
    case = chen.ask("POST", f"/tickets/{ticket.number}/case", {"goal": "一次办好"}, status=201)
    at = f"/cases/{case['id']}"
    for method, path, body in (
        ("GET", at, None),
        ("POST", f"{at}/steps", {"title": "x", "department_id": 1}),
        ("DELETE", f"{at}/steps/1", None),
        ("POST", f"{at}/messages", {"text": "x"}),
        ("PUT", f"{at}/coordinator", {"staff_id": 1, "reason": "x"}),
        ("POST", f"{at}/closure", {"result": "x"}),
    ):
        wei.ask(method, path, body, status=404)
    assert wei.ask("GET", "/cases")["items"] == []


def test_cases_and_visits_are_listed_page_by_page(cast: Cast, chen: Program, ticket: Ticket) -> None:
    at = timezone.now()
    by = cast.as_customer(cast.zhou)
    tickets = [create_ticket(cast.zhou, by=by, subject="又", channel="email", team=cast.wearables) for _ in range(5)]
    for one in tickets:
        Case.objects.create(ticket=one, coordinator=cast.chen, goal="办好", opened_at=at)
        Visit.objects.create(ticket=one, staff=cast.chen, due_at=at, created_at=at)
    for path in ("/cases?", "/visits?mine=true&"):
        found: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            page = chen.ask("GET", f"{path}limit=2&cursor={cursor}")
            found += [one["ticket"] for one in page["items"]]
            cursor = page["next"]
        assert sorted(found) == sorted(one.number for one in tickets), path


def test_a_return_visit_is_done(cast: Cast, lin: Program, wei: Program, ticket: Ticket) -> None:
    close_ticket(ticket, by=cast.actor(cast.lin))
    visit = Visit.objects.create(ticket=ticket, staff=cast.lin, due_at=timezone.now(), created_at=timezone.now())
    wei.ask("POST", f"/visits/{visit.pk}/outcome", {"outcome": "solved"}, status=404)
    lin.ask("POST", f"/visits/{visit.pk}/outcome", {"outcome": "solved", "score": 6}, status=422)
    done = lin.ask("POST", f"/visits/{visit.pk}/outcome", {"outcome": "unsolved", "score": 2, "words": "还是断"})
    assert (done["state"], done["score"]) == ("done", 2)
    assert lin.ask("GET", f"/tickets/{ticket.number}/visits")["visits"] == [done]
    assert lin.ask("GET", f"/tickets/{ticket.number}")["status"] == "open"
    lin.ask("POST", f"/visits/{visit.pk}/outcome", {"outcome": "solved"}, status=409)


def test_a_leader_whispers(cast: Cast, lin: Program, chen: Program, ticket: Ticket) -> None:
    whispers = f"/tickets/{ticket.number}/whispers"
    chen.ask("POST", whispers, {"text": "先道歉"}, status=409)
    lin.ask("POST", f"/tickets/{ticket.number}/take")
    lin.ask("POST", whispers, {"text": "x"}, status=403)
    assert chen.ask("POST", whispers, {"text": "先道歉"}, status=201)["kind"] == "note"


def test_a_procedure_is_left_another_way(lin: Program, ticket: Ticket) -> None:
    run = lin.ask("POST", f"/tickets/{ticket.number}/procedures", {"key": "complaint"}, status=201)
    at = f"/tickets/{ticket.number}/procedures/{run['id']}/deviations"
    lin.ask("POST", at, {"step": "listen", "to": "nowhere", "reason": "x"}, status=422)
    moved = lin.ask("POST", at, {"step": "listen", "to": "understand", "reason": "电话里听过了"})
    assert (moved["step"], moved["state"]) == ("understand", "running")
    assert lin.ask("POST", at, {"step": "understand", "reason": "客户撤回"})["state"] == "stopped"
    lin.ask("POST", at, {"step": "understand", "reason": "x"}, status=409)
