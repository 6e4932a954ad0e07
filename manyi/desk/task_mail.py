"""What an answer by mail means: it settles the task, asks back, or refuses. Pure, but for carrying it out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from manyi.core.actors import Actor
from manyi.desk.actions.tasks import Upload, answer_task, refuse_task, say_on_task
from manyi.desk.models import Task
from manyi.desk.task_letters import send_reason_missing

_REFUSAL = re.compile(r"^\s*(?:refused?|reject(?:ed)?|拒绝|无法办理|不予办理)\s*[:：,，。\-]?\s*", re.IGNORECASE)
_QUESTION = re.compile(r"^\s*(?:[?？]|question\s*[:：]|问\s*[:：]|请问)\s*", re.IGNORECASE)


def meaning(text: str) -> tuple[str, str]:
    """``refuse``, ``say`` or ``answer``, with the words that count."""
    if found := _REFUSAL.match(text):
        return "refuse", text[found.end() :].strip()
    if found := _QUESTION.match(text):
        return "say", text.strip() if text.lstrip().startswith("请问") else text[found.end() :].strip()
    return "answer", text.strip()


def take_answer(task: Task, *, by: Actor, text: str, uploads: Iterable[Upload] = (), external_id: str) -> None:
    """Do what a mail of the holder says; words on a settled task are only kept.

    So is a refusal without a reason: the holder is told that it refused nothing.
    """
    kind, words = meaning(text)
    lacks_reason = task.is_open and kind == "refuse" and not words
    if not task.is_open or lacks_reason:
        kind, words = "say", text.strip()
    if lacks_reason:
        send_reason_missing(task)
    if kind == "refuse":
        refuse_task(task, by=by, reason=words, external_id=external_id)
    elif kind == "say":
        say_on_task(task, by=by, text=words, uploads=uploads, external_id=external_id)
    else:
        answer_task(task, by=by, text=words, uploads=uploads, external_id=external_id)
