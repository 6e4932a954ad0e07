"""What can be done at the desk, by topic. Other apps import the actions from here."""

from manyi.desk.actions.assignment import assign, change_owner, take
from manyi.desk.actions.bulk import MOST_AT_ONCE, continue_bulk, may_undo, preview_bulk, start_bulk, undo_bulk
from manyi.desk.actions.changing import change_ticket, set_due, set_dues, set_tags
from manyi.desk.actions.creating import create_ticket
from manyi.desk.actions.drafting import discard_draft, save_draft, upload
from manyi.desk.actions.ending import close_ticket, propose_resolution
from manyi.desk.actions.lifecycle import close_silent, confirm_resolution, reopen, set_status
from manyi.desk.actions.merging import merge_tickets, split_message, undo_merge
from manyi.desk.actions.messages import (
    mark_mentions_seen,
    mark_read,
    note,
    receive_message,
    reply,
    set_delivery,
    tell_customer,
)
from manyi.desk.actions.planning import (
    end_with_reply,
    hold_planned,
    move_planned,
    plan_reply,
    send_planned_now,
    send_when_due,
    take_back,
)
from manyi.desk.actions.preparing import (
    delete_macro,
    delete_wording,
    run_macro,
    save_macro,
    save_wording,
    use_wording,
)
from manyi.desk.actions.relations import archive, follow, link_tickets, unarchive, unfollow
from manyi.desk.actions.saving import change_view, delete_view, move_view, save_field, save_type, save_view
from manyi.desk.actions.snoozing import snooze, wake, wake_due, wake_for_message
from manyi.desk.actions.styling import save_style
from manyi.desk.actions.taking_in import take_in
from manyi.desk.actions.task_templates import save_task_template
from manyi.desk.actions.tasks import (
    Upload,
    answer_task,
    ask_again,
    ask_department,
    check_point,
    escalate_overdue,
    forward_task,
    refuse_task,
    say_on_task,
    set_task_due,
    withdraw_task,
)

__all__ = [
    "MOST_AT_ONCE",
    "Upload",
    "answer_task",
    "archive",
    "ask_again",
    "ask_department",
    "assign",
    "change_owner",
    "change_ticket",
    "change_view",
    "check_point",
    "close_silent",
    "close_ticket",
    "confirm_resolution",
    "continue_bulk",
    "create_ticket",
    "delete_macro",
    "delete_view",
    "delete_wording",
    "discard_draft",
    "end_with_reply",
    "escalate_overdue",
    "follow",
    "forward_task",
    "hold_planned",
    "link_tickets",
    "mark_mentions_seen",
    "mark_read",
    "may_undo",
    "merge_tickets",
    "move_planned",
    "move_view",
    "note",
    "plan_reply",
    "preview_bulk",
    "propose_resolution",
    "receive_message",
    "refuse_task",
    "reopen",
    "reply",
    "run_macro",
    "save_draft",
    "save_field",
    "save_macro",
    "save_style",
    "save_task_template",
    "save_type",
    "save_view",
    "save_wording",
    "say_on_task",
    "send_planned_now",
    "send_when_due",
    "set_delivery",
    "set_due",
    "set_dues",
    "set_status",
    "set_tags",
    "set_task_due",
    "snooze",
    "split_message",
    "start_bulk",
    "take",
    "take_back",
    "take_in",
    "tell_customer",
    "unarchive",
    "undo_bulk",
    "undo_merge",
    "unfollow",
    "upload",
    "use_wording",
    "wake",
    "wake_due",
    "wake_for_message",
    "withdraw_task",
]
