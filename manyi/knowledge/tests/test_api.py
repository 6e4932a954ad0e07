"""The library for programs."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from manyi.api.tests.programs import Program
from manyi.conftest import Cast
from manyi.desk.models import Ticket
from manyi.knowledge import actions
from manyi.knowledge.models import Article, Gap
from manyi.knowledge.tests.conftest import NEW_POLICY
from manyi.people.models import Staff


@pytest.fixture
def chen(cast: Cast) -> Program:
    return Program(cast.chen)


@pytest.fixture
def wei(cast: Cast) -> Program:
    return Program(cast.wei)


def test_an_article_is_written_reviewed_and_read(cast: Cast, chen: Program, editor: Staff) -> None:
    draft = {"title": "充电", "body": "1. 插上\n2. 等待", "kind": "faq", "tags": ["充电"], "audience": "public"}
    made = chen.ask("POST", "/knowledge/articles", draft, status=201)
    version, article = made["id"], made["article_id"]
    chen.ask("POST", f"/knowledge/versions/{version}/submission", {})
    chen.ask("POST", f"/knowledge/versions/{version}/decision", {"decision": "approve"}, status=403)
    done = Program(editor).ask("POST", f"/knowledge/versions/{version}/decision", {"decision": "approve"})
    assert done["state"] == "published"
    found = Program(cast.wei).ask("GET", f"/knowledge/articles/{article}")
    assert (found["article"]["tags"], found["version"]["title"]) == (["充电"], "充电")
    assert "<li>插上</li>" in found["html"]


def test_lists_are_filtered_and_go_on_by_cursor(cast: Cast, wei: Program, article: Article, policy: Article) -> None:
    first = wei.ask("GET", "/knowledge/articles?limit=1")
    second = wei.ask("GET", f"/knowledge/articles?limit=1&cursor={first['next'].replace('+', '%2B')}")
    assert {first["items"][0]["id"], second["items"][0]["id"]} == {article.pk, policy.pk}
    assert [one["id"] for one in wei.ask("GET", "/knowledge/articles?kind=policy")["items"]] == [policy.pk]
    assert [one["id"] for one in wei.ask("GET", "/knowledge/articles?q=表带")["items"]] == [article.pk]


def test_a_team_s_article_does_not_exist_for_others(cast: Cast, chen: Program, wei: Program, article: Article) -> None:
    chen.ask("PATCH", f"/knowledge/articles/{article.pk}", {"audience": "teams", "teams": [cast.wearables.pk]})
    wei.ask("GET", f"/knowledge/articles/{article.pk}", status=404)
    wei.ask("GET", f"/knowledge/versions/{article.versions.get().pk}", status=404)


def test_an_agent_may_not_write(wei: Program, article: Article) -> None:
    wei.ask("PUT", f"/knowledge/articles/{article.pk}/draft", {"title": "x", "body": "y"}, status=403)
    wei.ask("POST", f"/knowledge/articles/{article.pk}/ending", {"do": "archive"}, status=403)
    wei.ask("GET", "/knowledge/gaps", status=403)


def test_a_policy_of_a_moment_and_its_change(cast: Cast, chen: Program, policy: Article, ticket: Ticket) -> None:
    begins = timezone.now() + dt.timedelta(days=4)
    draft = {"title": "退货政策", "body": NEW_POLICY, "note": "15 天", "effective_from": begins.isoformat()}
    version = chen.ask("PUT", f"/knowledge/articles/{policy.pk}/draft", draft)["id"]
    chen.ask("POST", f"/knowledge/versions/{version}/submission", {})
    admin, lin = Program(cast.admin), Program(cast.lin)
    admin.ask("POST", f"/knowledge/versions/{version}/decision", {"decision": "approve"})
    later = (begins + dt.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert "7 天" in lin.ask("GET", f"/tickets/{ticket.number}/policies")["policies"][0]["body"]
    assert "15 天" in lin.ask("GET", f"/tickets/{ticket.number}/policies?at={later}")["policies"][0]["body"]
    assert [one["version_id"] for one in lin.ask("GET", "/knowledge/changes")["changes"]] == [version]
    lin.ask("POST", f"/knowledge/versions/{version}/acknowledgement", status=409)
    lin.ask("GET", f"/knowledge/versions/{version}")
    lin.ask("POST", f"/knowledge/versions/{version}/acknowledgement", status=204)
    readers = chen.ask("GET", f"/knowledge/versions/{version}/readers")["readers"]
    assert {one["name"]: bool(one["acknowledged_at"]) for one in readers}["林晓"] is True


def test_an_opinion_and_a_contribution(cast: Cast, article: Article, ticket: Ticket) -> None:
    lin = Program(cast.lin)
    lin.ask("POST", f"/knowledge/versions/{article.versions.get().pk}/opinion", {"opinion": "helpful"}, status=204)
    article.refresh_from_db()
    assert article.helpful == 1
    solved = {"title": "表带", "problem": "断了", "solution": "换新"}
    assert lin.ask("POST", f"/tickets/{ticket.number}/contributions", solved, status=201)["state"] == "in_review"
    told = lin.ask("GET", f"/tickets/{ticket.number}/knowledge")
    assert [one["article_id"] for one in told["suggestions"]] == [article.pk]


def test_the_categories_are_counted_for_the_reader(cast: Cast, wei: Program, article: Article, editor: Staff) -> None:
    shelf = actions.save_category(by=cast.actor(editor), key="care", names={"en": "Care"})
    actions.change_article(article, by=cast.actor(cast.chen), category=shelf)
    assert wei.ask("GET", "/knowledge/categories")["categories"] == [
        {"key": "care", "names": {"en": "Care"}, "parent": None, "articles": 1}
    ]


def test_a_contribution_is_declined_once_with_a_reason(cast: Cast, chen: Program, ticket: Ticket) -> None:
    solved = {"title": "表带", "problem": "断了", "solution": "换新"}
    made = Program(cast.lin).ask("POST", f"/tickets/{ticket.number}/contributions", solved, status=201)
    decision = f"/knowledge/versions/{made['id']}/decision"
    chen.ask("POST", decision, {"decision": "decline"}, status=422)
    assert chen.ask("POST", decision, {"decision": "decline", "text": "已有同样的文章"})["state"] == "draft"
    assert chen.ask("GET", "/knowledge/articles?state=archived")["items"][0]["id"] == made["article_id"]


def test_what_nobody_contributed_can_not_be_declined(chen: Program, article: Article) -> None:
    version = article.versions.get().pk
    chen.ask("POST", f"/knowledge/versions/{version}/decision", {"decision": "decline", "text": "x"}, status=409)


def test_categories_are_added_changed_and_deleted_by_key(cast: Cast, wei: Program, article: Article) -> None:
    admin, key = Program(cast.admin), "/knowledge/categories/straps"
    wei.ask("PUT", key, {"names": {"en": "Straps"}}, status=403)
    admin.ask("PUT", "/knowledge/categories/bands", {"names": {"en": "Bands"}})
    admin.ask("PUT", key, {"names": {"en": "Straps"}, "parent": "nowhere"}, status=422)
    found = admin.ask("PUT", key, {"names": {"en": "Straps", "zh-hans": "表带"}, "parent": "bands"})["categories"]
    assert [(one["key"], one["parent"]) for one in found] == [("bands", None), ("straps", "bands")]
    admin.ask("DELETE", "/knowledge/categories/bands", status=409)
    admin.ask("DELETE", key, status=204)
    admin.ask("DELETE", key, status=404)


def test_variables_are_set_by_key(cast: Cast, wei: Program) -> None:
    line = {"names": {"en": "Hotline"}, "values": {"en": "400 1", "zh-hans": "400 1"}}
    wei.ask("PUT", "/knowledge/variables/hotline", line, status=403)
    admin = Program(cast.admin)
    for number in ("400 1", "400 2"):
        line["values"]["en"] = number
        admin.ask("PUT", "/knowledge/variables/hotline", line)
    assert wei.ask("GET", "/knowledge/variables")["variables"] == [{"key": "hotline", **line}]


def test_synonyms_are_changed_group_by_group(cast: Cast, wei: Program) -> None:
    admin = Program(cast.admin)
    before = len(admin.ask("GET", "/knowledge/synonyms")["groups"])
    wei.ask("POST", "/knowledge/synonyms", {"phrases": ["手链", "腕链"]}, status=403)
    group = admin.ask("POST", "/knowledge/synonyms", {"phrases": ["手链", "腕链"]}, status=201)["groups"][-1]
    changed = admin.ask("PUT", f"/knowledge/synonyms/{group['id']}", {"phrases": ["手链", "链子"]})["groups"]
    assert {"id": group["id"], "phrases": ["手链", "链子"]} in changed
    admin.ask("DELETE", f"/knowledge/synonyms/{group['id']}", status=204)
    assert len(admin.ask("GET", "/knowledge/synonyms")["groups"]) == before
    admin.ask("DELETE", f"/knowledge/synonyms/{group['id']}", status=404)


def test_a_question_about_a_policy_is_answered_by_a_second_person(cast: Cast, chen: Program, policy: Article) -> None:
    where = f"/knowledge/articles/{policy.pk}/questions"
    made = chen.ask("POST", where, {"question": "节假日算吗", "answer": "算"}, status=201)
    assert Program(cast.lin).ask("GET", where) == {"questions": [], "waiting": []}
    assert chen.ask("GET", where)["waiting"] == [made]
    answer = f"{where}/{made['id']}/answer"
    chen.ask("PUT", answer, {"answer": "算"}, status=403)
    Program(cast.lin).ask("PUT", answer, {"answer": "不算"}, status=403)
    approved = Program(cast.admin).ask("PUT", answer, {"answer": "不算"})
    assert Program(cast.lin).ask("GET", where)["questions"] == [approved]


def test_a_gap_is_closed_by_an_editor(cast: Cast, chen: Program, wei: Program, article: Article) -> None:
    gap = Gap.objects.create(kind="search", key="表链", words="表链", count=3, weight=3, seen_at=timezone.now())
    wei.ask("POST", f"/knowledge/gaps/{gap.pk}/closing", {}, status=404)
    chen.ask("POST", f"/knowledge/gaps/{gap.pk}/closing", {"article_id": article.pk}, status=204)
    assert chen.ask("GET", "/knowledge/gaps")["gaps"] == []
