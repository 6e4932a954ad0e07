"""How a colleague without a seat at the desk reaches one task: a signed link, and a signed mark in the mail's subject.

Both are made of the task and its holder, so they lose their force when the task goes to somebody else.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from manyi.core.errors import NotFound
from manyi.desk.models import Task

_signer = Signer(salt="desk.task")
_MARK = re.compile(r"\[\s*T(\d{1,18})-([0-9a-f]{20})\s*\]", re.IGNORECASE)


def link_of(task: Task) -> str:
    """The full address of the task's page for its holder."""
    token = _signer.sign(f"{task.pk}-{task.holder_id}")
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('task-by-link', args=[token])}"


def task_of_link(token: str) -> Task:
    """The task of a link, while its holder is the one it was made for. Raises :class:`NotFound`."""
    try:
        pk, holder = (int(part) for part in _signer.unsign(token).split("-"))
    except (BadSignature, ValueError):
        raise NotFound() from None
    return _held(pk, holder)


def mark_of(task: Task) -> str:
    """The mark in the subject of its mails, by which an answer finds the task."""
    return f"[T{task.pk}-{_signature(task.pk, task.holder_id)}]"


def task_of_subject(subject: str, sender: str) -> Task | None:
    """The task an answer by mail belongs to: the mark must be ours, and the sender its holder."""
    found = _MARK.search(subject)
    if found is None:
        return None
    task = Task.objects.select_related("ticket", "holder__role").filter(pk=int(found[1])).first()
    if task is None or not constant_time_compare(_signature(task.pk, task.holder_id), found[2].lower()):
        return None
    return task if task.holder.is_active and task.holder.email.lower() == sender.lower() else None


def _signature(pk: int, holder_id: int) -> str:
    return salted_hmac("desk.task.mail", f"{pk}-{holder_id}").hexdigest()[:20]


def _held(pk: int, holder_id: int) -> Task:
    rows = Task.objects.select_related("ticket", "department", "holder__role", "asked_by")
    task = rows.filter(pk=pk, holder_id=holder_id, holder__is_active=True).first()
    if task is None:
        raise NotFound()
    return task
