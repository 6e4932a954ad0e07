"""What the next person must know of a ticket, taken out of it: wants, done, promised, mood, open tasks. Pure.

No model writes this: it is the customer's and our own words, chosen by plain rules, so that nothing in it is invented.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from manyi.core.times import full

LONGEST = 160
DONE = 4
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
_GREETING = re.compile(
    r"^(?:您好|你好|亲|在吗|在么|hi|hello|dear|hey|good (?:morning|afternoon|evening)|感谢|谢谢|thanks|thank you)",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"[?？]|(?:请|希望|想要?|要求|需要|能否|能不能|可以|怎么|如何|何时|多久)"
    r"|\b(?:please|want|need|would like|could|can you|how|when|why)\b",
    re.IGNORECASE,
)
_ANGRY = re.compile(
    r"投诉|12315|曝光|起诉|律师|媒体|骗子|欺骗|垃圾|太差|受够|忍无可忍|愤怒|气死|差评|工商"
    r"|\b(?:complain|lawyer|sue|fraud|scam|furious|unacceptable|ridiculous|worst|terrible|disgust\w*)\b",
    re.IGNORECASE,
)
_UNHAPPY = re.compile(
    r"失望|不满|着急|急用|催|多次|一直没|还没|怎么还|为什么还|烦|无语|太慢|再也不"
    r"|\b(?:disappoint\w*|still (?:not|no|waiting)|again and again|frustrat\w*|annoy\w*|urgent|asap|unhappy)\b",
    re.IGNORECASE,
)
_PLEASED = re.compile(r"谢谢|感谢|满意|太好了|辛苦|\b(?:thanks?|great|perfect|appreciate\w*)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One message: ``kind`` is in, out or note."""

    kind: str
    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """What a summary is made of; messages oldest first."""

    subject: str
    messages: Sequence[Spoken]
    promises: Sequence[tuple[str, dt.datetime]] = ()
    tasks: Sequence[str] = ()
    steps: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """The parts of a hand-over; ``mood`` is angry, unhappy, pleased or calm."""

    wants: list[str]
    done: list[str]
    promised: list[tuple[str, dt.datetime]] = field(default_factory=list)
    mood: str = "calm"
    tasks: list[str] = field(default_factory=list)


def summarise(story: Story) -> Summary:
    """The summary of a ticket's story."""
    theirs = [message.text for message in story.messages if message.kind == "in"]
    ours = [message for message in story.messages if message.kind == "out"]
    done = [_first(message.text) for message in ours][-DONE:]
    return Summary(
        wants=_wants(story.subject, theirs),
        done=[*(line for line in done if line), *story.steps],
        promised=list(story.promises),
        mood=mood_of(theirs[-3:]),
        tasks=list(story.tasks),
    )


def mood_of(texts: Sequence[str]) -> str:
    """How the customer sounds in his last messages; the newest counts first, anger always."""
    return signs_of_mood(texts)[0]


def signs_of_mood(texts: Sequence[str]) -> tuple[str, list[str]]:
    """The mood, and the customer's own words that say so, each once."""
    angry = _hits(_ANGRY, "\n".join(texts))
    if angry:
        return "angry", angry
    for text in reversed(texts):
        for mood, pattern in (("unhappy", _UNHAPPY), ("pleased", _PLEASED)):
            if found := _hits(pattern, text):
                return mood, found
    return "calm", []


def _hits(pattern: re.Pattern[str], text: str) -> list[str]:
    return list(dict.fromkeys(hit.group().lower() for hit in pattern.finditer(text)))


def _wants(subject: str, theirs: Sequence[str]) -> list[str]:
    """The subject, and what the customer asked last where it says more."""
    found = [subject]
    for text in reversed(theirs):
        asked = next((line for line in _lines(text) if _ASKING.search(line)), "") or _first(text)
        if asked and asked not in found:
            found.append(asked)
            break
    return found


def _lines(text: str) -> list[str]:
    parts = (" ".join(hit.group().split()) for hit in _SENTENCE.finditer(text))
    return [part[:LONGEST] for part in parts if len(part) > 3 and not (_GREETING.match(part) and len(part) < 12)]


def _first(text: str) -> str:
    lines = _lines(text)
    return lines[0] if lines else " ".join(text.split())[:LONGEST]


def as_text(summary: Summary) -> str:
    """The summary as editable lines in the active language."""
    moods = {"angry": _("angry"), "unhappy": _("unhappy"), "pleased": _("friendly"), "calm": _("calm")}
    none = _("nothing")
    promised = [_("%(text)s (until %(time)s)") % {"text": text, "time": full(due)} for text, due in summary.promised]
    lines = [
        (_("Wants"), summary.wants),
        (_("Done so far"), summary.done or [none]),
        (_("Promised"), promised or [none]),
        (_("Mood"), [moods[summary.mood]]),
        (_("Open tasks"), summary.tasks or [none]),
    ]
    return "\n".join(_("%(name)s: %(text)s") % {"name": name, "text": " · ".join(texts)} for name, texts in lines)
