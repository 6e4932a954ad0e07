"""What is kept ready: text blocks and macros, for oneself, a team or all."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import F
from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Invalid, NotFound
from manyi.desk import macro_steps
from manyi.desk.actions.locking import locked
from manyi.desk.events import MacroDeleted, MacroRun, MacroSaved, WordingDeleted, WordingSaved, WordingUsed
from manyi.desk.models import Macro, Ticket, Wording
from manyi.desk.permissions import NOTE, SEE, SHARE_VIEW
from manyi.desk.variables import filled
from manyi.people.models import Team

LONGEST = 20_000
MOST_STEPS = 20
Kept = TypeVar("Kept", Wording, Macro)


@action
def save_wording(
    row: Wording | None,
    *,
    by: Actor,
    name: str,
    text: str,
    keywords: str = "",
    audience: str = "me",
    team: Team | None = None,
) -> Wording:
    """Add a text block, or change one. Raises :class:`Invalid` naming what is missing."""
    require(by, SEE)
    wrong = {} if text.strip() else {"text": _("Write down the text.")}
    row = _shared(row or Wording(), by=by, name=name, audience=audience, team=team, wrong=wrong)
    row.text, row.keywords = text.strip()[:LONGEST], " ".join(keywords.split())[:120]
    row.save()
    record(WordingSaved(wording=row.pk, audience=audience), by=by)
    return row


@action
def delete_wording(row: Wording, *, by: Actor) -> None:
    """Forget a text block."""
    _require_hold(row, by)
    pk = row.pk
    row.delete()
    record(WordingDeleted(wording=pk), by=by)


@action
def use_wording(row: Wording, ticket: Ticket, *, by: Actor) -> tuple[str, list[str]]:
    """A text block for this ticket, with the names of variables nobody could fill; the use is counted."""
    require(by, NOTE)
    Wording.objects.filter(pk=row.pk).update(used=F("used") + 1)
    record(WordingUsed(wording=row.pk), by=by, ticket=ticket)
    return filled(row.text, ticket, by)


@action
def save_macro(
    row: Macro | None,
    *,
    by: Actor,
    name: str,
    steps: list[dict[str, Any]],
    audience: str = "me",
    team: Team | None = None,
) -> Macro:
    """Add a macro, or change one. Raises :class:`Invalid` for steps that can't be done."""
    require(by, SEE)
    wrong: dict[str, str] = {}
    clean = [macro_steps.clean(step, wrong) for step in steps[:MOST_STEPS]]
    if not clean:
        wrong["steps"] = _("Choose at least one step.")
    row = _shared(row or Macro(), by=by, name=name, audience=audience, team=team, wrong=wrong)
    row.steps = clean
    row.save()
    record(MacroSaved(macro=row.pk, audience=audience), by=by)
    return row


@action
def delete_macro(row: Macro, *, by: Actor) -> None:
    """Forget a macro."""
    _require_hold(row, by)
    pk = row.pk
    row.delete()
    record(MacroDeleted(macro=pk), by=by)


@action
def run_macro(row: Macro, ticket: Ticket, *, by: Actor) -> Ticket:
    """Do every step of a macro, in order and all or none; each step needs its own permission."""
    require(by, SEE)
    ticket = locked(ticket)
    Macro.objects.filter(pk=row.pk).update(used=F("used") + 1)
    record(MacroRun(macro=row.pk, name=row.name), by=by, ticket=ticket)
    for step in row.steps:
        macro_steps.do(step, ticket, by)
    return ticket


def _shared(row: Kept, *, by: Actor, name: str, audience: str, team: Team | None, wrong: dict[str, str]) -> Kept:
    """The row with its name and audience. Raises :class:`Invalid` with all that is ``wrong``."""
    if row.pk is not None:
        _require_hold(row, by)
    if audience != "me":
        require(by, SHARE_VIEW)
    row.name = " ".join(name.split())[:80]
    if not row.name:
        wrong["name"] = _("Give it a name.")
    if audience == "team" and team is None:
        wrong["audience"] = _("You have no team to share it with.")
    if wrong:
        raise Invalid(fields=wrong)
    row.staff_id = by.as_staff if audience == "me" else None
    row.team = team if audience == "team" else None
    row.created_at = row.created_at or now()
    return row


def _require_hold(row: Wording | Macro, by: Actor) -> None:
    if row.staff_id is not None and row.staff_id != by.staff_id:
        raise NotFound()
    if row.staff_id is None:
        require(by, SHARE_VIEW)
