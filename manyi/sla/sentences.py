"""How the clocks read in a ticket's timeline."""

from __future__ import annotations

from django.utils.translation import gettext as _

from manyi.desk.timeline import Names, says
from manyi.sla.events import TargetBreached


@says(TargetBreached)
def breached(payload: TargetBreached, names: Names) -> str:
    return _("the answer was not given in time")
