"""Every operation, walked through the description: without a token, without the scope, and out of reach."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from manyi.api import v1
from manyi.api.tests.programs import ALL_SCOPES, Program
from manyi.conftest import Cast
from manyi.desk.models import Message, Ticket

OPERATIONS = [
    (method.upper(), path.removeprefix("/api/v1"), operation)
    for path, operations in v1.schema()["paths"].items()
    for method, operation in operations.items()
]
NAMES = [f"{method} {path}" for method, path, _operation in OPERATIONS]
OF_A_TICKET = [(m, p, o) for m, p, o in OPERATIONS if "{number}" in p or "{message_id}" in p]
BODIES: dict[str, Any] = {
    "MessageIn": {"kind": "note", "text": "x"},
    "TagsIn": {"tags": ["x"]},
    "EscalationIn": {"reason": "x"},
    "PresenceIn": {"state": "online"},
    "QueueIn": {"names": {"en": "x"}},
    "QueueOrderIn": {"queues": []},
    "OwnerIn": {"staff_id": 1, "reason": "x"},
    "StatusIn": {"status": "hold"},
    "LinkIn": {"number": "x"},
    "MergeIn": {"number": "x"},
    "SplitIn": {"subject": "x"},
    "ReadMark": {"up_to": 1},
    "DraftIn": {"text": "x"},
    "PlannedIn": {"text": "x", "send_at": "2030-01-01T00:00:00Z", "key": "k"},
    "MovedIn": {"send_at": "2030-01-01T00:00:00Z"},
    "SnoozeIn": {"until": None},
    "SeenIn": {"up_to": 1},
    "AnnouncementIn": {"title": "x", "text": "x"},
    "PlaceIn": {"up": True},
    "BulkIn": {"numbers": ["x"], "do": "follow"},
    "WordingIn": {"name": "x", "text": "x"},
    "ScriptIn": {"title": "x", "body": "x"},
    "MacroIn": {"name": "x", "steps": [{"do": "close"}]},
    "ReadingIn": {"up_to": 1},
    "CalendarIn": {"names": {"en": "x"}, "week": ["09:00-18:00"] * 7},
    "DayIn": {"date": "2026-01-01"},
    "ImportIn": {"year": 2026},
    "PolicyIn": {"names": {"en": "x"}, "targets": {"first": {"seconds": 60}}},
    "OrderIn": {"policies": [1]},
    "GivingIn": {"ticket": "x"},
    "CallInBody": {"staff_id": 1},
    "TransferIn": {"reason": "x"},
    "TakeoverIn": {"reason": "x"},
    "ApprovalIn": {"rule_id": 1, "amount": "5", "reason": "x"},
    "DecisionIn": {"approve": True},
    "ProcedureIn": {"key": "complaint"},
    "StepIn": {"step": "x"},
    "DeviationIn": {"step": "x", "reason": "x"},
    "WhisperIn": {"text": "x"},
    "CaseIn": {"goal": "x"},
    "CaseStepIn": {"title": "x", "department_id": 1},
    "CaseMessageIn": {"text": "x"},
    "CaseResultIn": {"result": "x"},
    "CoordinatorIn": {"staff_id": 1, "reason": "x"},
    "OutcomeIn": {"outcome": "solved"},
    "PromiseIn": {"text": "x", "due_at": "2090-01-01T00:00:00Z"},
    "PromiseState": {"state": "kept"},
    "TaskIn": {"title": "x", "department_id": 1},
    "AnswerIn": {"text": "x"},
    "ContributionIn": {"title": "x", "problem": "x", "solution": "x"},
    "WhyIn": {"reason": "x"},
    "PlaybookIn": {"names": {"en": "x"}},
    "RushIn": {"playbook": 1},
    "CallBackIn": {"phone": "13800138000"},
    "CallOutcome": {"reached": True},
    "SideIn": {"to": ["a@b.example"], "subject": "x", "text": "x"},
    "SideTextIn": {"text": "x"},
    "ShopOrderIn": {"email": "a@b.example", "status": "paid", "placed_at": "2026-01-01T00:00:00Z"},
    "ForwardIn": {"staff_id": 1, "reason": "x"},
}


def address(path: str, ticket: Ticket, cast: Cast) -> str:
    """The path with the ids of Lin's ticket."""
    message = Message.objects.filter(ticket=ticket).first()
    values = {"number": ticket.number, "message_id": message.pk if message else 1, "kind": "note", "key": "mine"}
    names = ("staff_id", "merge_id", "file_id", "customer_id", "identity_id", "duplicate_id", "company_id")
    others = (
        "wording_id",
        "playbook_id",
        "rush_id",
        "question_id",
        "group_id",
        "gap_id",
        "call_back_id",
        "macro_id",
        "planned_id",
        "bulk_id",
        "announcement_id",
        "calendar_id",
        "policy_id",
        "queue_id",
        "offer_id",
        "name",
        "task_id",
        "order_number",
        "side_id",
        "promise_id",
        "article_id",
        "version_id",
        "approval_id",
        "run_id",
        "trial_id",
        "case_id",
        "step_id",
        "visit_id",
    )
    return path.format(**values, **dict.fromkeys((*names, *others), 1))


def body_of(operation: dict[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    name = content.get("$ref", "").rsplit("/", 1)[-1]
    return BODIES.get(name, {}) if name else None


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_without_a_token_nothing_answers(
    ticket: Ticket, cast: Cast, method: str, path: str, operation: dict[str, Any]
) -> None:
    response = Client().generic(method, "/api/v1" + address(path, ticket, cast))
    assert response.status_code == 401


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_without_the_scope_nothing_is_done(
    ticket: Ticket, cast: Cast, method: str, path: str, operation: dict[str, Any]
) -> None:
    scope = operation["x-scope"]
    if not scope:
        assert path in ("/me", "/health")
        return
    program = Program(cast.admin, allowed=[one for one in ALL_SCOPES if one != scope])
    problem = program.ask(method, address(path, ticket, cast), body_of(operation), status=403)
    assert problem["code"] == "missing_scope"


@pytest.mark.parametrize(
    ("method", "path", "operation"), OF_A_TICKET, ids=[f"{method} {path}" for method, path, _o in OF_A_TICKET]
)
def test_a_ticket_out_of_reach_does_not_exist(
    wei: Program, ticket: Ticket, cast: Cast, method: str, path: str, operation: dict[str, Any]
) -> None:
    problem = wei.ask(method, address(path, ticket, cast), body_of(operation), status=404)
    assert problem["code"] == "not_found"
