"""Leaders, approvals and procedures, for programs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.errors import NotFound
from manyi.core.rest import Amount, ApiRequest, Body, Id, Key, Line, Resource, Text
from manyi.desk import access
from manyi.desk.actions import approvals as approving
from manyi.desk.actions import leading as lead
from manyi.desk.actions import sops as procedures
from manyi.desk.api.shapes import MessageOut, TicketOut, message_out, ticket_out
from manyi.desk.models import Approval, SopRun
from manyi.desk.queries import leading, sops

resource = Resource()


class TakeoverIn(Body):
    """Why the token's colleague takes over."""

    reason: Annotated[Line, Field(min_length=1)]


@resource.on("POST", "/tickets/{number}/takeover", scope="tickets:write", returns=TicketOut)
def take_over_ticket(request: ApiRequest, number: str, body: TakeoverIn) -> TicketOut:
    """Take over what a colleague works on

    For leaders. The owner stays responsible.
    """
    ticket = access.get_ticket(request.viewer, number)
    return ticket_out(lead.take_over(ticket, by=request.viewer, reason=body.reason))


class WhisperIn(Body):
    """What only the colleague who works on it reads."""

    text: Annotated[Text, Field(min_length=1)]


@resource.on("POST", "/tickets/{number}/whispers", scope="tickets:write", returns=MessageOut, status=201)
def whisper(request: ApiRequest, number: str, body: WhisperIn) -> MessageOut:
    """Say something to who is talking to the customer

    For leaders; a note that calls the colleague. Answers 409 when nobody works on the ticket.
    """
    ticket = access.get_ticket(request.viewer, number)
    return message_out(lead.whisper(ticket, by=request.viewer, text=body.text), ticket)


class ApprovalOut(TypedDict):
    """What was asked, and the answer. Without an approver it was within the agents' own authority."""

    id: int
    ticket: str
    what: str
    amount: str
    reason: str
    state: Literal["asked", "approved", "refused"]
    asked_by_id: int | None
    approver_id: int | None
    words: str
    asked_at: dt.datetime
    decided_at: dt.datetime | None


class ApprovalsOut(TypedDict):
    """The approvals of a ticket, oldest first."""

    approvals: list[ApprovalOut]


def _approval(approval: Approval) -> ApprovalOut:
    return {
        "id": approval.pk,
        "ticket": approval.ticket.number,
        "what": str(approval.rule),
        "amount": str(approval.amount),
        "reason": approval.reason,
        "state": approval.state,  # type: ignore[typeddict-item]
        "asked_by_id": approval.asked_by_id,
        "approver_id": approval.approver_id,
        "words": approval.words,
        "asked_at": approval.asked_at,
        "decided_at": approval.decided_at,
    }


@resource.on("GET", "/tickets/{number}/approvals", scope="tickets:read", returns=ApprovalsOut)
def list_approvals(request: ApiRequest, number: str) -> ApprovalsOut:
    """List the approvals of a ticket"""
    found = leading.approvals_of(access.get_ticket(request.viewer, number))
    return {"approvals": [_approval(one) for one in found]}


class ApprovalIn(Body):
    """What is to be approved, by the id of its rule."""

    rule_id: Id
    amount: Annotated[Amount, Field(gt=0)]
    reason: Annotated[Text, Field(min_length=1)]


@resource.on("POST", "/tickets/{number}/approvals", scope="tickets:write", returns=ApprovalOut, status=201)
def ask_approval(request: ApiRequest, number: str, body: ApprovalIn) -> ApprovalOut:
    """Ask for an approval

    Up to the rule's amount it is approved at once.
    """
    ticket = access.get_ticket(request.viewer, number)
    rule = leading.get_approval_rule(body.rule_id)
    return _approval(
        approving.ask_approval(ticket, by=request.viewer, rule=rule, amount=body.amount, reason=body.reason)
    )


class DecisionIn(Body):
    """Yes or no; a no with its reason."""

    approve: bool
    words: Text = ""


@resource.on("POST", "/approvals/{approval_id}/decision", scope="tickets:write", returns=ApprovalOut)
def decide_approval(request: ApiRequest, approval_id: Id, body: DecisionIn) -> ApprovalOut:
    """Decide an approval

    For its approver, and for those who may decide every one; never for who has asked.
    """
    found = leading.get_approval(request.viewer, approval_id)
    decided = approving.decide_approval(found, by=request.viewer, approve=body.approve, words=body.words)
    return _approval(decided)


class RunOut(TypedDict):
    """A procedure on a ticket; ``step`` is the one to do next, empty at the end."""

    id: int
    procedure: str
    version: int
    state: Literal["running", "done", "stopped"]
    step: str
    data: dict[str, Any]
    step_due_at: dt.datetime | None


class RunsOut(TypedDict):
    """The procedures that run on a ticket, or the last that did."""

    runs: list[RunOut]


def _run(run: SopRun) -> RunOut:
    return {
        "id": run.pk,
        "procedure": run.version.sop.key,
        "version": run.version.number,
        "state": run.state,  # type: ignore[typeddict-item]
        "step": run.step,
        "data": run.data,
        "step_due_at": run.step_due_at,
    }


@resource.on("GET", "/tickets/{number}/procedures", scope="tickets:read", returns=RunsOut)
def list_procedures(request: ApiRequest, number: str) -> RunsOut:
    """List the procedures on a ticket"""
    return {"runs": [_run(view.run) for view in sops.runs_of(access.get_ticket(request.viewer, number))]}


class ProcedureIn(Body):
    """Which procedure, by its key."""

    key: Key


@resource.on("POST", "/tickets/{number}/procedures", scope="tickets:write", returns=RunOut, status=201)
def start_procedure(request: ApiRequest, number: str, body: ProcedureIn) -> RunOut:
    """Begin a procedure on a ticket"""
    ticket = access.get_ticket(request.viewer, number)
    found = next((one for one in sops.all_sops() if one.key == body.key), None)
    if found is None:
        raise NotFound()
    return _run(procedures.start_sop(ticket, found, by=request.viewer))


class StepIn(Body):
    """The step that is done, and what was written down in it by field."""

    step: Key
    data: Annotated[dict[Key, Text], Field(max_length=50)] = {}


@resource.on("POST", "/tickets/{number}/procedures/{run_id}/steps", scope="tickets:write", returns=RunOut)
def do_procedure_step(request: ApiRequest, number: str, run_id: Id, body: StepIn) -> RunOut:
    """Do a step of a procedure

    Answers 409 when a colleague has gone on meanwhile.
    """
    run = sops.get_run(access.get_ticket(request.viewer, number), run_id)
    return _run(procedures.do_step(run, by=request.viewer, step=body.step, data=body.data))


class DeviationIn(Body):
    """The step that is left another way, the step to go on with (empty ends the procedure), and why."""

    step: Key
    to: Key = ""
    reason: Annotated[Line, Field(min_length=1)]


@resource.on("POST", "/tickets/{number}/procedures/{run_id}/deviations", scope="tickets:write", returns=RunOut)
def deviate(request: ApiRequest, number: str, run_id: Id, body: DeviationIn) -> RunOut:
    """Leave a procedure another way than it says

    Answers 409 when a colleague has gone on meanwhile, 422 for a step it does not have.
    """
    run = sops.get_run(access.get_ticket(request.viewer, number), run_id)
    return _run(procedures.deviate(run, by=request.viewer, step=body.step, to=body.to, reason=body.reason))
