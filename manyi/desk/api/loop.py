"""Whether tickets were solved at first contact."""

from __future__ import annotations

from typing_extensions import TypedDict

from manyi.core.rest import ApiRequest, Resource
from manyi.desk import access, queries

resource = Resource()


class FirstContactOut(TypedDict):
    """``solved`` is null while nobody can say yet; ``why`` names what broke it."""

    counts: bool
    solved: bool | None
    why: list[str]


@resource.on("GET", "/tickets/{number}/first-contact", scope="tickets:read", returns=FirstContactOut)
def get_first_contact(request: ApiRequest, number: str) -> FirstContactOut:
    """Tell whether a ticket was solved at first contact

    By the one definition all numbers use; ``why`` may hold came_back, reopened, several_answered, transferred,
    other_department and repeated.
    """
    verdict = queries.first_contact_of(access.get_ticket(request.viewer, number))
    return {"counts": verdict.counts, "solved": verdict.solved, "why": list(verdict.why)}
