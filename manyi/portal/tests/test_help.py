"""The help centre: everybody finds what is for everybody, in his language, without scripts, and nothing else."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from manyi.conftest import Cast, signed_in
from manyi.core.models import Event
from manyi.desk.models import Ticket
from manyi.knowledge import actions as knowledge
from manyi.knowledge.models import Article, DailyUse, Feedback, SearchDone
from manyi.portal import actions, queries
from manyi.portal.models import ContactAttempt
from manyi.portal.tests.test_customer_pages import ASK, inside


def written(cast: Cast, title: str, **values) -> Article:
    values = {"audience": "public", "body": "先关机，再按住卡扣。"} | values
    made = knowledge.create_article(by=cast.actor(cast.chen), title=title, **values)
    return published(made, cast)


def published(article: Article, cast: Cast) -> Article:
    version = article.versions.get(state="draft")
    knowledge.request_review(version, by=cast.actor(cast.chen))
    knowledge.approve(version, by=cast.actor(cast.admin))
    article.refresh_from_db()
    return article


@pytest.fixture
def article(cast: Cast) -> Article:
    shelf = knowledge.save_category(
        by=cast.actor(cast.admin), key="bands", names={"zh-hans": "手环", "en": "Bands"}, icon="watch"
    )
    return written(cast, "怎样更换表带", category=shelf)


@pytest.fixture
def translated(cast: Cast, article: Article) -> Article:
    knowledge.save_draft(
        article, by=cast.actor(cast.chen), language="en", title="Changing the strap", body="## Off\n\nPush <b>it</b>."
    )
    return published(article, cast)


def parsed(xml: str) -> ElementTree.Element:
    return ElementTree.fromstring(xml)  # noqa: S314 -- our own pages


def first(pattern: str, html: str) -> str:
    found = re.search(pattern, html)
    assert found is not None
    return found[1]


def text(path: str, client: Client | None = None, status: int = 200) -> str:
    response = (client or Client()).get(path)
    assert response.status_code == status
    return response.content.decode()


def test_the_front_page_speaks_the_visitors_language(article: Article) -> None:
    assert Client(headers={"accept-language": "en"}).get("/help/")["Location"] == "/help/en/"
    html = text("/help/en/")
    assert "Bands" in html
    assert 'lang="en"' in html
    assert "手环" in text("/help/zh/")


@pytest.mark.parametrize(("code", "other"), [("zh", "en"), ("en", "zh")])
def test_a_page_leads_to_pages_of_its_own_language(article: Article, code: str, other: str) -> None:
    html = text(f"/help/{code}/")
    assert f'src="/help/{code}/suggestions/"' in html
    assert f'action="/help/{code}/search/"' in html
    assert html.count(f"/help/{other}/") == 2  # the other language, for people and for search engines


def test_searching_finds_marks_and_is_counted(article: Article) -> None:
    html = text("/help/zh/search/?q=表带怎么换")
    assert "<mark>" in html
    assert f"/help/zh/articles/{article.pk}/" in html
    assert SearchDone.objects.get().found == 1
    assert "表带" in text("/help/zh/suggestions/?q=biaod")
    assert SearchDone.objects.count() == 1


def test_a_search_in_vain_offers_topics_and_people(article: Article) -> None:
    html = text("/help/zh/search/?q=洗衣机")
    assert "/help/zh/topics/bands/" in html
    assert "/help/new/?subject=" in html


def test_an_article_is_shown_in_the_language_of_the_address(translated: Article) -> None:
    assert "Changing the strap" in text(f"/help/en/articles/{translated.pk}/")
    html = text(f"/help/zh/articles/{translated.pk}/")
    assert "怎样更换表带" in html
    assert f'hreflang="en" href="http://testserver/help/en/articles/{translated.pk}/"' in html or (
        f"/help/en/articles/{translated.pk}/" in html
    )


def test_an_article_without_a_translation_says_so(article: Article) -> None:
    html = text(f"/help/en/articles/{article.pk}/")
    assert "not available in English" in html
    assert 'lang="zh-CN"' in html


@pytest.mark.parametrize(
    "values", [{"audience": "staff"}, {"audience": "signed_in"}, {"kind": "script"}, {"kind": "sop"}]
)
def test_visitors_never_see_what_is_not_for_them(cast: Cast, article: Article, values: dict) -> None:
    other = written(cast, "更换表带的口径", category=article.category, **values)
    assert Client().get(f"/help/zh/articles/{other.pk}/").status_code == 404
    pages = ("/help/zh/", "/help/zh/search/?q=表带口径", "/help/zh/suggestions/?q=表带口径", "/help/zh/topics/bands/")
    for path in (*pages, "/sitemap.xml", "/help/zh/policies.xml", f"/help/zh/articles/{article.pk}/"):
        assert f"/articles/{other.pk}/" not in text(path)
    assert Client().post(f"/help/zh/articles/{other.pk}/opinion/", {"opinion": "helpful"}).status_code == 404


def test_a_customer_who_has_entered_reads_what_is_for_customers(cast: Cast) -> None:
    other = written(cast, "会员换表带", audience="signed_in")
    client = inside(cast.zhou)
    assert "会员换表带" in text(f"/help/zh/articles/{other.pk}/", client)
    assert "会员换表带" in re.sub("</?mark>", "", text("/help/zh/search/?q=会员换表带", client))


def test_readers_say_whether_it_helped_and_may_change_their_mind(article: Article) -> None:
    client = Client()
    for said in ("helpful", "helpful", "unhelpful"):
        response = client.post(f"/help/zh/articles/{article.pk}/opinion/", {"opinion": said, "text": "缺图"})
        assert response.status_code == 302
    article.refresh_from_db()
    assert (article.helpful, article.unhelpful) == (0, 1)
    assert Feedback.objects.get().text == "缺图"
    Client().post(f"/help/zh/articles/{article.pk}/opinion/", {"opinion": "helpful"})
    article.refresh_from_db()
    assert (article.helpful, article.unhelpful) == (1, 1)


def test_the_form_offers_articles_once_before_it_sends(cast: Cast, article: Article) -> None:
    client = Client()
    asked = {**ASK, "subject": "表带怎么换"}
    html = client.post("/help/new/", asked).content.decode()
    assert not Ticket.objects.exists()
    attempt = first(r'name="attempt" value="([^"]+)"', html)
    assert f"/help/zh/articles/{article.pk}/?attempt=" in html
    assert asked["text"] in html
    client.get(f"/help/zh/articles/{article.pk}/", {"attempt": attempt})
    client.post("/help/new/", {**asked, "attempt": attempt})
    assert Ticket.objects.get().subject == "表带怎么换"
    row = ContactAttempt.objects.get()
    assert (row.outcome, row.opened, row.offered) == ("sent", article, [article.pk])
    assert DailyUse.objects.get(article=article).contacted == 1


def test_a_question_no_article_answers_is_sent_at_once(cast: Cast, article: Article) -> None:
    Client().post("/help/new/", {**ASK, "subject": "洗衣机", "text": "漏水"})
    assert Ticket.objects.count() == 1


def test_who_says_it_helped_or_writes_nothing_needed_nobody(cast: Cast, article: Article) -> None:
    client = Client()
    for ending in ("helpful", "silence"):
        html = client.get("/help/zh/suggestions/", {"q": "表带", "contact": "1"}).content.decode()
        attempt = first(r'data-attempt="([^"]+)"', html)
        client.get(f"/help/zh/articles/{article.pk}/", {"attempt": attempt})
        if ending == "helpful":
            client.post(f"/help/zh/articles/{article.pk}/opinion/", {"opinion": "helpful", "attempt": attempt})
    client.get("/help/zh/suggestions/", {"q": "更换", "contact": "1"})
    ContactAttempt.objects.filter(outcome="").update(begun_at="2026-01-01T00:00Z")
    assert actions.end_old_contacts() == 2
    assert sorted(ContactAttempt.objects.values_list("outcome", flat=True)) == ["left", "solved", "solved"]
    assert DailyUse.objects.get(article=article).deflected == 2
    ContactAttempt.objects.update(begun_at=ContactAttempt.objects.latest("ended_at").ended_at)
    figures = queries.figures()
    assert (figures.offered, figures.opened, figures.solved, figures.sent, figures.deflection) == (3, 2, 2, 0, 1.0)


def test_personal_data_does_not_stay_in_what_was_asked(article: Article) -> None:
    Client().get("/help/zh/suggestions/", {"q": "表带 13812345678", "contact": "1"})
    assert "13812345678" not in ContactAttempt.objects.get().words


def test_a_forged_attempt_counts_for_nothing(cast: Cast, article: Article) -> None:
    Client().get("/help/zh/suggestions/", {"q": "表带", "contact": "1"})
    pk = ContactAttempt.objects.get().pk
    Client().get(f"/help/zh/articles/{article.pk}/", {"attempt": str(pk)})
    assert ContactAttempt.objects.get().opened is None


def test_search_engines_are_told_of_the_article(translated: Article) -> None:
    html = text(f"/help/en/articles/{translated.pk}/")
    data = json.loads(first(r'<script type="application/ld\+json">(.*?)</script>', html))
    assert (data["@type"], data["headline"], data["inLanguage"]) == ("Article", "Changing the strap", "en")
    assert '<meta name="description"' in html
    assert 'rel="canonical"' in html


def test_structured_data_can_not_end_its_element(cast: Cast) -> None:
    hostile = written(cast, "</script><script>alert(1)</script>", kind="faq", body="<!-- </script>")
    html = text(f"/help/zh/articles/{hostile.pk}/")
    assert "<script>alert(1)" not in html
    assert json.loads(first(r'<script type="application/ld\+json">(.*?)</script>', html))["@type"] == "FAQPage"


def test_policy_changes_come_as_a_feed(cast: Cast) -> None:
    policy = written(cast, "退货政策", kind="policy")
    feed = parsed(text("/help/zh/policies.xml"))
    items = feed.findall("channel/item")
    assert [item.findtext("title") for item in items] == ["退货政策"]
    assert (items[0].findtext("link") or "").endswith(f"/help/zh/articles/{policy.pk}/")
    assert parsed(text("/help/en/policies.xml")).findall("channel/item") == []


def test_the_map_lists_every_language(translated: Article) -> None:
    addresses = [element.text for element in parsed(text("/sitemap.xml")).iter() if element.text]
    for code in ("zh", "en"):
        assert any(address.endswith(f"/help/{code}/articles/{translated.pk}/") for address in addresses)
    assert "Sitemap: " in text("/robots.txt")


def test_the_company_chooses_colours_that_can_be_read(cast: Cast) -> None:
    admin = signed_in(cast.admin)
    refused = admin.post("/settings/help/", {"accent": "#ffee00"})
    assert refused.status_code == 422
    admin.post("/settings/help/", {"accent": "#7A1FA2", "greeting_en": "Hello there", "notice_zh-hans": "国庆照常"})
    assert "--jade: #7a1fa2" in text("/help/theme.css")
    assert "Hello there" in text("/help/en/")
    assert "国庆照常" in text("/help/zh/")
    assert "/help/theme.css" in text("/help/zh/")
    assert Event.objects.filter(verb="portal.help_look_changed").count() == 1


def test_outsiders_do_not_change_the_look(cast: Cast) -> None:
    assert signed_in(cast.wei).get("/settings/help/").status_code == 403
    assert Client().get("/settings/help/").status_code in (302, 403)


def test_the_front_page_asks_little_of_the_database(article: Article, django_assert_max_num_queries) -> None:
    text("/help/zh/")
    with django_assert_max_num_queries(14):
        text("/help/zh/")


def test_what_is_read_often_and_what_is_near_comes_in_the_page_s_language_first(
    cast: Cast, article: Article, translated: Article
) -> None:
    other = written(cast, "表带长度", category=article.category)
    knowledge.note_use(other, "viewed")
    english, chinese = (Client().get(f"/help/{code}/").content.decode() for code in ("en", "zh"))
    assert english.index("Changing the strap") < english.index("表带长度")
    assert chinese.index("表带长度") < chinese.index("怎样更换表带")
