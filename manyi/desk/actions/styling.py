"""How a colleague likes to work."""

from __future__ import annotations

from django.utils.translation import gettext as _

from manyi.core.actions import action
from manyi.core.actors import Actor, require
from manyi.core.errors import Invalid
from manyi.desk.models import WorkStyle
from manyi.desk.permissions import SEE

LONGEST_UNDO = 60


@action
def save_style(*, by: Actor, undo_seconds: int, shows_length: bool, shows_tone: bool = False) -> WorkStyle:
    """Keep it. A private choice stays out of the log. ``undo_seconds`` 0: mail is sent at once."""
    require(by, SEE)
    if not 0 <= undo_seconds <= LONGEST_UNDO:
        raise Invalid(fields={"undo_seconds": _("Choose at most a minute.")})
    values = {"undo_seconds": undo_seconds, "shows_length": shows_length, "shows_tone": shows_tone}
    row, _created = WorkStyle.objects.update_or_create(staff_id=by.as_staff, defaults=values)
    return row
