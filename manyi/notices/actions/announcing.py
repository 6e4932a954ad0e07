"""Announcements: published, read, withdrawn."""

from __future__ import annotations

from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.addresses import address
from manyi.core.errors import Invalid, NotFound
from manyi.notices.actions.telling import tell
from manyi.notices.events import AnnouncementPublished, AnnouncementRead, AnnouncementWithdrawn
from manyi.notices.models import Announcement, Receipt
from manyi.notices.permissions import ANNOUNCE
from manyi.people.models import Staff, Team


@action
def publish(*, by: Actor, title: str, text: str, team: Team | None = None) -> Announcement:
    """Announce something to a team, or to everybody who works here now."""
    require(by, ANNOUNCE)
    title = " ".join(title.split())[:120]
    wrong = {} if title else {"title": _("Give it a title.")}
    if not text.strip():
        wrong["text"] = _("Write down what it says.")
    if wrong:
        raise Invalid(fields=wrong)
    row = Announcement.objects.create(
        title=title, text=text.strip()[:20_000], team=team, by_staff_id=by.staff_id, at=now()
    )
    people = Staff.objects.filter(is_active=True, **({"team": team} if team else {}))
    readers = [pk for pk in people.values_list("pk", flat=True) if pk != by.staff_id]
    Receipt.objects.bulk_create([Receipt(announcement=row, staff_id=pk) for pk in readers])
    record(AnnouncementPublished(announcement=row.pk, readers=len(readers)), by=by)
    tell(readers, "announcement", by=by, data={"title": title}, url=address("announcement", row.pk))
    return row


@action
def confirm_reading(row: Announcement, *, by: Actor) -> None:
    """A colleague says that he has read it; once. Raises :class:`NotFound` for one it is not for."""
    receipt = Receipt.objects.select_for_update(no_key=True).filter(announcement=row, staff_id=by.as_staff).first()
    if receipt is None:
        raise NotFound()
    if receipt.read_at is None:
        receipt.read_at = now()
        receipt.save(update_fields=["read_at"])
        record(AnnouncementRead(announcement=row.pk), by=by)


@action
def withdraw(row: Announcement, *, by: Actor) -> None:
    """It holds no longer; who has not read it need not."""
    require(by, ANNOUNCE)
    row = Announcement.objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at = now()
        row.save(update_fields=["withdrawn_at"])
        record(AnnouncementWithdrawn(announcement=row.pk), by=by)
