"""What readers and conversations leave in the library of the sample company."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from manyi.core.actors import SYSTEM
from manyi.demo.load import load_sample
from manyi.knowledge import queries
from manyi.knowledge.models import (
    Acknowledgement,
    Article,
    Citation,
    Contribution,
    DailyUse,
    Feedback,
    Question,
    SearchDone,
    VersionState,
)


@pytest.fixture
def _loaded(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("manyi.demo.load.insight.rebuild", lambda: None)
    load_sample(lambda share: None, customers=120, tickets=240)


@pytest.mark.usefixtures("_loaded")
def test_every_page_of_the_library_has_something_to_show() -> None:
    changes = queries.changes().filter(state=VersionState.SCHEDULED)
    assert changes
    for version in changes:
        readers = queries.readers(SYSTEM, version)
        assert 0 < sum(each.acknowledged_at is not None for each in readers) < len(readers)
    assert Acknowledgement.objects.filter(acknowledged_at=None).exists()
    assert Question.objects.filter(approved_at=None).exists()
    assert Question.objects.exclude(approved_at=None).count() >= 15
    assert Feedback.objects.filter(settled_at=None, opinion="outdated").exists()
    assert SearchDone.objects.filter(found=0).count() >= 50
    assert DailyUse.objects.filter(day__gte=timezone.localdate() - dt.timedelta(days=7)).exists()
    assert Article.objects.filter(uses__gt=50).exists()
    assert Contribution.objects.filter(accepted_at__isnull=False).exists()
    assert Citation.objects.filter(kind="message").exists()
    assert Citation.objects.filter(flagged_at__isnull=False).exists()
    assert queries.broken_links(SYSTEM) == []
    assert queries.all_doubles(SYSTEM) == []
