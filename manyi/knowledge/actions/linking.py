"""Whether the pages elsewhere that texts link to are still there."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from manyi.core import outside
from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM
from manyi.knowledge.actions.shared import change
from manyi.knowledge.events import LinkFailed, LinkMended
from manyi.knowledge.models import LIVE, VersionState, WebPage

AT_ONCE = 10
AGAIN, AGAIN_AFTER_FAILURE = dt.timedelta(days=7), dt.timedelta(hours=6)
GONE = (404, 410)
SILENT_AFTER = 3
"""So often in a row a site has to stay silent before its pages count as broken."""


def check_links() -> int:
    """Look at pages that are due, one of each site at a time; returns how many were looked at."""
    pages = _due()
    for page in pages:
        note_page(page, _fault(page.address))
    return len(pages)


def _due() -> list[WebPage]:
    """The pages texts in force link to, the longest due first, one of each site."""
    used = {"links__version__state": VersionState.PUBLISHED, "links__version__article__state__in": LIVE}
    rows = WebPage.objects.filter(due_at__lte=now(), **used).distinct().order_by("due_at", "id")
    by_site: dict[str, WebPage] = {}
    for row in rows[: AT_ONCE * 10]:
        by_site.setdefault(urlsplit(row.address).netloc.lower(), row)
    return list(by_site.values())[:AT_ONCE]


def _fault(address: str) -> str:
    """What is wrong with a page; an answer such as "sign in" or "too busy" shows that it is there."""
    try:
        return "missing" if outside.status(address) in GONE else ""
    except outside.Private:
        return "private"
    except outside.Unreachable:
        return "silent"


@action
def note_page(page: WebPage, fault: str) -> WebPage:
    """What looking at a page has shown; who is silent is asked again before he counts as broken."""
    failures = page.failures + 1 if fault else 0
    is_broken = bool(fault) and (fault != "silent" or failures >= SILENT_AFTER)
    was, shown = page.fault, fault if is_broken else ""
    wait = AGAIN_AFTER_FAILURE if fault and not is_broken else AGAIN
    change(page, fault=shown, failures=min(failures, 1000), checked_at=now(), due_at=now() + wait)
    if shown and shown != was:
        record(LinkFailed(page=page.pk, fault=shown), by=SYSTEM)
    elif was and not shown and not fault:
        record(LinkMended(page=page.pk), by=SYSTEM)
    return page
