"""Having a message translated. What comes back is kept on the message."""

from __future__ import annotations

from manyi.core import jobs
from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, require
from manyi.core.errors import Conflict
from manyi.core.languages import guess, same_language
from manyi.core.models import Installation
from manyi.core.rows import insert_once
from manyi.desk.models import Message, Translation
from manyi.desk.permissions import SEE
from manyi.desk.translating import Untranslatable, provider
from manyi.desk.work_events import MessageTranslated


@action
def ask_translation(message: Message, *, by: Actor, language: str) -> None:
    """Have a message translated by the worker. Asked already changes nothing; :class:`Conflict` without a provider."""
    require(by, SEE)
    if provider() is None:
        raise Conflict()
    made = insert_once(
        Translation, message_id=message.pk, language=language, text="", provider="", error="", asked_at=now(), at=None
    )
    if made is not None:
        jobs.enqueue("desk.translate", key=f"translate:{made}", translation=made)


@action
def translate_for_house(message_id: int) -> None:
    """Have a message translated into the company's language, when it is in another one."""
    message, home = Message.objects.filter(pk=message_id).first(), Installation.objects.filter(id=1).first()
    spoken = guess(message.text) if message is not None else ""
    if message is not None and home is not None and spoken and not same_language(spoken, home.language):
        ask_translation(message, by=SYSTEM, language=home.language)


def translate(translation_id: int) -> None:
    """Ask the provider, outside of any transaction, and keep what it says."""
    row = Translation.objects.select_related("message").filter(pk=translation_id, at=None).first()
    service = provider()
    if row is None or service is None:
        return
    try:
        text, error = service.translate(row.message.text, row.language), ""
    except Untranslatable as refusal:
        text, error = "", str(refusal)
    _keep(row, text=text, error=error, name=service.name)


@action
def _keep(row: Translation, *, text: str, error: str, name: str) -> None:
    kept = Translation.objects.filter(pk=row.pk, at=None)
    if kept.update(text=text, error=error[:200], provider=name, at=now()):
        event = MessageTranslated(message=row.message_id, language=row.language, is_done=not error)
        record(event, by=SYSTEM, ticket=row.message.ticket)
