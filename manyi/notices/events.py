"""What happens around notices."""

from __future__ import annotations

from manyi.core.events import Payload, verb


@verb("notice.sent")
class NoticeSent(Payload, frozen=True):
    """Colleagues were told something; the ids are of those who take this kind."""

    kind: str
    staff: list[int]


@verb("announcement.published")
class AnnouncementPublished(Payload, frozen=True):
    announcement: int
    readers: int


@verb("announcement.read")
class AnnouncementRead(Payload, frozen=True):
    announcement: int


@verb("announcement.withdrawn")
class AnnouncementWithdrawn(Payload, frozen=True):
    announcement: int
