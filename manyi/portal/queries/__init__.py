"""What customers can ask for: their own requests, and the help centre."""

from manyi.portal.queries.help import (
    SHOWN_KINDS,
    HelpFigures,
    Page,
    Topic,
    changed_policies,
    figures,
    in_topic,
    look,
    page_of,
    popular,
    public_texts,
    suggestions,
    summary_of,
    topics,
)
from manyi.portal.queries.requests import PAGE, STATES, Step, conversation, my_file, my_request, my_requests, story

__all__ = [
    "PAGE",
    "SHOWN_KINDS",
    "STATES",
    "HelpFigures",
    "Page",
    "Step",
    "Topic",
    "changed_policies",
    "conversation",
    "figures",
    "in_topic",
    "look",
    "my_file",
    "my_request",
    "my_requests",
    "page_of",
    "popular",
    "public_texts",
    "story",
    "suggestions",
    "summary_of",
    "topics",
]
