"""What colleagues are told of clocks: in words on a page, and by mail in their own language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyi.core.times import full, zone
from manyi.notices import kinds
from manyi.sla.models import Kind, Notice

CLOCK = "clock"


def sentence(notice: Notice) -> str:
    """A notice in words of the active language."""
    return _said(notice.clock.kind, notice.happening, notice.place)


def _said(kind: str, happening: str, place: int) -> str:
    what = str(Kind(kind).label)
    if happening == "warned":
        return _("%(what)s: %(share)d %% of the time is used") % {"what": what, "share": place}
    if happening == "breached":
        return _("%(what)s: the time is over") % {"what": what}
    return _("%(what)s: overdue, step %(step)d of the ladder") % {"what": what, "step": place + 1}


def _of_clock(who: str, data: dict[str, Any]) -> str:
    return _said(data["kind"], data["happening"], data["place"])


kinds.register(kinds.Kind(CLOCK, gettext_lazy("A target of yours is near or over"), _of_clock, "timer"))


def mail(notice_id: int) -> None:
    """Send one notice as a mail; one whose ticket or colleague is gone is forgotten."""
    found = Notice.objects.select_related("staff", "ticket", "clock").filter(pk=notice_id).first()
    if found is None or not found.staff.is_active:
        return
    with translation.override(found.staff.language), timezone.override(zone(found.staff.time_zone)):
        lines = [
            f"#{found.ticket.number} {found.ticket.subject}",
            sentence(found),
            _("As of %(time)s.") % {"time": full(found.at)},
            settings.PUBLIC_URL.rstrip("/") + reverse("ticket", args=[found.ticket.number]),
        ]
        send_mail(f"#{found.ticket.number} {sentence(found)}", "\n\n".join(lines), None, [found.staff.email])
