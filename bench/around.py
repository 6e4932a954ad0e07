"""Work around tickets by the hundred thousand: tasks, promises, visits, cases, procedures and approvals, all open."""

from __future__ import annotations

from random import Random

from django.db import connection, models
from django.utils import timezone

from bench.sheets import Sheet, loading, stamper
from manyi.core.actors import SYSTEM
from manyi.desk.actions.sops import found_sops
from manyi.desk.models import (
    Approval,
    ApprovalRule,
    Case,
    Promise,
    PromiseState,
    SopRun,
    SopVersion,
    Task,
    Ticket,
    Visit,
)
from manyi.people import actions as people
from manyi.people.models import Department, Staff

DAY = 86_400
MODELS: tuple[type[models.Model], ...] = (Task, Promise, Visit, Case, Approval, SopRun)


def fill_around(rows: int, *, seed: int = 5) -> None:
    """So many open rows of each kind, one on each of the newest tickets, spread over the colleagues."""
    random, stamp = Random(seed), stamper()
    tickets = list(Ticket.objects.filter(merged_into=None).order_by("-pk").values_list("pk", flat=True)[:rows])
    staff = list(Staff.objects.order_by("pk").values_list("pk", flat=True))
    departments = [
        _department(name, staff[place]) for place, name in enumerate(("仓储部", "财务部", "技术部", "物流部"))
    ]
    rule = ApprovalRule.objects.create(names={"zh-hans": "退款", "en": "Refund"}, limit=100)
    version, step = _procedure()
    now = int(timezone.now().timestamp())
    sheets = {model: Sheet(model) for model in MODELS}
    with loading(*sheets.values()):
        for place, ticket in enumerate(tickets):
            who, asker = random.choice(staff), random.choice(staff)
            began, due = stamp(now - random.randrange(30 * DAY)), stamp(now + random.randrange(-DAY, 14 * DAY))
            kinds: dict[type[models.Model], dict[str, object]] = {
                Task: {
                    "department_id": random.choice(departments).pk, "holder_id": who, "asked_by_id": asker,
                    "title": f"查一下包裹 {place}", "seconds": 28_800, "asked_at": began, "due_at": due,
                },
                Promise: {
                    "staff_id": who, "text": "明天上午十点给您回电", "due_at": due, "state": PromiseState.OPEN.value,
                    "created_at": began,
                },
                Visit: {"staff_id": who, "due_at": due, "created_at": began},
                Case: {"coordinator_id": who, "goal": f"把事情 {place} 一次办好", "opened_at": began},
                Approval: {
                    "rule_id": rule.pk, "amount": str(100 + place % 900), "reason": "运费补偿", "asked_by_id": asker,
                    "approver_id": who, "asked_at": began,
                },
                SopRun: {
                    "version_id": version.pk, "step": step, "started_at": began, "step_at": began, "step_due_at": due,
                },
            }  # fmt: skip
            for model, values in kinds.items():
                sheets[model].add(id=sheets[model].next_id(), ticket_id=ticket, **values)
        for sheet in sheets.values():
            sheet.flush()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _department(name: str, owner: int) -> Department:
    made = people.create_department(name, by=SYSTEM, is_service=False)
    Department.objects.filter(pk=made.pk).update(interface_owner_id=owner)
    return made


def _procedure() -> tuple[SopVersion, str]:
    found_sops()
    version = SopVersion.objects.exclude(published_at=None).order_by("pk")[0]
    return version, str(version.steps[0]["key"])
