"""Notices on their way out of the house: push messages to browsers, and one mail that gathers what is still new."""

from __future__ import annotations

import datetime as dt

import msgspec
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyi.core.actions import action, now
from manyi.core.times import short, zone
from manyi.notices import push, queries
from manyi.notices.kinds import MAIL, ways_of
from manyi.notices.models import Digest, Notice, Preference, Subscription
from manyi.people.access import actor_of
from manyi.people.letters import Letter, absolute, send

DAILY_AT = 8
LONGEST = 20


def push_notice(notice_id: int) -> None:
    """Send one notice to each of its reader's browsers; those that are gone are forgotten."""
    notice = Notice.objects.select_related("staff__role", "ticket").filter(pk=notice_id, seen_at=None).first()
    if notice is None or not notice.staff.is_active:
        return
    content = msgspec.json.encode(_shown(notice))
    for browser in Subscription.objects.filter(staff_id=notice.staff_id):
        try:
            push.send(browser.endpoint, browser.key, browser.secret, content)
        except push.Gone:
            browser.delete()


def _shown(notice: Notice) -> dict[str, str]:
    """What the browser shows. The words of the customer stay here; push services see nothing, but screens do."""
    with translation.override(notice.staff.language):
        found = next((one for one in queries.told(actor_of(notice.staff)) if one.id == notice.pk), None)
        if found is None:
            return {"title": _("Manyi"), "body": "", "url": "/notices/"}
        return {"title": found.words, "body": found.about, "url": found.url or "/notices/", "tag": f"notice-{found.id}"}


def mail_digests() -> int:
    """Mail everybody who wants it and whose time has come what is still new to him; returns how many mails left."""
    wanted = Preference.objects.exclude(digest=Digest.OFF).select_related("staff__role")
    return sum(_mail_one(row) for row in wanted.filter(staff__is_active=True) if _is_time(row))


def _is_time(row: Preference) -> bool:
    last, at = row.digested_at, timezone.now()
    if row.digest == Digest.HOURLY:
        return last is None or at - last >= dt.timedelta(minutes=55)
    here = timezone.localtime(at, zone(row.staff.time_zone))
    return here.hour >= DAILY_AT and (last is None or timezone.localtime(last, here.tzinfo).date() < here.date())


@action
def _mail_one(row: Preference) -> bool:
    waiting = list(Notice.objects.filter(staff_id=row.staff_id, seen_at=None, mailed_at=None))
    ids = {one.pk for one in waiting if MAIL in ways_of(one.kind, row.choices)}
    Preference.objects.filter(pk=row.pk).update(digested_at=now())
    if not ids:
        return False
    with translation.override(row.staff.language), timezone.override(zone(row.staff.time_zone)):
        told = [one for one in queries.told(actor_of(row.staff), only_new=True) if one.id in ids]
        subject = ngettext("%(num)d thing is new to you", "%(num)d things are new to you", len(told))
        lines = [f"{short(one.at)} · {one.words}{f' · #{one.number} {one.about}' if one.about else ''}" for one in told]
        words = subject % {"num": len(told)}
        letter = Letter(words, ("\n".join(lines[:LONGEST]),), _("All notices"), absolute(reverse("notices")))
        if told:
            send(row.staff.email, letter)
    Notice.objects.filter(pk__in=ids).update(mailed_at=now())
    return bool(told)
