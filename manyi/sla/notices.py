"""What colleagues are told of clocks: in words on a page, and by mail in their own language."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from manyi.core.times import full, zone
from manyi.sla.models import Kind, Notice


def sentence(notice: Notice) -> str:
    """A notice in words of the active language."""
    what = str(Kind(notice.clock.kind).label)
    if notice.happening == "warned":
        return _("%(what)s: %(share)d %% of the time is used") % {"what": what, "share": notice.place}
    if notice.happening == "breached":
        return _("%(what)s: the time is over") % {"what": what}
    return _("%(what)s: overdue, step %(step)d of the ladder") % {"what": what, "step": notice.place + 1}


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
