"""The survey's link: the survey's id, signed, so that it can't be forged or guessed and needs no stored secret."""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from manyi.listening.models import Survey

_signer = Signer(salt="survey")


def token_of(survey: Survey) -> str:
    """The survey's token for links and for the chat card."""
    return _signer.sign(str(survey.pk))


def survey_of(token: str) -> Survey | None:
    """The survey of a token, or None for a forged one."""
    try:
        pk = int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    return Survey.objects.select_related("ticket", "customer").filter(pk=pk).first()


def url_of(survey: Survey, overall: int | None = None) -> str:
    """The full address of the survey's page, with an answer chosen already when given."""
    address = f"{settings.PUBLIC_URL}{reverse('survey', args=[token_of(survey)])}"
    return f"{address}?overall={overall}" if overall else address
