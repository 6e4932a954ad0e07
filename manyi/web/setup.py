"""The steps of the first-run assistant. A step is done when its rows are there; nothing else is remembered."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from manyi.channels.models import Inbox
from manyi.core.actors import Actor
from manyi.core.errors import Text
from manyi.people import access, queries
from manyi.people.models import Invitation, Staff
from manyi.people.roles import ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the assistant; ``may_wait`` steps can be done later in the settings."""

    key: str
    label: Text
    may_wait: bool = False


STEPS = (
    Step("you", _("Administrator")),
    Step("company", _("Company")),
    Step("mailbox", _("Mailbox"), may_wait=True),
    Step("chat", _("Web chat"), may_wait=True),
    Step("colleagues", _("Colleagues"), may_wait=True),
)


def step_of(key: str) -> Step | None:
    """A step by its key."""
    return next((step for step in STEPS if step.key == key), None)


def after(step: Step) -> Step | None:
    """The next step; None after the last."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else None


def done() -> set[str]:
    """The keys of the steps that are done."""
    found = {
        "you": first_administrator() is not None,
        "company": queries.installation() is not None,
        "mailbox": first_inbox("email") is not None,
        "chat": first_inbox("chat") is not None,
        "colleagues": Invitation.objects.exists(),
    }
    return {key for key, is_done in found.items() if is_done}


def first_open(finished: set[str]) -> Step:
    """Where to go on: the first step that is not done, else the last."""
    return next((step for step in STEPS if step.key not in finished), STEPS[-1])


def is_reachable(step: Step, finished: set[str]) -> bool:
    """Whether everything before this step that can't wait is done."""
    return all(one.may_wait or one.key in finished for one in STEPS[: STEPS.index(step)])


def first_administrator() -> Staff | None:
    """Who sets the desk up, once the first step is done."""
    return Staff.objects.filter(role__key=ADMINISTRATOR, is_active=True).order_by("pk").first()


def acting() -> Actor:
    """The administrator as an actor. Raises ``LookupError`` before the first step is done."""
    staff = first_administrator()
    if staff is None:
        raise LookupError("nobody is administrator yet")
    return access.actor_of(staff)


def first_inbox(kind: str) -> Inbox | None:
    """The first mailbox or chat site."""
    return Inbox.objects.filter(kind=kind).order_by("pk").first()
