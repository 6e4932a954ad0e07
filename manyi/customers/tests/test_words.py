"""What happened to a customer is told in words."""

from __future__ import annotations

from django.utils.translation import override

from manyi.core.events import verbs
from manyi.customers.words import HAPPENED


def test_every_event_of_a_customer_has_words_in_both_languages() -> None:
    told = {verb for verb in verbs() if verb.startswith("customer.")}
    assert told
    assert told <= set(HAPPENED)
    with override("en"):
        english = {verb: str(words) for verb, words in HAPPENED.items()}
    with override("zh-hans"):
        assert [verb for verb, words in HAPPENED.items() if str(words) == english[verb]] == []
