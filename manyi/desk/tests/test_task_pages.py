"""Asking from the ticket, answering with and without a seat."""

from __future__ import annotations

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from manyi.conftest import Cast, signed_in
from manyi.desk import actions
from manyi.desk.models import Task, TaskFile, TaskTemplate, Ticket
from manyi.desk.task_links import link_of
from manyi.desk.tests.test_tasks import liu, task
from manyi.people.models import Staff

__all__ = ["liu", "task"]


def path_of(task: Task) -> str:
    return link_of(task).split("//", 1)[1].split("/", 1)[1].join(["/", ""])


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return unescape(response.content.decode())


def test_a_template_fills_the_form_and_the_ticket_shows_the_task(
    cast: Cast, ticket: Ticket, liu: Staff, lin_client: Client
) -> None:
    department = liu.department
    assert department
    template = actions.save_task_template(
        None,
        by=cast.actor(cast.admin),
        names={"zh-hans": "查物流", "en": "Trace parcel"},
        department=department,
        checklist=["联系承运商"],
        hours=6,
        customer_words={"zh-hans": "物流同事正在查"},
    )
    address = reverse("ticket-tasks", args=[ticket.number])
    form = read(lin_client, f"{address}?template={template.pk}")
    for words in ("查物流", "联系承运商", "物流同事正在查", 'value="6"'):
        assert words in form
    sent = {"title": "查物流", "department": department.pk, "hours": "6", "template": template.pk, "is_required": "on"}
    assert lin_client.post(address, sent).status_code == 302
    task = Task.objects.get()
    assert (task.template, task.seconds) == (template, 6 * 3600)
    page = read(lin_client, reverse("ticket", args=[ticket.number]))
    assert reverse("task", args=[task.pk]) in page
    assert "请刘工协办" in page.replace(" ", "")


def test_a_refused_form_keeps_what_was_typed(cast: Cast, ticket: Ticket, liu: Staff, lin_client: Client) -> None:
    response = lin_client.post(
        reverse("ticket-tasks", args=[ticket.number]), {"title": "", "body": "运单 SF9", "hours": "4"}
    )
    assert response.status_code == 422
    assert "运单 SF9" in response.content.decode()


def test_the_holder_answers_from_the_link_without_signing_in(cast: Cast, task: Task, client: Client) -> None:
    address = path_of(task)
    page = read(client, address)
    for words in ("查包裹在哪里", "运单 SF123", "联系承运商"):
        assert words in page
    assert cast.zhou.name not in page
    client.post(address, {"do": "check", "place": "0", "done": "on"})
    given = {"do": "answer", "text": "在杭州仓", "files": SimpleUploadedFile("签收.txt", b"ok")}
    assert client.post(address, given).status_code == 302
    answered = Task.objects.get(pk=task.pk)
    assert (answered.state, answered.checklist[0]["done"]) == ("answered", True)
    file = TaskFile.objects.get(name="签收.txt")
    kept = client.get(f"{address}files/{file.pk}")
    assert (kept.content, kept.headers["Content-Disposition"][:10]) == (b"ok", "attachment")


def test_a_forged_link_opens_nothing(task: Task, client: Client) -> None:
    assert client.get(path_of(task)[:-3] + "xx/").status_code == 404


def test_who_holds_the_link_can_neither_withdraw_nor_ask_again(task: Task, client: Client) -> None:
    address = path_of(task)
    assert client.post(address, {"do": "withdraw", "reason": "不想做"}).status_code == 403
    assert client.post(address, {"do": "nonsense"}).status_code == 404
    assert Task.objects.get(pk=task.pk).state == "open"


def test_forwarding_by_the_link_thanks_and_closes_it(cast: Cast, task: Task, client: Client, liu: Staff) -> None:
    other = Staff.objects.filter(pk=cast.chen.pk)
    other.update(department=liu.department)
    address = path_of(task)
    assert client.post(address, {"do": "forward", "to": cast.chen.pk}).status_code == 422
    assert client.post(address, {"do": "forward", "to": cast.wei.pk, "reason": "试试"}).status_code == 404
    done = client.post(address, {"do": "forward", "to": cast.chen.pk, "reason": "她更清楚"})
    assert read(client, done.headers["Location"])
    assert client.get(address).status_code == 404


def test_refusing_without_a_reason_says_what_is_missing(task: Task, client: Client) -> None:
    response = client.post(path_of(task), {"do": "refuse", "reason": ""})
    assert response.status_code == 422
    assert "请说明原因" in response.content.decode()


def test_the_lists_of_tasks_show_each_side_its_own(cast: Cast, task: Task, liu: Staff, lin_client: Client) -> None:
    address = reverse("tasks")
    assert task.title in read(lin_client, f"{address}?side=asked")
    assert task.title in read(lin_client, f"{address}?side=all")
    assert task.title not in read(lin_client, address)
    office = signed_in(liu)
    for side in ("mine", "department"):
        assert task.title in read(office, f"{address}?side={side}")
    assert office.get(f"{address}?side=x").status_code == 404


def test_a_back_office_colleague_sees_the_task_but_not_the_ticket(
    cast: Cast, ticket: Ticket, task: Task, liu: Staff
) -> None:
    office = signed_in(liu)
    page = read(office, reverse("task", args=[task.pk]))
    assert "运单 SF123" in page
    assert reverse("ticket", args=[ticket.number]) not in page
    assert office.get(reverse("ticket", args=[ticket.number])).status_code == 404


def test_the_outsider_reaches_no_page_of_a_task(cast: Cast, ticket: Ticket, task: Task, wei_client: Client) -> None:
    actions.assign(ticket, by=cast.actor(cast.chen), to=cast.lin)
    file = TaskFile.objects.get(task=task)
    for address in (reverse("task", args=[task.pk]), reverse("task-file", args=[task.pk, file.pk])):
        assert wei_client.get(address).status_code == 404
    assert wei_client.post(reverse("task", args=[task.pk]), {"do": "answer", "text": "x"}).status_code == 404
    assert task.title not in read(wei_client, f"{reverse('tasks')}?side=all")


@pytest.mark.parametrize("name", ["desk-task-templates", "desk-task-template-new"])
def test_templates_are_set_up_by_those_who_manage_settings(cast: Cast, lin_client: Client, name: str) -> None:
    assert lin_client.get(reverse(name)).status_code == 403
    assert signed_in(cast.admin).get(reverse(name)).status_code == 200


def test_a_template_is_saved_from_its_form(cast: Cast, liu: Staff) -> None:
    admin = signed_in(cast.admin)
    address = reverse("desk-task-template-new")
    assert admin.post(address, {"name-zh-hans": "", "department": liu.department_id, "hours": "4"}).status_code == 422
    sent = {"name-zh-hans": "查库存", "department": liu.department_id, "hours": "4", "checklist": "数一数\n拍照"}
    assert admin.post(address, {**sent, "is_active": "on"}).status_code == 302
    row = TaskTemplate.objects.get()
    assert (row.checklist, row.hours, row.is_required) == (["数一数", "拍照"], 4, False)
