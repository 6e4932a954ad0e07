"""A shelf for the tests: an editor, an article in force, a policy in its second version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.core.actors import SYSTEM
from manyi.knowledge import actions, red_marks
from manyi.knowledge.models import Article
from manyi.people import actions as people
from manyi.people.models import Staff

OLD_POLICY = "自签收之日起 7 天内可以无理由退货。\n\n运费由买家承担。"
NEW_POLICY = "自签收之日起 15 天内可以无理由退货。\n\n运费由我们承担。"


def publish(article: Article, *, cast: Cast, **values: Any) -> Article:
    """Have Chen review and Admin publish the open draft of an article."""
    version = article.versions.get(state="draft")
    actions.request_review(version, by=cast.actor(cast.chen))
    actions.approve(version, by=cast.actor(cast.admin), **values)
    article.refresh_from_db()
    return article


@pytest.fixture
def editor(cast: Cast) -> Staff:
    return people.add_staff("su@obsidian.example", name="苏文", role="editor", team=None, by=SYSTEM)


@pytest.fixture
def article(cast: Cast) -> Article:
    """How to change a strap: for everybody, in force."""
    made = actions.create_article(
        by=cast.actor(cast.chen), title="怎样更换表带", body="1. 关机\n2. 按住卡扣\n3. 推入新表带", audience="public"
    )
    return publish(made, cast=cast)


@pytest.fixture
def policy(cast: Cast) -> Article:
    """Returns within seven days, in force since thirty days."""
    with unit(at=timezone.now() - dt.timedelta(days=30)):
        made = actions.create_article(
            by=cast.actor(cast.chen), title="退货政策", body=OLD_POLICY, kind="policy", audience="public"
        )
        return publish(made, cast=cast)


@pytest.fixture(autouse=True)
def _fresh_red_marks() -> Iterator[None]:
    red_marks.forget()
    yield
    red_marks.forget()
