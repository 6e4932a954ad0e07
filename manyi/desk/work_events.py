"""What happens to the work around a ticket: tasks of other departments, hand-overs, promises."""

from __future__ import annotations

from manyi.core.events import Payload, verb


@verb("task.asked")
class TaskAsked(Payload, frozen=True):
    """``seconds`` is the working time allowed."""

    task: int
    title: str
    department: int
    holder: int
    seconds: int
    is_required: bool = True


@verb("task.said")
class TaskSaid(Payload, frozen=True):
    task: int
    title: str
    entry: int


@verb("task.checked")
class TaskChecked(Payload, frozen=True):
    """How many points of the checklist are done, of how many."""

    task: int
    title: str
    done: int
    of: int


@verb("task.answered")
class TaskAnswered(Payload, frozen=True):
    task: int
    title: str
    entry: int
    is_late: bool = False


@verb("task.refused")
class TaskRefused(Payload, frozen=True):
    task: int
    title: str
    reason: str


@verb("task.forwarded")
class TaskForwarded(Payload, frozen=True):
    task: int
    title: str
    old: int
    new: int
    department: int
    reason: str


@verb("task.withdrawn")
class TaskWithdrawn(Payload, frozen=True):
    task: int
    title: str
    reason: str


@verb("task.asked_again")
class TaskAskedAgain(Payload, frozen=True):
    task: int
    title: str
    seconds: int
    reason: str


@verb("task.overdue")
class TaskOverdue(Payload, frozen=True):
    """Nobody has answered in time; ``told`` are colleagues. Step 1 is the due time, 2 some hours later."""

    task: int
    title: str
    step: int
    told: list[int]


@verb("task_template.saved")
class TaskTemplateSaved(Payload, frozen=True):
    template: int


@verb("ticket.handed_over")
class TicketHandedOver(Payload, frozen=True):
    """A transfer with its reason; what the next person must know is in the row."""

    handover: int
    reason: str
    to: int | None = None
    team: int | None = None


@verb("promise.found")
class PromisesFound(Payload, frozen=True):
    """A reply seems to promise something; a colleague says whether it does."""

    promises: list[int]


@verb("promise.made")
class PromiseMade(Payload, frozen=True):
    """``due`` is Unix seconds."""

    promise: int
    text: str
    due: float


@verb("promise.kept")
class PromiseKept(Payload, frozen=True):
    promise: int
    text: str
    is_late: bool = False


@verb("promise.dropped")
class PromiseDropped(Payload, frozen=True):
    promise: int
    text: str
    reason: str = ""


@verb("promise.due_soon")
class PromiseDueSoon(Payload, frozen=True):
    """The keeper is reminded; ``due`` is Unix seconds."""

    promise: int
    text: str
    staff: int
    due: float


@verb("promise.missed")
class PromiseMissed(Payload, frozen=True):
    promise: int
    text: str
    staff: int


@verb("visit.planned")
class VisitPlanned(Payload, frozen=True):
    """``due`` is Unix seconds; ``staff`` shall ask the customer."""

    visit: int
    due: float
    staff: int | None = None


@verb("visit.done")
class VisitDone(Payload, frozen=True):
    """``outcome`` is solved, unsolved or unreached; ``again`` when it is tried once more."""

    visit: int
    outcome: str
    score: int | None = None
    again: bool = False


@verb("visit_rule.saved")
class VisitRuleSaved(Payload, frozen=True):
    rule: int


@verb("ticket.repeated")
class TicketRepeated(Payload, frozen=True):
    """On the later ticket: the customer came again about the same matter."""

    earlier: int
    number: str


@verb("ticket.taken_over")
class WorkTakenOver(Payload, frozen=True):
    """A leader goes on with what ``old`` was doing."""

    old: int
    reason: str


@verb("message.whispered")
class Whispered(Payload, frozen=True):
    """A leader says something to who is talking to the customer."""

    message: int
    staff: int


@verb("tickets.handed_out")
class TicketsHandedOut(Payload, frozen=True):
    """The open work of a colleague went to others; without any, back to the queues."""

    staff: int
    to: list[int]
    count: int


@verb("approval.asked")
class ApprovalAsked(Payload, frozen=True):
    """Without an approver the amount was within what agents decide themselves."""

    approval: int
    what: str
    amount: str
    approver: int | None = None


@verb("approval.decided")
class ApprovalDecided(Payload, frozen=True):
    approval: int
    what: str
    approved: bool


@verb("approval_rule.saved")
class ApprovalRuleSaved(Payload, frozen=True):
    rule: int


@verb("case.opened")
class CaseOpened(Payload, frozen=True):
    case: int
    coordinator: int


@verb("case.planned")
class CasePlanned(Payload, frozen=True):
    """A step was added to the plan."""

    case: int
    step: int
    title: str


@verb("case.coordinator_changed")
class CoordinatorChanged(Payload, frozen=True):
    case: int
    old: int
    new: int
    reason: str


@verb("case.closed")
class CaseClosed(Payload, frozen=True):
    case: int


@verb("sop.started")
class SopStarted(Payload, frozen=True):
    run: int
    name: str
    version: int


@verb("sop.step_done")
class SopStepDone(Payload, frozen=True):
    """``deviation`` is the reason when the procedure was left another way."""

    run: int
    step: str
    title: str
    deviation: str = ""
    is_late: bool = False


@verb("sop.step_late")
class SopStepLate(Payload, frozen=True):
    run: int
    step: str
    title: str


@verb("sop.ended")
class SopEnded(Payload, frozen=True):
    """``how`` is done or stopped."""

    run: int
    name: str
    how: str


@verb("sop.published")
class SopPublished(Payload, frozen=True):
    sop: int
    key: str
    version: int


@verb("message.translated")
class MessageTranslated(Payload, frozen=True):
    """A translation came (or, with ``is_done`` false, was refused for good)."""

    message: int
    language: str
    is_done: bool = True
