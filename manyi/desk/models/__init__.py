"""The rows of the desk, by topic."""

from manyi.desk.models.approvals import Approval, ApprovalRule, ApprovalState
from manyi.desk.models.bulk import BulkItem, BulkRun
from manyi.desk.models.cases import Case, CaseStep
from manyi.desk.models.loop import Visit, VisitOutcome, VisitRule, VisitState
from manyi.desk.models.messages import REMOTE_MARK, Attachment, DeliveryState, Draft, Mention, Message, MessageKind
from manyi.desk.models.ownership import Handover, Promise, PromiseState
from manyi.desk.models.prepared import Macro, Wording
from manyi.desk.models.relations import Follower, LinkKind, SavedView, TicketLink, TicketMerge
from manyi.desk.models.setup import CustomField, FieldKind, OnSilence, TicketType
from manyi.desk.models.sops import RunState, Sop, SopRun, SopStep, SopVersion
from manyi.desk.models.tasks import EntryKind, Task, TaskEntry, TaskFile, TaskState, TaskTemplate
from manyi.desk.models.tickets import (
    NO_DUE,
    Priority,
    Resolution,
    Stage,
    Status,
    Tag,
    Ticket,
    TicketNumber,
    TicketTag,
)
from manyi.desk.models.translations import Translation
from manyi.desk.models.waiting import PlannedReply, Snooze, WorkStyle

__all__ = [
    "NO_DUE",
    "REMOTE_MARK",
    "Approval",
    "ApprovalRule",
    "ApprovalState",
    "Attachment",
    "BulkItem",
    "BulkRun",
    "Case",
    "CaseStep",
    "CustomField",
    "DeliveryState",
    "Draft",
    "EntryKind",
    "FieldKind",
    "Follower",
    "Handover",
    "LinkKind",
    "Macro",
    "Mention",
    "Message",
    "MessageKind",
    "OnSilence",
    "PlannedReply",
    "Priority",
    "Promise",
    "PromiseState",
    "Resolution",
    "RunState",
    "SavedView",
    "Snooze",
    "Sop",
    "SopRun",
    "SopStep",
    "SopVersion",
    "Stage",
    "Status",
    "Tag",
    "Task",
    "TaskEntry",
    "TaskFile",
    "TaskState",
    "TaskTemplate",
    "Ticket",
    "TicketLink",
    "TicketMerge",
    "TicketNumber",
    "TicketTag",
    "TicketType",
    "Translation",
    "Visit",
    "VisitOutcome",
    "VisitRule",
    "VisitState",
    "Wording",
    "WorkStyle",
]
