"""The work around the conversations: other departments, promises, procedures, approvals, cases, partners, calls."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from manyi.channels.sides import actions as sides
from manyi.core.actions import action, unit
from manyi.core.actors import SYSTEM, Actor
from manyi.customers.models import Identity
from manyi.demo import records
from manyi.demo.founding import World, slug
from manyi.desk.actions import approvals, cases, promises, sops, visits
from manyi.desk.actions import tasks as desk_tasks
from manyi.desk.actions.task_templates import save_task_template
from manyi.desk.models import DeliveryState, Sop, Status, Task, TaskTemplate, Ticket, Visit
from manyi.people.models import Department, Staff
from manyi.routing import actions as routing

CONTENT = Path(__file__).parent / "content" / "work.toml"
A_LITTLE = dt.timedelta(minutes=4)
FREE = Decimal(100)
MOST_OPEN = 400
MANAGER = "fang.hui"
ZH = "zh-hans"


@cache
def content() -> dict[str, Any]:
    """What is told here, as plain data; shared, so not to be changed."""
    return tomllib.loads(CONTENT.read_text(encoding="utf-8"))


def tell_work(company: records.Company, world: World) -> Work:
    """Tell what goes on around the newest open tickets, and who was visited after closing.

    Partners are asked later, by :meth:`Work.ask_partners`: that takes a mailbox, and nothing else may leave through it.
    """
    work = Work(company, world)
    work.ask_departments()
    work.make_promises()
    work.arrange_calls()
    work.pool = work.open_tickets()
    work.open_cases()
    work.ask_approvals()
    work.begin_procedures()
    work.visit()
    return work


class Work:
    """Tells one kind after the other; ``pool`` holds the tickets nothing of the kind has happened to yet."""

    def __init__(self, company: records.Company, world: World) -> None:
        self.company, self.world, self.now = company, world, timezone.now()
        self.departments = {
            each.key: Department.objects.get(name=each.name.zh) for each in company.departments if each.interface_owner
        }
        self.pool = self.open_tickets()

    def open_tickets(self) -> list[Ticket]:
        """Those somebody works on, the newest first."""
        rows = Ticket.objects.filter(status__lt=Status.RESOLVED, assignee__isnull=False, team__isnull=False)
        found = rows.filter(merged_into=None).select_related("type", "customer", "assignee").order_by("-id")
        return list(found[:MOST_OPEN])

    def take(self, entry: dict[str, Any]) -> Ticket | None:
        """The newest ticket in the entry's language that is about what it says, else of one of its types, else any.

        Each is given once, until all in that language have been.
        """
        language, about = entry.get("language", ZH), entry.get("about", "")
        if all(ticket.language != language for ticket in self.pool):
            self.pool += [ticket for ticket in self.open_tickets() if ticket.language == language]
        keys = tuple(slug(key) for key in entry.get("types", ("",)))
        pool = [ticket for ticket in self.pool if ticket.language == language]
        fitting = [ticket for ticket in pool if ticket.type is not None and ticket.type.key.startswith(keys)]
        meant = (one for one in fitting if about and re.search(about, f"{one.subject} {one.snippet}", re.IGNORECASE))
        found = next(meant, None) or next(iter(fitting), None) or next(iter(pool), None)
        if found is not None:
            self.pool.remove(found)
        return found

    def start(self, ticket: Ticket, hours: float) -> dt.datetime:
        """So many hours ago, or just after what was said last."""
        return min(self.now, max(ticket.updated_at + A_LITTLE, self.now - dt.timedelta(hours=hours)))

    def later(self, start: dt.datetime, share: float = 0.5) -> dt.datetime:
        """A moment between then and now."""
        return start + (self.now - start) * share

    def actor(self, staff: Staff | None) -> Actor:
        return self.world.actors[staff.email] if staff is not None else SYSTEM

    def login(self, person: str) -> str:
        return f"{person}@{self.company.domain}"

    def ask_departments(self) -> None:
        templates = {key: self._template(one) for key, one in content()["templates"].items()}
        for entry in content()["tasks"]:
            ticket = self.take(entry)
            if ticket is not None:
                self._ask(ticket, templates[entry["template"]], entry)

    def _template(self, one: dict[str, Any]) -> TaskTemplate:
        zh, en = one["customer_words"]
        return save_task_template(
            None,
            by=SYSTEM,
            names=dict(zip(("zh-hans", "en"), one["names"], strict=True)),
            department=self.departments[one["department"]],
            body=one["body"][0],
            checklist=one["checklist"][0],
            hours=one["hours"],
            customer_words={"zh-hans": zh, "en": en},
        )

    def _ask(self, ticket: Ticket, template: TaskTemplate, entry: dict[str, Any]) -> None:
        start, by = self.start(ticket, entry["ago"]), self.actor(ticket.assignee)
        words = content()["templates"][entry["template"]]
        place = int("language" in entry)
        with unit(at=start):
            task = desk_tasks.ask_department(
                ticket,
                by=by,
                department=template.department,
                title=words["names"][place],
                body=words["body"][place],
                checklist=words["checklist"][place],
                hours=template.hours,
                customer_words=words["customer_words"][place],
                template=template,
            )
            if "said" in entry:
                desk_tasks.say_on_task(task, by=by, text=entry["said"])
        with unit(at=self.later(start)):
            self._settle(task, entry)

    def _settle(self, task: Task, entry: dict[str, Any]) -> None:
        by = self.actor(task.holder)
        if "answer" in entry:
            for place in range(len(task.checklist)):
                desk_tasks.check_point(task, by=by, place=place, done=True)
            desk_tasks.answer_task(task, by=by, text=entry["answer"])
        elif "refuse" in entry:
            desk_tasks.refuse_task(task, by=by, reason=entry["refuse"])

    def make_promises(self) -> None:
        for entry in content()["promises"]:
            ticket = self.take(entry)
            if ticket is None:
                return
            start, by = self.start(ticket, entry["ago"]), self.actor(ticket.assignee)
            due = max(start + 3 * A_LITTLE, self.now + dt.timedelta(hours=entry["due"]))
            with unit(at=start):
                promise = promises.make_promise(ticket, by=by, text=entry["text"], due_at=due)
            if entry.get("kept"):
                with unit(at=self.later(start)):
                    promises.keep_promise(promise, by=by)

    def arrange_calls(self) -> None:
        for entry in content()["call_backs"]:
            ticket = self.take({"types": ("complaint", "after_sale")})
            phone = Identity.objects.filter(customer=ticket.customer, kind="phone").first() if ticket else None
            if ticket is not None and phone is not None:
                with unit(at=self.start(ticket, entry["ago"])):
                    routing.arrange_call_back(ticket, by=self.actor(ticket.assignee), phone=phone.value)

    def ask_partners(self) -> None:
        for entry in content()["sides"]:
            ticket = self.take(entry)
            if ticket is not None:
                self._write(ticket, entry)

    def _write(self, ticket: Ticket, entry: dict[str, Any]) -> None:
        to = [one if "@" in one else self.login(one) for one in entry["to"]]
        start, by = self.start(ticket, entry["ago"]), self.actor(ticket.assignee)
        with unit(at=start):
            side = sides.start_side(ticket, by=by, to=to, subject=entry["subject"], text=entry["text"])
            sides.set_delivery(side.messages.get(), DeliveryState.SENT)
        if "answer" in entry:
            with unit(at=self.later(start)):
                known, sender = f"<side.{side.pk}@{to[0].rpartition('@')[2]}>", (entry.get("sender", ""), to[0])
                sides.take_answer(side, sender=sender, text=entry["answer"], external_id=known)
        if entry.get("closed"):
            with unit(at=self.later(start, 0.7)):
                sides.close_side(side, by=by)

    def ask_approvals(self) -> None:
        names = {"zh-hans": "退款或补偿", "en": "Refund or compensation"}
        rule = approvals.save_approval_rule(None, by=SYSTEM, names=names, limit=FREE)
        for entry in content()["approvals"]:
            ticket = self.take(entry)
            if ticket is None:
                return
            start, by = self.start(ticket, entry["ago"]), self.actor(ticket.assignee)
            with unit(at=start):
                amount = Decimal(entry["amount"])
                asked = approvals.ask_approval(ticket, by=by, rule=rule, amount=amount, reason=entry["reason"])
            decider = asked.approver if asked.approver != ticket.assignee else self.world.staff[self.login(MANAGER)]
            if "words" in entry:
                with unit(at=self.later(start)):
                    approvals.decide_approval(
                        asked,
                        by=self.actor(decider),
                        approve=entry.get("approve", False),
                        words=entry["words"],
                    )

    def begin_procedures(self) -> None:
        for entry in content()["procedures"]:
            ticket = self.take(entry)
            if ticket is None:
                return
            start, by = self.start(ticket, entry["ago"]), self.actor(ticket.assignee)
            with unit(at=start):
                run = sops.start_sop(ticket, Sop.objects.get(key=entry["key"]), by=by)
            with unit(at=self.later(start)):
                for data in entry["steps"]:
                    run = sops.do_step(run, by=by, step=run.step, data=data)

    def open_cases(self) -> None:
        for entry in content()["cases"]:
            ticket = self.take(entry)
            if ticket is not None:
                self._open_case(ticket, entry)

    def _open_case(self, ticket: Ticket, entry: dict[str, Any]) -> None:
        coordinator = self.world.staff[self.login(entry["coordinator"])]
        start, by, before = self.start(ticket, entry["ago"]), self.actor(coordinator), None
        with unit(at=start):
            case = cases.open_case(ticket, by=by, goal=entry["goal"], coordinator=coordinator)
            for one in entry["steps"]:
                before = cases.plan_step(
                    case,
                    by=by,
                    title=one["title"],
                    department=self.departments[one["department"]],
                    hours=one["hours"],
                    customer_words=one.get("customer", ""),
                    after=before,
                )
        answers = {one["title"]: one for one in entry["steps"] if "answer" in one}
        with unit(at=self.later(start)):
            for task in Task.objects.filter(ticket=ticket, title__in=answers).select_related("holder", "ticket"):
                self._settle(task, answers[task.title])

    def visit(self) -> None:
        """What closed lately is visited: some were reached already, the others are planned."""
        visits.save_visit_rule(
            None, by=SYSTEM, names={"zh-hans": "投诉与售后回访", "en": "After a complaint"}, hours=24
        )
        done = content()["visits"]
        lately = self.now - dt.timedelta(hours=max(one["hours"] for one in done) + 30)
        rows = Ticket.objects.filter(status=Status.CLOSED, closed_at__gt=lately, merged_into=None, owner__isnull=False)
        closed = list(rows.order_by("closed_at")[: 3 * len(done)])
        for place, ticket in enumerate(closed):
            with unit(at=ticket.closed_at or self.now):
                visit = _planned(ticket)
            if visit is not None and place < len(done) and visit.due_at < self.now:
                said = {name: done[place][name] for name in ("outcome", "score", "words") if name in done[place]}
                with unit(at=self.later(visit.due_at, 0.3)):
                    visits.do_visit(visit, by=self.actor(visit.staff), **said)


@action
def _planned(ticket: Ticket) -> Visit | None:
    return visits.plan_visit(ticket)
