"""Setting up the tasks that are asked for again and again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from manyi.core.actions import action, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Invalid
from manyi.desk.actions.saving import named
from manyi.desk.actions.tasks import LONGEST_HOURS
from manyi.desk.models import TaskTemplate
from manyi.desk.work_events import TaskTemplateSaved
from manyi.people.models import Department
from manyi.people.permissions import MANAGE_SETTINGS


@action
def save_task_template(
    row: TaskTemplate | None,
    *,
    by: Actor,
    names: Mapping[str, str],
    department: Department | None,
    body: str = "",
    checklist: Iterable[str] = (),
    hours: int = 8,
    customer_words: Mapping[str, str] | None = None,
    is_required: bool = True,
    is_active: bool = True,
) -> TaskTemplate:
    """Add a task template, or change one; tasks asked before stay as they were."""
    require(by, MANAGE_SETTINGS)
    if department is None:
        raise Invalid(fields={"department": _("Choose a department.")})
    if not 1 <= hours <= LONGEST_HOURS:
        raise Invalid(fields={"hours": _("Enter between 1 and %(most)d hours.") % {"most": LONGEST_HOURS}})
    row = row or TaskTemplate()
    row.names, row.department, row.body, row.hours = named(names), department, body.strip(), hours
    row.checklist = [point.strip()[:200] for point in checklist if point.strip()]
    row.customer_words = {code: words.strip()[:200] for code, words in (customer_words or {}).items() if words.strip()}
    row.is_required, row.is_active = is_required, is_active
    row.save()
    record(TaskTemplateSaved(template=row.pk), by=by)
    return row
