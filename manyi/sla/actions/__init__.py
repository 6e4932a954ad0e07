"""What can be done with calendars, policies and clocks."""

from manyi.sla.actions.calendars import (
    delete_calendar,
    import_ical,
    import_statutory,
    remove_day,
    save_calendar,
    save_day,
)
from manyi.sla.actions.clocks import note, start_clock, stop_clock
from manyi.sla.actions.founding import begin, found
from manyi.sla.actions.notices import see_notices
from manyi.sla.actions.policies import delete_policy, move_policy, order_policies, save_policy
from manyi.sla.actions.recomputing import recompute_all, revise
from manyi.sla.actions.tasks import keep_step, keep_task
from manyi.sla.actions.timers import fire, note_breach, run_timers

__all__ = [
    "begin",
    "delete_calendar",
    "delete_policy",
    "fire",
    "found",
    "import_ical",
    "import_statutory",
    "keep_step",
    "keep_task",
    "move_policy",
    "note",
    "note_breach",
    "order_policies",
    "recompute_all",
    "remove_day",
    "revise",
    "run_timers",
    "save_calendar",
    "save_day",
    "save_policy",
    "see_notices",
    "start_clock",
    "stop_clock",
]
