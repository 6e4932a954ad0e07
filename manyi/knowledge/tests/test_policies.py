"""Policies: the text in force at a moment, and the notice a change has to be given."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.core.errors import Invalid
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.knowledge import actions, notice, queries
from manyi.knowledge.models import Announcement, Article, Version
from manyi.knowledge.tests.conftest import NEW_POLICY, OLD_POLICY, publish

moments = st.datetimes(min_value=dt.datetime(2020, 1, 1), max_value=dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC))


def changed(policy: Article, cast: Cast, *, days: float, reason: str = "") -> Version:
    """A change of the policy that waits for its review, wished for in so many days."""
    draft = actions.save_draft(
        policy,
        by=cast.actor(cast.chen),
        title="退货政策",
        body=NEW_POLICY,
        note="7 天改为 15 天，运费由我们承担",
        effective_from=timezone.now() + dt.timedelta(days=days),
    )
    return actions.request_review(draft, by=cast.actor(cast.chen), reason=reason)


@given(moments)
def test_exactly_72_hours_are_enough_and_a_second_less_is_not(announced: dt.datetime) -> None:
    assert not notice.is_short(announced, announced + dt.timedelta(hours=72))
    assert notice.is_short(announced, announced + dt.timedelta(hours=72, seconds=-1))


def test_a_change_announced_in_time_is_scheduled(cast: Cast, policy: Article) -> None:
    version = actions.approve(changed(policy, cast, days=4), by=cast.actor(cast.admin))
    assert version.state == "scheduled"
    assert Announcement.objects.get(version=version).announced_at is not None


def test_a_change_at_short_notice_is_refused_and_says_the_earliest_moment(cast: Cast, policy: Article) -> None:
    version = changed(policy, cast, days=1)
    with pytest.raises(Invalid) as refused:
        actions.approve(version, by=cast.actor(cast.admin))
    assert "72" in str(refused.value.fields["effective_from"])
    version.refresh_from_db()
    assert version.state == "in_review"


def test_an_exception_needs_a_reason_and_the_second_person(cast: Cast, policy: Article) -> None:
    version = changed(policy, cast, days=1, reason="法律明日生效")
    with pytest.raises(Invalid):
        actions.approve(version, by=cast.actor(cast.admin))
    actions.approve(version, by=cast.actor(cast.admin), grant=True)
    row = Announcement.objects.get(version=version)
    assert (row.reason, row.asked_by_id, row.granted_by_id) == ("法律明日生效", cast.chen.pk, cast.admin.pk)


def test_without_a_reason_nobody_can_allow_the_exception(cast: Cast, policy: Article) -> None:
    version = changed(policy, cast, days=0)
    with pytest.raises(Invalid):
        actions.approve(version, by=cast.actor(cast.admin), grant=True)


def test_a_policy_change_says_what_changes(cast: Cast, policy: Article) -> None:
    draft = actions.save_draft(policy, by=cast.actor(cast.chen), title="退货政策", body=NEW_POLICY)
    with pytest.raises(Invalid) as refused:
        actions.request_review(draft, by=cast.actor(cast.chen))
    assert set(refused.value.fields) == {"note"}


def test_a_translation_of_a_policy_needs_no_notice_but_never_comes_before_it(cast: Cast, policy: Article) -> None:
    chen, admin = cast.actor(cast.chen), cast.actor(cast.admin)
    version = actions.approve(changed(policy, cast, days=4), by=admin)
    draft = actions.save_draft(policy, by=chen, language="en", title="Returns", body="15 days", source=version)
    english = actions.approve(actions.request_review(draft, by=chen), by=admin)
    assert (english.state, english.effective_from) == ("scheduled", version.effective_from)


def test_the_text_in_force_is_told_for_every_moment(cast: Cast, policy: Article) -> None:
    version = actions.approve(changed(policy, cast, days=4), by=cast.actor(cast.admin))
    now, begins = timezone.now(), version.effective_from
    assert begins is not None

    def text(at: dt.datetime) -> str | None:
        found = queries.in_force(policy, at)
        return found.body if found else None

    assert text(now - dt.timedelta(days=31)) is None
    assert text(now) == text(begins - dt.timedelta(seconds=1)) == OLD_POLICY
    assert text(begins) == NEW_POLICY
    with unit(at=begins):
        actions.publish_due()
    assert (text(begins - dt.timedelta(seconds=1)), text(begins)) == (OLD_POLICY, NEW_POLICY)


def test_a_translation_of_an_older_text_gives_way_to_the_original_in_force(cast: Cast, policy: Article) -> None:
    chen, admin = cast.actor(cast.chen), cast.actor(cast.admin)
    draft = actions.save_draft(policy, by=chen, language="en", title="Returns", body="7 days")
    actions.approve(actions.request_review(draft, by=chen), by=admin)
    assert queries.in_force(policy, language="en").body == "7 days"  # type: ignore[union-attr]
    version = actions.approve(changed(policy, cast, days=4), by=admin)
    assert version.effective_from is not None
    with unit(at=version.effective_from + dt.timedelta(hours=1)):
        actions.publish_due()
        assert queries.in_force(policy, language="en").body == NEW_POLICY  # type: ignore[union-attr]


def test_policies_for_other_teams_stand_below_those_for_the_ticket_s_own(cast: Cast, ticket: Ticket) -> None:
    by = cast.actor(cast.chen)
    desk.assign(ticket, by=by, to=cast.lin)
    ticket.refresh_from_db()
    made = [actions.create_article(by=by, title=f"保修{number}", body="一年", kind="policy") for number in (1, 2)]
    actions.change_article(made[0], by=by, concerned_teams=[cast.audio])
    for row in made:
        publish(row, cast=cast)
    assert [one.article for one in queries.express(cast.actor(cast.lin), ticket)] == [made[1], made[0]]
