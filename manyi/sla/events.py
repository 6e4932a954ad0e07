"""What happens to the clocks, and to what they run by. Times are Unix seconds, ``used`` seconds of working time."""

from __future__ import annotations

from manyi.core.events import Payload, verb


@verb("sla.started")
class ClockStarted(Payload, frozen=True):
    """``due`` is None when the clock starts paused or its calendar never opens; ``target`` is in seconds."""

    clock: int
    kind: str
    target: int
    due: float | None
    policy: int | None
    calendar: int
    paused_for: str = ""


@verb("sla.paused")
class ClockPaused(Payload, frozen=True):
    """``reason`` is the ticket's status as a number, or a word of the app that paused it."""

    clock: int
    kind: str
    used: float
    reason: str


@verb("sla.resumed")
class ClockResumed(Payload, frozen=True):
    """``reason`` is ``reopened`` for a clock that had ended."""

    clock: int
    kind: str
    used: float
    due: float | None
    reason: str = ""


@verb("sla.met")
class ClockMet(Payload, frozen=True):
    """What was promised is done; ``is_late`` after the breach."""

    clock: int
    kind: str
    used: float
    is_late: bool = False


@verb("sla.dropped")
class ClockDropped(Payload, frozen=True):
    """Nobody waits for this any more, or the new policy does not promise it."""

    clock: int
    kind: str
    used: float
    reason: str = ""


@verb("sla.recomputed")
class ClockRecomputed(Payload, frozen=True):
    """Another policy, target or calendar in mid-flight; what was used is kept."""

    clock: int
    kind: str
    old_target: int
    target: int
    used: float
    due: float | None
    policy: int | None
    calendar: int


@verb("sla.warned")
class TargetNear(Payload, frozen=True):
    """A share (percent) of the target is used."""

    clock: int
    kind: str
    share: int
    due: float


@verb("sla.breached")
class TargetBreached(Payload, frozen=True):
    """What was promised was due at this time and is not done; without a ``kind`` it was an answer."""

    due: float
    kind: str = ""
    clock: int = 0


@verb("sla.escalated")
class ClockEscalated(Payload, frozen=True):
    """A step of the ladder was taken: who was told, what was changed."""

    clock: int
    kind: str
    step: int
    told: list[int] = []
    priority: int | None = None
    assigned: str = ""


@verb("sla.calendar_saved")
class CalendarSaved(Payload, frozen=True):
    calendar: int
    version: int
    what: str = ""


@verb("sla.policy_saved")
class PolicySaved(Payload, frozen=True):
    """``terms`` and ``conditions`` as they are in this version."""

    policy: int
    version: int
    conditions: dict[str, object] = {}
    terms: dict[str, object] = {}


@verb("sla.policies_ordered")
class PoliciesOrdered(Payload, frozen=True):
    policies: list[int]


@verb("sla.clocks_recomputed")
class ClocksRecomputed(Payload, frozen=True):
    """Calendars or policies changed: how many open clocks were looked at, how many are due at another time."""

    revision: int
    clocks: int
    moved: int
