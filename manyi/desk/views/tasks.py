"""Tasks for other departments: asked from a ticket, answered on their own page, at the desk or by a signed link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from manyi.core import files
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid, NotFound
from manyi.core.i18n import label
from manyi.core.limits import allow
from manyi.desk import access, actions, queries
from manyi.desk.actions import Upload
from manyi.desk.models import Task, TaskFile, TaskTemplate, Ticket
from manyi.desk.permissions import ASK
from manyi.desk.task_access import get_task, get_task_file, may_answer
from manyi.desk.task_letters import speaking_to
from manyi.desk.task_links import task_of_link
from manyi.desk.views.shared import after_action, form_page, next_page, whole_number
from manyi.desk.words import words
from manyi.people import queries as people
from manyi.people.access import actor_of
from manyi.people.middleware import StaffRequest, staff_only

MOST_FILES = 10


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: StaffRequest, number: str) -> HttpResponse:
    """Ask a department for something; a template fills the form in."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    require(viewer, ASK)
    if request.method != "POST":
        return _ask_form(request, ticket, {})
    try:
        actions.ask_department(ticket, by=viewer, **_asked(request))
    except (Invalid, Conflict) as error:
        return _ask_form(request, ticket, dict(error.fields) or {"": error.message})
    return after_action(request, ticket)


def _asked(request: StaffRequest) -> dict[str, Any]:
    posted = request.POST
    template = whole_number(posted.get("template"))
    return {
        "department": queries.get_department(whole_number(posted.get("department"))),
        "title": posted.get("title", ""),
        "body": posted.get("body", ""),
        "checklist": posted.get("checklist", "").splitlines(),
        "hours": whole_number(posted.get("hours")),
        "is_required": posted.get("is_required") == "on",
        "customer_words": posted.get("customer_words", ""),
        "template": queries.get_task_template(template) if template else None,
        "uploads": _uploads(request),
    }


def _ask_form(request: StaffRequest, ticket: Ticket, errors: dict[str, Any]) -> HttpResponse:
    pk = whole_number(request.GET.get("template"))
    template = queries.get_task_template(pk) if pk else None
    given = request.POST.dict() if request.method == "POST" else _filled(template, ticket)
    return form_page(
        request,
        ticket,
        "task_form",
        errors=errors,
        given=given,
        chosen=template,
        templates=queries.task_templates(only_active=True),
        departments=queries.departments(),
    )


def _filled(template: TaskTemplate | None, ticket: Ticket) -> dict[str, Any]:
    if template is None:
        return {"hours": 8, "is_required": "on"}
    return {
        "template": str(template.pk),
        "title": str(template),
        "department": str(template.department_id),
        "body": template.body,
        "checklist": "\n".join(template.checklist),
        "hours": template.hours,
        "customer_words": label(template.customer_words, ticket.language) if template.customer_words else "",
        "is_required": "on" if template.is_required else "",
    }


def _uploads(request: HttpRequest) -> list[Upload]:
    sent = request.FILES.getlist("files")[:MOST_FILES]
    return [Upload(one.name or "", one.read(), one.content_type or "") for one in sent]


@staff_only
@require_safe
def tasks(request: StaffRequest) -> HttpResponse:
    """The open tasks of one side."""
    side = request.GET.get("side", "mine")
    if side not in queries.SIDES:
        raise NotFound()
    found = queries.task_list(request.viewer, side, request.GET.get("after", ""))
    values = {
        **words(),
        "side": side,
        "sides": queries.SIDES,
        "tasks": found.rows,
        "next_url": next_page(request, found),
    }
    return render(request, "desk/tasks.html", values)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: StaffRequest, task_id: int) -> HttpResponse:
    """A task for colleagues with a seat at the desk."""
    viewer = request.viewer
    found = get_task(viewer, task_id)
    sees_ticket = access.may_see(viewer, found.ticket)
    back = reverse("task", args=[task_id])
    if request.POST.get("do") == "forward" and not sees_ticket:
        back = reverse("tasks")
    return _task(
        request,
        found,
        viewer,
        template="desk/task.html",
        back=back,
        file_url=reverse("task", args=[task_id]) + "files/",
        may_ask=viewer.can(ASK) and sees_ticket,
        sees_ticket=sees_ticket,
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def task_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A task for its holder without a seat. The signed link is the proof; it opens nothing else."""
    found = task_of_link(token)
    if request.method == "POST":
        allow(request, "task-link", per_hour=200)
    here = reverse("task-by-link", args=[token])
    back = reverse("task-forwarded") if request.POST.get("do") == "forward" else here
    with speaking_to(found.holder):
        return _task(
            request,
            found,
            actor_of(found.holder),
            template="desk/task_by_link.html",
            back=back,
            file_url=here + "files/",
            may_ask=False,
            sees_ticket=False,
        )


def _task(request: HttpRequest, task: Task, by: Actor, *, template: str, back: str, **shown: Any) -> HttpResponse:
    errors: dict[str, Any] = {}
    if request.method == "POST":
        try:
            _do(request, task, by)
        except (Invalid, Conflict) as error:
            errors = dict(error.fields) or {"": error.message}
        else:
            return redirect(back)
    answers = may_answer(by, task)
    values = {
        **words(),
        "found": queries.task_page(task),
        "task": task,
        "may_answer": answers,
        "receivers": queries.receivers(task) if task.is_open else [],
        "errors": errors,
        "given": request.POST,
        "company": people.installation(),
        **shown,
    }
    return render(request, template, values, status=422 if errors else 200)


def _do(request: HttpRequest, task: Task, by: Actor) -> None:
    posted = request.POST
    text, reason = posted.get("text", ""), posted.get("reason", "")
    what = posted.get("do", "")
    steps: dict[str, Callable[[], Any]] = {
        "answer": lambda: actions.answer_task(task, by=by, text=text, uploads=_uploads(request)),
        "say": lambda: actions.say_on_task(task, by=by, text=text, uploads=_uploads(request)),
        "refuse": lambda: actions.refuse_task(task, by=by, reason=reason),
        "forward": lambda: actions.forward_task(task, by=by, to=_receiver(request, task), reason=reason),
        "withdraw": lambda: actions.withdraw_task(task, by=by, reason=reason),
        "again": lambda: actions.ask_again(task, by=by, reason=reason),
        "check": lambda: actions.check_point(
            task, by=by, place=whole_number(posted.get("place")), done=posted.get("done") == "on"
        ),
    }
    if what not in steps:
        raise NotFound()
    steps[what]()


def _receiver(request: HttpRequest, task: Task) -> Any:
    chosen = whole_number(request.POST.get("to"))
    if not chosen:
        raise Invalid(fields={"to": _("Choose a colleague.")})
    return queries.get_receiver(task, chosen)


@require_safe
def forwarded(request: HttpRequest) -> HttpResponse:
    """Thanks to who has given a task to somebody else."""
    return render(request, "desk/task_forwarded.html", {"company": people.installation()})


@staff_only
@require_safe
def task_file(request: StaffRequest, task_id: int, file_id: int) -> HttpResponse:
    """A file of a task, to keep."""
    return _served(get_task_file(get_task(request.viewer, task_id), file_id))


@require_safe
def task_file_by_link(request: HttpRequest, token: str, file_id: int) -> HttpResponse:
    """The same for the holder of the link."""
    return _served(get_task_file(task_of_link(token), file_id))


def _served(found: TaskFile) -> HttpResponse:
    response = HttpResponse(files.read(found.file), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
