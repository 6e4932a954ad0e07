"""The same step on many tickets."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.rest import ApiRequest, Body, Id, Key, Resource, Text
from manyi.desk import access, actions, queries
from manyi.desk.models import BulkRun

resource = Resource()


class BulkOut(TypedDict):
    """How far it has come; ``kept`` tickets had changed since and were left alone by the undoing."""

    id: int
    total: int
    waiting: int
    done: int
    refused: int
    undone: int
    kept: int


def _out(run: BulkRun) -> BulkOut:
    state = queries.bulk_state(run)
    return {
        "id": run.pk,
        "total": run.total,
        "waiting": state.waiting,
        "done": state.done,
        "refused": state.refused,
        "undone": state.undone,
        "kept": state.kept,
    }


class BulkIn(Body):
    """A step, as of a macro, and the tickets to do it on."""

    numbers: Annotated[list[Key], Field(min_length=1, max_length=200)]
    do: Key
    value: Annotated[Text, Field(max_length=20_000)] = ""


@resource.on("POST", "/bulk", scope="tickets:write", returns=BulkOut, status=201)
def start_bulk(request: ApiRequest, body: BulkIn) -> BulkOut:
    """Do the same with many tickets

    It is done ticket by ticket soon after; tickets that refuse it are told and left alone.
    """
    tickets = [access.get_ticket(request.viewer, number) for number in body.numbers]
    step = {"do": body.do, "value": body.value}
    return _out(actions.start_bulk([ticket.pk for ticket in tickets], step, by=request.viewer))


@resource.on("GET", "/bulk/{bulk_id}", scope="tickets:write", returns=BulkOut)
def get_bulk(request: ApiRequest, bulk_id: Id) -> BulkOut:
    """See how far it has come"""
    return _out(queries.get_bulk(request.viewer, bulk_id))


@resource.on("POST", "/bulk/{bulk_id}/undo", scope="tickets:write", returns=BulkOut)
def undo_bulk(request: ApiRequest, bulk_id: Id) -> BulkOut:
    """Put each ticket back as it was"""
    run = queries.get_bulk(request.viewer, bulk_id)
    actions.undo_bulk(run, by=request.viewer)
    return _out(queries.get_bulk(request.viewer, bulk_id))
