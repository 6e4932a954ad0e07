"""What the conversations left in the library: answers that cite a policy, and articles made of solved tickets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from manyi.core.actions import unit
from manyi.core.actors import Actor
from manyi.demo.editions import LANGUAGES, Shelved
from manyi.demo.shelves import read
from manyi.desk.models import Message, MessageKind, Status, Ticket, TicketTag
from manyi.knowledge import actions as knowledge
from manyi.knowledge import queries

PHRASES = {
    "按三包规定": "three-guarantees",
    "符合7天内故障换新": "quality-exchange",
    "同款同渠道降价": "price-protection",
    "表带保修期是三个月": "warranty-terms",
    "保修从签收那天算起": "warranty-terms",
    "佩戴不适可退": "earbud-hygiene",
    "提交加急查件": "lost-damaged",
    "运费我们承担": "freight-insurance",
    "积分在签收满7天后发放": "points-rules",
    "提交后有7天反悔期": "account-security",
}
"""What agents say in the words of a policy."""
MOST_OF_A_PHRASE = 25
DECLINED = "和“一边没声音”那篇重复，补充的触点清洁已并入原文，谢谢。"


def tell_knowledge(shelved: Shelved) -> None:
    """What was taken from the library into answers, and what came back from tickets."""
    people = {staff.pk: shelved.world.actors[login] for login, staff in shelved.world.staff.items()}
    _cite(shelved, people)
    _contribute(shelved, people)


def _cite(shelved: Shelved, people: dict[int, Actor]) -> None:
    """Answers in the words of a policy cite the version that held when they were written."""
    for message, slug in _answers():
        version = queries.in_force(shelved.articles[slug], message.at, LANGUAGES["zh"])
        if version is None or message.staff_id not in people:
            continue
        with unit(at=message.at):
            knowledge.cite(
                version,
                by=people[message.staff_id],
                kind="message",
                subject=message.pk,
                label=version.title,
                how="text",
                ticket=message.ticket,
            )


def _answers() -> Iterator[tuple[Message, str]]:
    rows = Message.objects.filter(kind=MessageKind.OUTBOUND).select_related("ticket").order_by("-id")
    for phrase, slug in PHRASES.items():
        for message in rows.filter(text__contains=phrase)[:MOST_OF_A_PHRASE]:
            yield message, slug


def _contribute(shelved: Shelved, people: dict[int, Actor]) -> None:
    """Articles agents made of tickets: some published, one declined, some still waiting for a second person."""
    reviewer = shelved.actor("lin_jing")
    for entry in read("contributions.toml").values():
        answer = _solved(entry["tag"])
        if answer is None:
            continue
        texts = {name: entry[name] for name in ("title", "problem", "solution")}
        with unit(at=answer.at + dt.timedelta(minutes=12)):
            article = knowledge.contribute(answer.ticket, by=people[answer.staff_id or 0], **texts)
        with unit(at=answer.at + dt.timedelta(hours=20)):
            if entry["fate"] == "approved":
                knowledge.approve(article.versions.get(), by=reviewer)
            elif entry["fate"] == "declined":
                knowledge.decline_contribution(article.contribution, by=reviewer, answer=DECLINED)


def _solved(tag: str) -> Message | None:
    """The last answer on the newest solved ticket with this tag."""
    solved = Ticket.objects.filter(status=Status.CLOSED, merged_into=None, language="zh-hans")
    tagged = solved.filter(pk__in=TicketTag.objects.filter(tag__name=tag).values("ticket"))
    return (
        Message.objects.filter(ticket__in=tagged, kind=MessageKind.OUTBOUND, staff__isnull=False)
        .select_related("ticket")
        .order_by("-id")
        .first()
    )
