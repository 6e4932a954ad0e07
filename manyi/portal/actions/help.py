"""What the help centre keeps: contacts that articles may have prevented, opinions, its look."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, ActorKind, require
from manyi.core.errors import Invalid
from manyi.customers.models import Customer
from manyi.knowledge import actions as knowledge
from manyi.knowledge.models import Article, Feedback, Version
from manyi.knowledge.text.privacy import clean
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.portal.access import actor_of
from manyi.portal.colours import contrast
from manyi.portal.events import HelpLookChanged
from manyi.portal.models import ContactAttempt, HelpLook

CONTACT_LASTS = dt.timedelta(hours=1)
"""Who has read an article and written nothing for so long needs nothing more."""
BATCH = 500
READABLE = 4.5
PAPER = {"accent": "#ffffff", "accent_dark": "#1b1f1d"}


@action
def note_contact(attempt: int | None, words: str, offered: Sequence[int]) -> int:
    """Remember which articles somebody was shown who is about to write; returns the number of the attempt."""
    text = clean(" ".join(words.split())).text[:200]
    row = ContactAttempt.objects.filter(pk=attempt, outcome="").first() if attempt else None
    if row is None:
        return ContactAttempt.objects.create(words=text, offered=list(offered), begun_at=now()).pk
    row.words, row.offered = text, list(dict.fromkeys([*row.offered, *offered]))[-20:]
    row.save(update_fields=["words", "offered"])
    return row.pk


@action
def note_contact_opened(attempt: int, article: Article) -> None:
    """One of the articles shown was opened."""
    row = ContactAttempt.objects.filter(pk=attempt, outcome="").first()
    if row is not None and article.pk in row.offered:
        row.opened = article
        row.save(update_fields=["opened"])


@action
def end_contact(attempt: int | None, outcome: str) -> None:
    """Say how an attempt ended: ``sent`` or ``solved``. What was read counts for or against its article."""
    row = (
        ContactAttempt.objects.select_for_update(of=("self",), no_key=True).filter(pk=attempt or 0, outcome="").first()
    )
    if row is None:
        return
    row.outcome, row.ended_at = outcome, now()
    row.save(update_fields=["outcome", "ended_at"])
    if row.opened is not None and outcome in ("sent", "solved"):
        knowledge.note_use(row.opened, "contacted" if outcome == "sent" else "deflected")


def end_old_contacts() -> int:
    """End the attempts nobody goes on with: solved when an article was read, else simply left."""
    old = ContactAttempt.objects.filter(outcome="", begun_at__lt=now() - CONTACT_LASTS)
    rows = list(old.values_list("pk", "opened")[:BATCH])
    for pk, opened in rows:
        end_contact(pk, "solved" if opened else "left")
    return len(rows)


@action
def say_whether_it_helped(
    version: Version, *, customer: Customer | None, opinion: str, text: str, visitor: str
) -> Feedback:
    """A reader's opinion; ``visitor`` tells readers who have not signed in apart."""
    by = actor_of(customer) if customer else Actor(ActorKind.CUSTOMER)
    known = "" if customer else visitor
    return knowledge.give_feedback(version, by=by, opinion=opinion, text=text, place="help", visitor=known)


@action
def save_look(*, by: Actor, greetings: Mapping[str, str], notices: Mapping[str, str], **colours: str) -> HelpLook:
    """Change how the help centre looks. A colour on which white (or paper) can't be read raises :class:`Invalid`."""
    require(by, MANAGE_SETTINGS)
    for name, colour in colours.items():
        _require_readable(name, colour)
    look, _made = HelpLook.objects.update_or_create(
        pk=1, defaults={**colours, "greetings": _kept(greetings), "notices": _kept(notices)}
    )
    record(HelpLookChanged(), by=by)
    return look


def _kept(texts: Mapping[str, str]) -> dict[str, str]:
    return {code: text.strip() for code, text in texts.items() if text.strip()}


def _require_readable(name: str, colour: str) -> None:
    if not colour:
        return
    if not re.fullmatch(r"#[0-9a-f]{6}", colour):
        raise Invalid(fields={name: _("Write a colour as #rrggbb.")})
    if contrast(colour, PAPER[name]) < READABLE:
        raise Invalid(fields={name: _("This colour can't be read on its background. Choose a stronger one.")})
