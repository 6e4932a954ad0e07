"""A library of generated articles, and how long it takes to search it while somebody types."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from django.db import connection, transaction
from django.utils import timezone

from bench.corpus import ANSWERS, DETAILS, ISSUES, PRODUCTS, language
from bench.sheets import write
from manyi.core.actors import Actor, ActorKind, Scope
from manyi.core.models import SearchEntry
from manyi.core.search.documents import COLUMNS, Document, columns, vocabulary
from manyi.core.search.spelling import learn
from manyi.desk.models import Ticket
from manyi.desk.queries import find_all
from manyi.knowledge.marks import LIVE
from manyi.knowledge.models import Article, Version
from manyi.knowledge.permissions import READ
from manyi.knowledge.queries.searching import find_articles
from manyi.people import access
from manyi.people.models import Staff

AT_ONCE = 2000
LANGUAGES = {"zh": "zh-hans", "en": "en"}
ABOUT = {
    "zh": ("处理流程", "常见问题", "政策说明", "操作步骤", "注意事项", "话术", "案例", "赔付标准"),
    "en": ("step by step", "questions and answers", "policy", "what to know", "script", "case", "compensation"),
}
AUDIENCES = (("public", 0.5), ("signed_in", 0.1), ("staff", 0.4))


@dataclass(frozen=True, slots=True)
class Typed:
    """How long the answers took, one for each key pressed, and the CPU of this process they needed; both in ms."""

    took: tuple[float, ...]
    cpu: tuple[float, ...]


def share(times: Sequence[float], part: float) -> float:
    """The time within which this part of the answers came."""
    ordered = sorted(times)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


def articles(random: Random, count: int) -> Iterator[Document]:
    """Articles in Chinese and English about a few hundred matters, each with a model number nobody else has."""
    today = dt.datetime.now(dt.UTC)
    for number in range(1, count + 1):
        tongue = language(random)
        product, issue, about = (random.choice(one[tongue]) for one in (PRODUCTS, ISSUES, ABOUT))
        model = f"{random.choice('abcdefghkmnpqrstvwx')}{random.choice('aeiou')}{random.randrange(1000, 99999)}"
        title = f"{product}{model}{issue}：{about}" if tongue == "zh" else f"{product} {model} {issue}: {about}"
        lines = random.choices(DETAILS[tongue] + ANSWERS[tongue], k=random.randint(8, 30))
        audience = random.choices([name for name, _share in AUDIENCES], [share for _name, share in AUDIENCES])[0]
        at = today - dt.timedelta(days=random.random() * 900)
        marks = (f"={audience}", LIVE, "=faq")
        yield Document(number, LANGUAGES[tongue], title, product, " ".join(lines), marks, at, random.random() ** 4)


def fill(documents: Iterable[Document], progress: Callable[[int], object] = lambda count: None) -> None:
    """Fill an empty library and its index at once, as writing each article would."""
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    rows: list[SearchEntry] = []
    texts: list[Document] = []
    for document in documents:
        rows.append(SearchEntry(subject_id=document.subject, language=document.language, **columns(document, shown)))
        counts.update(vocabulary(rows[-1]))
        texts.append(document)
        if len(rows) == AT_ONCE:
            _write(rows, texts)
            progress(AT_ONCE)
    _write(rows, texts)
    with transaction.atomic():
        write("core_searchword", ["word", "shown", "documents"], [(w, shown.get(w, w), n) for w, n in counts.items()])
        learn([word for word in counts if word])
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            listed = ", ".join(COLUMNS)
            cursor.execute(
                f"INSERT INTO core_searchentry_words (rowid, {listed}) SELECT id, {listed} FROM core_searchentry"
            )
        cursor.execute("ANALYZE")


def _write(rows: list[SearchEntry], texts: list[Document]) -> None:
    at = timezone.now()
    common = {"language": "zh-hans", "created_at": at}
    Article.objects.bulk_create(
        Article(
            id=one.subject,
            kind="faq",
            audience=one.marks[0][1:],
            state="published",
            updated_at=one.changed_at,
            **common,
        )
        for one in texts
    )
    Version.objects.bulk_create(
        Version(
            article_id=one.subject, language=one.language, number=1, state="published", title=one.title, body=one.text,
            created_at=at, saved_at=at, effective_from=one.changed_at,
        )
        for one in texts
    )  # fmt: skip
    SearchEntry.objects.bulk_create(rows)
    rows.clear()
    texts.clear()


def queries(random: Random, count: int) -> list[str]:
    """What people type: matters in both languages, questions, slips of the hand, pinyin."""
    typed = []
    for _ in range(count):
        tongue = language(random)
        product, issue = random.choice(PRODUCTS[tongue]), random.choice(ISSUES[tongue])
        glue = "" if tongue == "zh" else " "
        whole = random.choice((product, issue, product + glue + issue, issue + glue + random.choice(ABOUT[tongue])))
        typed.append(_slipped(random, whole) if random.random() < 0.1 else whole)
    return [*typed, *("tk", "fp", "tuikuan", "fapiao", "dzys", "zhihuishoubiao")]


def _slipped(random: Random, text: str) -> str:
    at = random.randrange(len(text))
    return text[:at] + text[at + 1 :]


def typing(asked: Iterable[str], search: Callable[[str], object]) -> Typed:
    """Ask after every key pressed."""
    took, cpu = [], []
    for query in asked:
        for end in range(1, len(query) + 1):
            began, used = time.perf_counter(), time.process_time()
            search(query[:end])
            took.append((time.perf_counter() - began) * 1000)
            cpu.append((time.process_time() - used) * 1000)
    return Typed(tuple(took), tuple(cpu))


def reader() -> Actor:
    """An agent of one team, who may read what is for all colleagues."""
    return Actor(ActorKind.STAFF, 0, permissions=frozenset({READ}), scope=Scope.TEAM)


def measure(count: int) -> Iterator[tuple[str, float]]:
    """Typing in the library and, where there are any, in the tickets: ms for each key, by part of the keys.

    CPU is that of this process: with SQLite all there is, with PostgreSQL without the server's.
    """
    random = Random(3)
    asked = queries(random, count)
    viewer = reader()
    places: list[tuple[str, Callable[[str], object]]] = [
        ("articles", lambda query: find_articles(viewer, query, limit=8)),
    ]
    if Ticket.objects.exists():
        agent = access.actor_of(Staff.objects.filter(role__key="agent").order_by("id")[0])
        places.append(("tickets", lambda query: find_all(agent, query)))
    for name, search in places:
        search(asked[0])
        typed = typing(asked, search)
        for part in (0.5, 0.95, 0.99):
            yield f"{name}, ms a key, p{part * 100:.0f}", share(typed.took, part)
            yield f"{name}, CPU ms a key, p{part * 100:.0f}", share(typed.cpu, part)
