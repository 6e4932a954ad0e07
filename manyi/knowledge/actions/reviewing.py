"""The second person: asking for a review, remarks, sending back, approving."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid, NotAllowed
from manyi.core.times import full
from manyi.knowledge import notice
from manyi.knowledge.actions.citing import flag_citations
from manyi.knowledge.actions.publishing import put_in_force
from manyi.knowledge.actions.shared import change, locked_version, restate
from manyi.knowledge.events import (
    ChangeAnnounced,
    Remarked,
    ReviewRequested,
    VersionApproved,
    VersionReturned,
    VersionWithdrawn,
)
from manyi.knowledge.models import Announcement, Kind, Remark, Verdict, Version, VersionState
from manyi.knowledge.permissions import REVIEW, WRITE
from manyi.people.models import Staff


def is_policy_change(version: Version) -> bool:
    """Whether a version changes a policy people already work by; a translation of it is no further change."""
    article = version.article
    if article.kind != Kind.POLICY or version.language != article.language:
        return False
    ruled = (VersionState.PUBLISHED, VersionState.SUPERSEDED)
    return article.versions.filter(language=version.language, state__in=ruled).exists()


@action
def request_review(version: Version, *, by: Actor, reviewer: Staff | None = None, reason: str = "") -> Version:
    """Ask a second person (somebody certain, or whoever may) to review a draft.

    A policy change says what changes in the version's note. ``reason`` asks for an exception from the notice time.
    """
    require(by, WRITE)
    return submit(version, by=by, reviewer=reviewer, reason=reason)


@action
def submit(version: Version, *, by: Actor, reviewer: Staff | None = None, reason: str = "") -> Version:
    """As :func:`request_review`; who may is asked by the actions that call this."""
    version = locked_version(version, VersionState.DRAFT, VersionState.IN_REVIEW)
    if version.state == VersionState.IN_REVIEW:
        return version
    if reviewer is not None and reviewer.pk in version.writers:
        raise Invalid(fields={"reviewer": _("Nobody reviews what he wrote himself.")})
    if not version.body:
        raise Invalid(fields={"body": _("There is nothing to review yet.")})
    if is_policy_change(version):
        _prepare_announcement(version, reason, by=by)
    change(version, state=VersionState.IN_REVIEW, submitted_at=now(), reviewer_id=reviewer.pk if reviewer else None)
    restate(version.article)
    asked = reviewer.pk if reviewer else None
    record(ReviewRequested(article=version.article_id, version=version.pk, reviewer=asked), by=by)
    return version


def _prepare_announcement(version: Version, reason: str, *, by: Actor) -> None:
    if not version.note.strip():
        raise Invalid(fields={"note": _("Say what changes: colleagues read this first.")})
    asked = {"reason": reason.strip()[:500], "asked_by_id": by.staff_id if reason.strip() else None}
    Announcement.objects.update_or_create(version=version, defaults={"changes": version.note, **asked})


@action
def take_back(version: Version, *, by: Actor) -> Version:
    """Take a version out of review, to go on writing."""
    require(by, WRITE)
    version = locked_version(version, VersionState.IN_REVIEW, VersionState.DRAFT)
    if version.state == VersionState.IN_REVIEW:
        change(version, state=VersionState.DRAFT)
        restate(version.article)
        record(VersionWithdrawn(article=version.article_id, version=version.pk, reason=""), by=by)
    return version


@action
def remark(version: Version, *, by: Actor, text: str, quote: str = "") -> Remark:
    """Say something about a version in review, about a passage of it or the whole."""
    if not (by.can(REVIEW) or by.can(WRITE)):
        raise NotAllowed(permission=REVIEW)
    version = locked_version(version, VersionState.IN_REVIEW, VersionState.DRAFT)
    row = _remark(version, Verdict.COMMENT, text, quote, by=by)
    record(Remarked(article=version.article_id, version=version.pk, remark=row.pk), by=by)
    return row


@action
def settle_remark(row: Remark, *, by: Actor, settled: bool = True) -> Remark:
    """Say that a remark has been seen to, or that it has not."""
    require(by, WRITE)
    change(row, settled_at=now() if settled else None)
    return row


@action
def return_version(version: Version, *, by: Actor, text: str) -> Version:
    """Send a version back to its author with what has to change."""
    version = _reviewed(version, by=by)
    row = _remark(version, Verdict.RETURNED, text, "", by=by)
    change(version, state=VersionState.DRAFT)
    restate(version.article)
    record(VersionReturned(article=version.article_id, version=version.pk, remark=row.pk), by=by)
    return version


@action
def approve(
    version: Version,
    *,
    by: Actor,
    text: str = "",
    effective_from: dt.datetime | None = None,
    grant: bool = False,
) -> Version:
    """Approve a version: it is in force at once, or from ``effective_from`` (else the author's wish) on.

    A policy change has to be announced 72 hours before; ``grant`` allows the exception its author asked for with a
    reason. Raises :class:`NotAllowed` for the author himself, :class:`Invalid` when the notice is too short.
    """
    version = _reviewed(version, by=by)
    begins = max(effective_from or version.effective_from or now(), now(), _begin_of_source(version))
    if is_policy_change(version):
        _announce(version, begins, grant=grant, by=by)
    _remark(version, Verdict.APPROVED, text, "", by=by)
    change(
        version,
        state=VersionState.SCHEDULED,
        approved_by_id=by.staff_id,
        approved_at=now(),
        effective_from=begins,
    )
    record(VersionApproved(article=version.article_id, version=version.pk, effective_from=begins.timestamp()), by=by)
    if begins <= now():
        put_in_force(version, by=by)
    else:
        restate(version.article)
    return version


def _reviewed(version: Version, *, by: Actor) -> Version:
    require(by, REVIEW)
    version = locked_version(version, VersionState.IN_REVIEW)
    if by.staff_id in version.writers:
        raise NotAllowed(_("A second person has to review what you wrote."))
    return version


def _begin_of_source(version: Version) -> dt.datetime:
    source = version.source
    is_ahead = source is not None and source.state == VersionState.SCHEDULED and source.effective_from is not None
    return source.effective_from if is_ahead else now()  # type: ignore[return-value, union-attr]


def _announce(version: Version, begins: dt.datetime, *, grant: bool, by: Actor) -> None:
    """From the approval on those concerned can read what changes, and have to."""
    row = Announcement.objects.get_or_create(version=version, defaults={"changes": version.note})[0]
    granted_by = None
    if notice.is_short(now(), begins):
        if not (row.reason and grant and row.asked_by_id != by.staff_id):
            earliest = full(notice.earliest(now()))
            raise Invalid(
                fields={
                    "effective_from": _(
                        "A policy change is announced at least 72 hours before. The earliest moment is %(when)s, "
                        "unless the author gives a reason and you allow the exception."
                    )
                    % {"when": earliest}
                }
            )
        granted_by = by.staff_id
    change(row, announced_at=now(), granted_by_id=granted_by)
    payload = ChangeAnnounced(
        article=version.article_id,
        version=version.pk,
        effective_from=begins.timestamp(),
        reason=row.reason if granted_by is not None else "",
        granted_by=granted_by,
    )
    record(payload, by=by)
    flag_citations(version, by=by)


@action
def withdraw(version: Version, *, by: Actor, reason: str) -> Version:
    """Stop a scheduled version before it takes effect; it is a draft again.

    Raises :class:`Conflict` when it is in force already, or when there is another draft.
    """
    require(by, REVIEW)
    version = locked_version(version, VersionState.SCHEDULED)
    rivals = version.article.versions.filter(language=version.language, state__in=("draft", "in_review"))
    if rivals.exists():
        raise Conflict(_("There is a draft already. Publish it or throw it away first."))
    Announcement.objects.filter(version=version).update(announced_at=None, granted_by=None)
    change(version, state=VersionState.DRAFT, approved_by_id=None, approved_at=None)
    restate(version.article)
    record(VersionWithdrawn(article=version.article_id, version=version.pk, reason=reason[:500]), by=by)
    return version


def _remark(version: Version, verdict: str, text: str, quote: str, *, by: Actor) -> Remark:
    text = text.strip()
    if not text and verdict != Verdict.APPROVED:
        raise Invalid(fields={"text": _("Write what you think of it.")})
    return Remark.objects.create(
        version=version, staff_id=by.staff_id, at=now(), verdict=verdict, quote=quote[:500], text=text[:5000]
    )
