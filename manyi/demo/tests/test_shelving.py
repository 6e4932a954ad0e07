"""The library of a freshly made company, entered once for all tests here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from manyi.demo import shelves
from manyi.demo.editions import Shelved
from manyi.demo.founding import found
from manyi.demo.generate import generate
from manyi.demo.prepared import prepare
from manyi.demo.shelving import stock
from manyi.desk.models import Macro, Wording
from manyi.knowledge import queries
from manyi.knowledge.models import Announcement, Article, State, Version, VersionState


@pytest.fixture(scope="module")
def entered(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Shelved]:
    company = generate(customers=60, tickets=60, until=timezone.now())
    with django_db_blocker.unblock(), transaction.atomic():
        world = found(company)
        prepare(company, world)
        yield stock(world)
        transaction.set_rollback(True)


@pytest.fixture
def library(entered: Shelved, db: None) -> Shelved:
    return entered


def test_every_piece_stands_on_its_shelf(library: Shelved) -> None:
    assert Article.objects.count() == len(shelves.items())
    assert not Article.objects.filter(category=None).exists()
    assert {State.DRAFT, State.IN_REVIEW, State.SCHEDULED, State.EXPIRED, State.ARCHIVED} <= set(
        Article.objects.values_list("state", flat=True)
    )
    assert 1 <= Article.objects.filter(state=State.REVIEW_DUE).count() <= 30


def test_nobody_approved_what_he_wrote(library: Shelved) -> None:
    approved = Version.objects.exclude(approved_at=None)
    assert approved.count() >= 400
    assert not [row for row in approved if row.approved_by_id in row.writers]


def test_a_policy_read_differently_a_year_ago(library: Shelved) -> None:
    article = library.articles["seven-day-return"]
    then = queries.in_force(article, timezone.now() - dt.timedelta(days=500), "zh-hans")
    now = queries.in_force(article, language="zh-hans")
    assert then is not None
    assert now is not None
    assert "72 小时" in then.body
    assert "24 小时" in now.body


def test_changes_of_policies_were_announced_in_time(library: Shelved) -> None:
    announced = Announcement.objects.exclude(announced_at=None).select_related("version")
    assert announced.count() >= 50
    for row in announced:
        begins = row.version.effective_from
        assert begins is not None
        assert row.announced_at is not None
        assert begins - row.announced_at >= dt.timedelta(hours=72)
    assert announced.filter(version__state=VersionState.SCHEDULED).exists()


def test_links_lead_to_articles(library: Shelved) -> None:
    assert not Version.objects.filter(body__contains="kb:").exists()
    body = Version.objects.get(article=library.articles["how-to-return"], state="published", language="zh-hans").body
    assert f"(article:{library.articles['seven-day-return'].pk})" in body


def test_agents_have_text_blocks_and_macros_at_hand(library: Shelved) -> None:
    assert Wording.objects.count() == 10
    assert Macro.objects.count() == 12
    assert all(row.steps for row in Macro.objects.all())
    assert queries.titles([library.articles["say-hello"]])
