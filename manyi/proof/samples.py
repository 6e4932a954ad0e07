"""One of everything in an installation, to fill the addresses of :mod:`manyi.proof.pages`; run inside it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Model
from django.http import HttpResponse

from manyi.channels.models import Inbox
from manyi.channels.sides.models import Side
from manyi.core.actions import action
from manyi.core.actors import Actor
from manyi.customers.models import Company, DuplicateProposal, Identity, Order
from manyi.desk import actions as desk
from manyi.desk import models as m
from manyi.desk.approval_letters import token_of as approval_token
from manyi.desk.task_links import link_of
from manyi.knowledge.actions import keep_script
from manyi.knowledge.models import Announcement as PolicyChange
from manyi.knowledge.models import Article, Version
from manyi.listening.actions import send_survey
from manyi.listening.links import token_of as survey_token
from manyi.listening.models import Survey
from manyi.notices.actions import publish
from manyi.notices.models import Announcement
from manyi.people import access
from manyi.people import actions as people
from manyi.people.models import Department, Role, Staff, Team
from manyi.portal.access import COOKIE, remember, request_link
from manyi.routing import actions as routing
from manyi.routing.models import ExpertPool, Playbook, Policy, Queue, Rush
from manyi.sla.models import Calendar
from manyi.sla.models import Policy as SlaPolicy

NEWEST: dict[str, type[Model]] = {
    "wording": m.Wording, "macro": m.Macro, "type": m.TicketType, "field": m.CustomField, "case": m.Case,
    "visit": m.Visit, "view": m.SavedView, "approval_rule": m.ApprovalRule, "sop": m.Sop,
    "visit_rule": m.VisitRule, "task_template": m.TaskTemplate, "side": Side, "company": Company,
    "team": Team, "department": Department, "queue": Queue, "weights": Policy, "playbook": Playbook,
    "pool": ExpertPool, "rush": Rush, "calendar": Calendar, "sla_policy": SlaPolicy, "announcement": Announcement,
}  # fmt: skip
"""What is taken as it comes: the newest of its kind."""


def samples(agent: Staff, admin: Staff) -> dict[str, str]:
    """What stands for each name in the addresses. What the installation lacks is made first."""
    furnish(access.actor_of(admin))
    found = {name: str(model._default_manager.latest("pk").pk) for name, model in NEWEST.items()}
    return {**found, **_tickets(agent), **_around(), **_customers(), **_library(), **_links(access.actor_of(admin))}


@action
def furnish(by: Actor) -> None:
    """What nobody has made yet: a saved list, a script, a pool, an announcement, a survey, a rush that is over."""
    if not m.SavedView.objects.exists():
        desk.save_view("手环退款", {"tag": ["退款"]}, by=by, audience="all")
    if not Article.objects.filter(audience="own", owner_id=by.id).exists():
        keep_script(None, by=by, title="再等一天", body="请再等一天，我明天上午告诉您。", tags=(), language="zh-hans")
    if not ExpertPool.objects.exists():
        tags = m.Tag.objects.values_list("pk", flat=True)[:2]
        routing.save_expert_pool(
            None, by=by, names={"zh-hans": "耳机专家", "en": "Audio"}, tags=tags, members=[by.id or 0]
        )
    if not Announcement.objects.exists():
        publish(by=by, title="双十一之后的排班", text="下周一起恢复两班，请在周五前确认。")
    if not Survey.objects.filter(answered_at=None).exists():
        send_survey(m.Ticket.objects.filter(status=m.Status.CLOSED, merged_into=None, language="zh-hans").latest("pk"))
    if not Rush.objects.exists():
        queue = Queue.objects.latest("pk")
        routing.end_rush(routing.start_rush(queue.pk, Playbook.objects.latest("pk"), by=by), by=by)


def _tickets(agent: Staff) -> dict[str, str]:
    """The agent's ticket with the most messages, one in English, one that is done."""
    rows = m.Ticket.objects.filter(merged_into=None).annotate(said=Count("messages")).order_by("-said", "-pk")
    mine = rows.filter(status__lt=3, assignee=agent).first() or rows.filter(assignee=agent)[0]
    english = rows.filter(status__lt=3, language="en").first() or mine
    said = list(mine.messages.order_by("pk")[:2])
    return {
        "ticket": mine.number,
        "english_ticket": english.number,
        "closed_ticket": rows.filter(status=m.Status.CLOSED)[0].number,
        "split": f"{mine.number}/splits/{said[-1].pk}",
    }


def _around() -> dict[str, str]:
    task = m.Task.objects.filter(state="open").latest("pk")
    approval = m.Approval.objects.filter(state="asked").latest("pk")
    return {
        "task": str(task.pk),
        "task_link": _last_part(link_of(task)),
        "approval": str(approval.pk),
        "approval_link": approval_token(approval),
        "mailbox": str(Inbox.objects.filter(kind="email").latest("pk").pk),
        "site": str(Inbox.objects.filter(kind="chat").latest("pk").pk),
        "staff": str(Staff.objects.filter(team__isnull=False).latest("pk").pk),
    }


def _customers() -> dict[str, str]:
    """A customer who has ordered, and two who may be one."""
    order = Order.objects.latest("pk")
    twins: Any = DuplicateProposal.objects.latest("pk")
    identity = Identity.objects.filter(customer=order.customer).latest("pk")
    return {
        "customer": str(order.customer_id),
        "identity": str(identity.pk),
        "twins": f"{twins.first_id}/compare/{twins.second_id}",
    }


def _library() -> dict[str, str]:
    public = (
        Article.objects.filter(audience="public", state="published", language="zh-hans")
        .exclude(category=None)
        .latest("pk")
    )
    return {
        "article": str(public.pk),
        "public_article": str(public.pk),
        "script": str(Article.objects.filter(kind="script", audience="own").latest("pk").pk),
        "version": str(Version.objects.filter(article=public).latest("pk").pk),
        "announced": str(PolicyChange.objects.latest("pk").version_id),
        "topic": public.category.key if public.category else "",
    }


def _links(by: Actor) -> dict[str, str]:
    """Ways in without a password, and the cookie of a customer who went one."""
    survey = Survey.objects.filter(answered_at=None).select_related("ticket__customer").latest("pk")
    role = Role.objects.get(key="agent")
    _row, invitation = people.invite("new@obsidian.example", name="Ann", role=role, by=by)
    response = HttpResponse()
    remember(response, survey.ticket.customer)
    return {
        "survey": survey_token(survey),
        "request": _last_part(request_link(survey.ticket)),
        "my_request": survey.ticket.number,
        "cookie": response.cookies[COOKIE].value,
        "invitation": invitation,
        "setup": people.make_setup_link(),
    }


def _last_part(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2]
