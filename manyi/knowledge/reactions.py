"""What the library does when things happen elsewhere, and with its own news."""

from __future__ import annotations

from manyi.core.actors import Actor
from manyi.core.addresses import address
from manyi.core.events import Recorded
from manyi.core.reactions import on
from manyi.core.rows import fetch
from manyi.desk.events import MacroDeleted, MacroSaved, MessageSent, WordingDeleted, WordingSaved
from manyi.desk.models import Macro, Message, Wording
from manyi.knowledge import actions, events, queries, red_marks
from manyi.knowledge.actions.indexing import note_changed, read_words
from manyi.knowledge.models import Citing, Version
from manyi.notices.actions import tell

WAITING = "SELECT 1 FROM knowledge_insertion WHERE ticket_id = %s AND staff_id = %s LIMIT 1"


@on(
    events.ChangeAnnounced,
    events.VersionPublished,
    events.VersionWithdrawn,
    events.ArticleChanged,
    events.ArticleArchived,
    events.ArticleExpired,
    events.ArticleBroughtBack,
    events.ChangeAcknowledged,
    inline=True,
)
def forget_red_marks(event: Recorded) -> None:
    """This process sees a change at once, the others within seconds."""
    red_marks.forget()


@on(MessageSent, inline=True)
def cite_in_message(event: Recorded) -> None:
    """What a colleague had inserted into the answer is cited on it."""
    if event.staff_id is None or event.ticket is None or not isinstance(event.payload, MessageSent):
        return
    if not fetch(WAITING, (event.ticket_id, event.staff_id)):
        return
    message = Message.objects.get(pk=event.payload.message)
    actions.cite_message(message, event.ticket, by=_actor(event))


@on(WordingSaved, MacroSaved, inline=True)
def cite_in_prepared(event: Recorded) -> None:
    """Prepared texts and macros that link to articles rely on them."""
    if isinstance(event.payload, WordingSaved):
        wording = Wording.objects.get(pk=event.payload.wording)
        actions.cite_links(Citing.WORDING, wording.pk, wording.name, wording.text, by=_actor(event))
    elif isinstance(event.payload, MacroSaved):
        macro = Macro.objects.get(pk=event.payload.macro)
        actions.cite_links(Citing.MACRO, macro.pk, macro.name, str(macro.steps), by=_actor(event))


@on(WordingDeleted, MacroDeleted, inline=True)
def forget_prepared(event: Recorded) -> None:
    """What is gone cites nothing."""
    if isinstance(event.payload, WordingDeleted):
        actions.drop_citations(kind=Citing.WORDING, subject=event.payload.wording)
    elif isinstance(event.payload, MacroDeleted):
        actions.drop_citations(kind=Citing.MACRO, subject=event.payload.macro)


def _actor(event: Recorded) -> Actor:
    return Actor(event.actor_kind, event.actor_id)


@on(events.ReviewRequested)
def tell_reviewers(event: Recorded) -> None:
    """The colleague who is asked, or all who may review it."""
    version = _version(event)
    if version is None or version.state != "in_review":
        return
    asked = [version.reviewer_id] if version.reviewer_id else [row.pk for row in queries.reviewers(version)]
    tell(asked, "knowledge_review", by=_actor(event), data={"title": version.title}, url=_at("version", version))


@on(events.VersionReturned, events.VersionApproved)
def tell_author(event: Recorded) -> None:
    """Who wrote it learns of the decision."""
    version = _version(event)
    if version is not None:
        decided = {"title": version.title, "approved": isinstance(event.payload, events.VersionApproved)}
        tell([version.author_id], "knowledge_decision", by=_actor(event), data=decided, url=_at("version", version))


@on(events.ChangeAnnounced)
def tell_of_change(event: Recorded) -> None:
    """Everybody whom the change of a policy concerns."""
    version = _version(event)
    if version is not None and version.state in queries.BINDING:
        staff = queries.concerned(version).values_list("pk", flat=True)
        tell(staff, "knowledge_change", by=_actor(event), data={"title": version.title}, url=_at("change", version))


@on(events.FeedbackGiven)
def tell_owner(event: Recorded) -> None:
    """The owner of an article readers find wrong or out of date."""
    if not isinstance(event.payload, events.FeedbackGiven) or event.payload.opinion not in ("wrong", "outdated"):
        return
    version = _version(event)
    if version is not None:
        where = address("knowledge-feedback")
        tell(
            [version.article.owner_id], "knowledge_opinion", by=_actor(event), data={"title": version.title}, url=where
        )


def _version(event: Recorded) -> Version | None:
    version = event.payload.version  # type: ignore[attr-defined]
    return Version.objects.select_related("article").filter(pk=version).first()


def _at(page: str, version: Version) -> str:
    return address(f"knowledge-{page}", version.pk)


@on(
    events.ArticleChanged,
    events.ArticleExpired,
    events.ArticleArchived,
    events.ArticleBroughtBack,
    events.DraftSaved,
    events.DraftDropped,
    events.VersionPublished,
    inline=True,
)
def index_article(event: Recorded) -> None:
    """What was written is found at once."""
    note_changed(event.payload.article)  # type: ignore[attr-defined]


@on(events.FileAdded)
def read_file(event: Recorded) -> None:
    """Afterwards its words are found with the article's."""
    if isinstance(event.payload, events.FileAdded):
        read_words(event.payload.file)
