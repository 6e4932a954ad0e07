"""What colleagues ask about policies, and the answers approved for a version."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.errors import NotFound
from manyi.core.rest import ApiRequest, Body, Id, Resource
from manyi.knowledge import access, actions, queries
from manyi.knowledge.models import Question

resource = Resource()
Words = Annotated[str, Field(max_length=5000)]


class QuestionOut(TypedDict):
    """A question about a policy; ``version_id`` is the version its answer was given for."""

    id: int
    article_id: int
    version_id: int
    question: str
    answer: str
    asked: int
    is_approved: bool


class QuestionsOut(TypedDict):
    """The approved ones, the most asked first; editors also get those that wait for an answer."""

    questions: list[QuestionOut]
    waiting: list[QuestionOut]


@resource.on("GET", "/knowledge/articles/{article_id}/questions", scope="knowledge:read", returns=QuestionsOut)
def list_questions(request: ApiRequest, article_id: Id) -> QuestionsOut:
    """List the questions about a policy"""
    row = access.get_article(request.viewer, article_id)
    waiting = queries.questions(row, waiting=True) if access.is_editor(request.viewer) else []
    return {
        "questions": [question_out(one) for one in queries.questions(row)],
        "waiting": [question_out(one) for one in waiting],
    }


class QuestionIn(Body):
    """A question, with an answer if one has it."""

    question: Annotated[str, Field(min_length=1, max_length=300)]
    answer: Words = ""


@resource.on(
    "POST", "/knowledge/articles/{article_id}/questions", scope="knowledge:read", returns=QuestionOut, status=201
)
def ask_question(request: ApiRequest, article_id: Id, body: QuestionIn) -> QuestionOut:
    """Ask about a policy

    The answer is for all once an editor has approved it; the same question again is counted.
    """
    row = access.get_article(request.viewer, article_id)
    return question_out(actions.ask(row, by=request.viewer, question=body.question, answer=body.answer))


class AnswerIn(Body):
    """The answer as it holds for the version in force."""

    answer: Words


@resource.on(
    "PUT",
    "/knowledge/articles/{article_id}/questions/{question_id}/answer",
    scope="knowledge:write",
    returns=QuestionOut,
)
def answer_question(request: ApiRequest, article_id: Id, question_id: Id, body: AnswerIn) -> QuestionOut:
    """Approve the answer to a question

    For the version in force now; nobody approves what he wrote himself.
    """
    row = queries.get_question(access.get_article(request.viewer, article_id), question_id)
    if row is None:
        raise NotFound()
    return question_out(actions.answer_question(row, by=request.viewer, answer=body.answer))


def question_out(row: Question) -> QuestionOut:
    """One question."""
    return {
        "id": row.pk,
        "article_id": row.article_id,
        "version_id": row.version_id,
        "question": row.question,
        "answer": row.answer,
        "asked": row.asked,
        "is_approved": row.approved_at is not None,
    }
