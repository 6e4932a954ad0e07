"""The library is searched as it is now, and nobody finds what he may not read."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from manyi.conftest import Cast, signed_in
from manyi.core.actions import unit
from manyi.core.actors import SYSTEM, customer_actor
from manyi.core.errors import NotAllowed
from manyi.core.log import run_reader
from manyi.core.models import Event
from manyi.core.search.documents import drop
from manyi.core.search.synonyms import groups
from manyi.knowledge import actions
from manyi.knowledge.actions.indexing import reindex, weigh_articles
from manyi.knowledge.models import Article
from manyi.knowledge.queries.searching import find_articles, find_ids
from manyi.knowledge.tests.conftest import publish
from manyi.knowledge.text.files import text_of
from manyi.people.models import Staff


def found(viewer, words: str, **how) -> list[int]:
    return [hit.article.pk for hit in find_articles(viewer, words, **how).hits]


def written(cast: Cast, title: str, **values) -> Article:
    made = actions.create_article(by=cast.actor(cast.chen), title=title, body=values.pop("body", "正文。"), **values)
    return publish(made, cast=cast)


def test_what_is_published_is_found_at_once_with_its_words_marked(cast: Cast, article: Article) -> None:
    hit = find_articles(cast.actor(cast.lin), "表带卡扣").hits[0]
    assert hit.article == article
    assert hit.title == "怎样更换<mark>表带</mark>"
    assert "<mark>卡扣</mark>" in hit.line


def test_a_new_version_replaces_the_words_of_the_old(cast: Cast, article: Article) -> None:
    actions.save_draft(article, by=cast.actor(cast.chen), title="怎样更换腕扣", body="拧开螺丝。")
    assert found(cast.actor(cast.lin), "螺丝") == []
    publish(article, cast=cast)
    assert found(cast.actor(cast.lin), "螺丝") == [article.pk]
    assert found(cast.actor(cast.lin), "推入") == []


def test_tags_and_a_changed_title_are_found(cast: Cast, article: Article) -> None:
    actions.change_article(article, by=cast.actor(cast.chen), tags=["换腕带"])
    assert found(None, "换腕带") == [article.pk]


@pytest.mark.parametrize("words", ["表带", "bd", "biaodai", "錶帶", "表袋更换", "怎样 更换 别的什么"])
def test_visitors_customers_and_outsiders_find_only_what_is_for_them(cast: Cast, article: Article, words: str) -> None:
    inner = written(cast, "更换表带的内部口径")
    signed_in = written(cast, "会员更换表带", audience="signed_in")
    mine = written(cast, "表带更换：组内约定", audience="teams", teams=[cast.audio])
    customer = customer_actor(cast.zhou.pk)
    assert set(found(None, words)) <= {article.pk}
    assert set(found(customer, words)) <= {article.pk, signed_in.pk}
    assert mine.pk not in found(cast.actor(cast.lin), words)
    assert inner.pk in found(cast.actor(cast.lin), words)


def test_a_draft_is_found_by_editors_and_its_author_only(cast: Cast, editor: Staff) -> None:
    draft = actions.create_article(by=cast.actor(cast.chen), title="草稿里的碎屏险", body="正文")
    assert found(cast.actor(cast.chen), "碎屏险") == [draft.pk]
    assert found(cast.actor(cast.lin), "碎屏险") == []
    assert found(None, "碎屏险") == []
    assert found(cast.actor(cast.chen), "碎屏险", only_live=True) == []


def test_an_archived_article_is_no_longer_found_by_readers(cast: Cast, article: Article) -> None:
    actions.archive(article, by=cast.actor(cast.admin))
    assert found(None, "表带") == []
    assert found(cast.actor(cast.lin), "表带") == []
    actions.bring_back(article, by=cast.actor(cast.admin))
    assert found(None, "表带") == [article.pk]


def test_an_audience_that_narrows_takes_effect_at_once(cast: Cast, article: Article) -> None:
    actions.change_article(article, by=cast.actor(cast.chen), audience="staff")
    assert found(None, "表带") == []


def test_a_translation_is_found_in_its_language(cast: Cast, article: Article) -> None:
    actions.save_draft(
        article, by=cast.actor(cast.chen), language="en", title="Changing the strap", body="Push the clasp."
    )
    publish(article, cast=cast)
    with translation.override("en"):
        hit = find_articles(None, "straps").hits[0]
    assert (hit.article, hit.language, hit.title) == (article, "en", "Changing the <mark>strap</mark>")


def test_kinds_and_categories_filter(cast: Cast, article: Article, policy: Article) -> None:
    assert set(found(SYSTEM, "怎样退货")) >= {policy.pk}
    assert found(SYSTEM, "表带 退货", kinds=["policy"]) == [policy.pk]
    shelf = actions.save_category(by=cast.actor(cast.admin), key="bands", names={"zh-hans": "手环"})
    actions.change_article(article, by=cast.actor(cast.chen), category=shelf)
    assert found(SYSTEM, "表带 退货", categories=[shelf.pk]) == [article.pk]


def test_the_words_of_an_attached_file_are_found(cast: Cast, article: Article) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("word/document.xml", "<w:p><w:t>扭矩不超过零点八牛米</w:t></w:p>")
    actions.add_file(article, by=cast.actor(cast.chen), name="说明.docx", content=packed.getvalue())
    while run_reader("knowledge"):  # a slow machine reads its events in several goes
        pass
    assert found(None, "扭矩") == [article.pk]


@pytest.mark.parametrize(
    ("content", "media_type", "words"),
    [
        ("自签收之日起七天内可以退货，运费由买家承担。".encode("gb18030"), "text/plain", "自签收之日起七天内"),
        (b"<p>one</p><script>two</script>", "text/html", "one"),
        (b"%PDF-1.4 broken", "application/pdf", ""),
        (b"PK\x03\x04 broken", "application/zip", ""),
        (b"\x89PNG\r\n", "image/png", ""),
    ],
)
def test_files_give_their_words_or_none(content: bytes, media_type: str, words: str) -> None:
    assert text_of(content, media_type)[: len(words) or 1] == words


def test_reindexing_mends_what_is_missing_or_wrong(cast: Cast, article: Article) -> None:
    with unit():
        drop(article.pk)
    assert found(cast.actor(cast.lin), "表带") == []
    assert reindex() == 1
    assert found(cast.actor(cast.lin), "表带") == [article.pk]
    assert reindex() == 1
    assert find_ids(None, "表带") == [article.pk]


def test_use_lifts_an_article_in_the_ranking(cast: Cast) -> None:
    first, second = written(cast, "价保规则", audience="public"), written(cast, "价保规则", audience="public")
    assert found(None, "价保规则") == [second.pk, first.pk]
    for _ in range(30):
        actions.note_use(first, "viewed")
    weigh_articles()
    assert found(None, "价保规则") == [first.pk, second.pk]


def test_the_library_answers_while_one_types(cast: Cast, article: Article) -> None:
    page = signed_in(cast.lin).get("/knowledge/suggestions", {"q": "biaod"}).content.decode()
    assert f"/knowledge/{article.pk}/" in page
    assert "怎样更换表带" in page
    assert signed_in(cast.lin).get("/knowledge/suggestions", {"q": ""}).content.strip() == b""
    assert Client().get("/knowledge/suggestions", {"q": "表带"}).status_code == 302


def test_an_outsider_is_suggested_nothing_of_other_teams(cast: Cast) -> None:
    mine = written(cast, "表带更换：组内约定", audience="teams", teams=[cast.wearables])
    assert f"/knowledge/{mine.pk}/" not in signed_in(cast.wei).get("/knowledge/suggestions?q=表带更换").content.decode()
    assert f"/knowledge/{mine.pk}/" in signed_in(cast.lin).get("/knowledge/suggestions?q=表带更换").content.decode()


def test_the_company_changes_its_synonyms(cast: Cast, article: Article) -> None:
    admin = signed_in(cast.admin)
    assert found(None, "手链带子") == []
    admin.post("/settings/knowledge/synonyms/", {"phrases": "表带，手链带子、bracelet band"})
    assert found(None, "手链带子") == [article.pk]
    number = next(number for number, phrases in groups().items() if "手链带子" in phrases)
    assert admin.post("/settings/knowledge/synonyms/", {"phrases": "表带", "group": number}).status_code == 422
    for _ in range(2):
        actions.save_synonyms(["表带", "手链带子", "bracelet band"], by=cast.actor(cast.admin), group=number)
    assert Event.objects.filter(verb="knowledge.synonyms_saved").count() == 1
    admin.post("/settings/knowledge/synonyms/", {"phrases": "", "group": number})
    assert found(None, "手链带子") == []


def test_outsiders_do_not_change_synonyms(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.save_synonyms(["a", "b"], by=cast.actor(cast.wei))
    assert signed_in(cast.wei).get("/settings/knowledge/synonyms/").status_code == 403


def test_the_list_marks_the_words_it_was_searched_for(cast: Cast, lin_client: Client, article: Article) -> None:
    page = lin_client.get(reverse("knowledge"), {"q": "表带"}).content.decode()
    assert "怎样更换<mark>表带</mark>" in page
    assert "推入新<mark>表带</mark>" in page
