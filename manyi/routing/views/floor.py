"""The floor: what waits, who is here, and stepping in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from manyi.core.actors import Actor
from manyi.core.errors import NotFound
from manyi.core.stream_access import Live, live
from manyi.core.times import duration
from manyi.desk import actions as desk
from manyi.desk.access import get_ticket
from manyi.desk.views.shared import whole_number
from manyi.desk.words import words
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.models import PresenceState, Staff
from manyi.routing import actions
from manyi.routing.floor.board import STATES, Board, board, call_to, choices, in_reach
from manyi.routing.words import time_words


@staff_only
@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """The whole page; with ``wall`` for a screen that is read from afar."""
    is_wall = "wall" in request.GET
    stream = _stream(request)
    found = board(request.viewer)
    values = {"live": stream, "body_class": "wall" if is_wall else "", **_values(found, is_wall=is_wall)}
    return render(request, "routing/floor.html", values)


@staff_only
@require_safe
def refreshed(request: StaffRequest) -> HttpResponse:
    """The board as it is now, for the page that is open."""
    return board_after(request, is_wall="wall" in request.GET)


def _stream(request: StaffRequest) -> Live:
    return live(request, [f"staff:{one.pk}" for one in in_reach(request.viewer)])


def _values(found: Board, *, is_wall: bool) -> dict[str, Any]:
    labels = dict(PresenceState.choices)
    states = [(state, labels[state], found.states[state]) for state in STATES]
    return {
        **words(),
        "board": found,
        "states": states,
        "presence_labels": labels,
        "choices": choices(found.people),
        "is_wall": is_wall,
        "time_words": time_words,
        "ends_in": lambda rush: duration(max(0.0, (rush.ends_at - found.at).total_seconds())),
        "lasted": lambda since: duration((found.at - since).total_seconds()),
    }


def board_after(request: StaffRequest, *, is_wall: bool = False) -> HttpResponse:
    """The board after something was done on it, where the page asked for a part of itself."""
    if not request.headers.get("HX-Request"):
        return redirect("floor")
    return render(request, "routing/floor_board.html", _values(board(request.viewer), is_wall=is_wall))


def _colleague(viewer: Actor, staff_id: int) -> Staff:
    found = next((one for one in in_reach(viewer) if one.pk == staff_id), None)
    if found is None:
        raise NotFound()
    return found


@staff_only
@require_POST
def assignments(request: StaffRequest) -> HttpResponse:
    """Give a ticket to a colleague of the floor, or back to its queue (``to`` empty)."""
    ticket = get_ticket(request.viewer, request.POST.get("ticket", ""))
    to = whole_number(request.POST.get("to"))
    desk.assign(ticket, by=request.viewer, to=_colleague(request.viewer, to) if to else None)
    return board_after(request)


@staff_only
@require_POST
def calls(request: StaffRequest) -> HttpResponse:
    """Ask a colleague of the floor to come in."""
    actions.call_in(_colleague(request.viewer, whole_number(request.POST.get("staff"))), by=request.viewer)
    return board_after(request)


@staff_only
@require_safe
def my_call(request: StaffRequest) -> HttpResponse:
    """Whether I am asked to come in, for every page."""
    return render(request, "routing/call.html", {"call": call_to(request.viewer.as_staff)})


@staff_only
@require_POST
def answer_call(request: StaffRequest) -> HttpResponse:
    """I come, or I can't."""
    actions.answer_call(by=request.viewer, is_coming=request.POST.get("answer") == "come")
    return my_call_after(request)


def my_call_after(request: StaffRequest) -> HttpResponse:
    """What is left to answer, where the page asked for a part of itself."""
    if not request.headers.get("HX-Request"):
        return redirect("inbox")
    return render(request, "routing/call.html", {"call": None})
