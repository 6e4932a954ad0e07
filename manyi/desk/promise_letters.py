"""The mail that reminds of a promise."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from manyi.core.actions import now
from manyi.core.times import full
from manyi.desk.models import Promise, Ticket
from manyi.desk.task_letters import speaking_to
from manyi.people.letters import Letter, send
from manyi.people.models import Staff


def send_reminder(promise: Promise, ticket: Ticket, keeper: Staff) -> None:
    """Remind the keeper before the time, and say it once it has passed."""
    if not keeper.is_active:
        return
    with speaking_to(keeper):
        soon = now() < promise.due_at
        subject = _("You promised: %(text)s") if soon else _("Not kept yet: %(text)s")
        lines = (
            _("Until %(time)s, on ticket %(number)s (%(subject)s).")
            % {"time": full(promise.due_at), "number": ticket.number, "subject": ticket.subject},
            promise.text,
        )
        address = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('ticket', args=[ticket.number])}"
        send(keeper.email, Letter(subject % {"text": promise.text[:80]}, lines, _("Open the ticket"), address))
