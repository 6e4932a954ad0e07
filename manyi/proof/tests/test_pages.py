"""No page is forgotten: every address that answers with a page stands in the list that all walks go by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver, resolve

from manyi.conftest import Cast, signed_in
from manyi.desk.models import Ticket
from manyi.proof.pages import PAGES

NO_PAGES = re.compile(
    r"""chat-.* | (help|portal|side|task|message|knowledge|people)[-_](file|html|source|photo|by-link|side) .*
    | task-file-by-link | attachment(-view)? | side-mail-html | channels_raw | identity-reveal | people_photo""",
    re.VERBOSE,
)
"""Files, raw mails and what the chat widget fetches."""
PARTS = {
    "bulk-progress", "ticket-part", "ticket-insertion", "ticket-insertions", "ticket-earlier", "call-back-outcome",
    "offer", "routing-trial", "knowledge-change",
}  # fmt: skip
"""Parts of pages, and what only stands there for a while."""
LOCKED_OUT = {
    "account_reauthenticate", "account_change_password", "mfa_authenticate", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes",
    "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_login_webauthn", "setup", "setup_begin", "setup_finish",
}  # fmt: skip
"""Asks for a second factor or the state of an installation which the walk has not; built of the same parts."""


def addresses() -> Iterator[tuple[str, str]]:
    """Name and route of every address there is."""

    def below(patterns: Any, before: str) -> Iterator[tuple[str, str]]:
        for one in patterns:
            route = before + str(one.pattern)
            if isinstance(one, URLPattern):
                yield one.name or "", route
            else:
                yield from below(one.url_patterns, route)

    return below(get_resolver().url_patterns, "")


def filled(route: str, number: str) -> str:
    """An address to try: real where the cast has something, else made up."""
    route = re.sub(r"<str:number>|\(\?P<number>[^)]*\)", number, route)
    route = re.sub(r"<int:\w+>", "1", route)
    route = re.sub(r"<language:\w+>", "zh", route)
    route = re.sub(r"<\w+:\w+>|\(\?P<\w+>[^)]*\)", "unknown", route)
    return "/" + re.sub(r"\\Z|/\?|[\^$]", "", route)


@pytest.fixture(scope="module")
def known() -> set[str]:
    """The names of all addresses in the list."""
    dummies: dict[str, str] = defaultdict(lambda: "1")
    special = {"twins": "1/compare/2", "split": "1/splits/2", "setup": "x" * 30}
    dummies.update(special)
    return {resolve(one.filled(dummies).partition("?")[0]).url_name or "" for one in PAGES}


def test_every_page_stands_in_the_list(cast: Cast, ticket: Ticket, known: set[str]) -> None:
    client, forgotten = signed_in(cast.admin), {}
    for name, route in addresses():
        if name in known | PARTS | LOCKED_OUT or NO_PAGES.fullmatch(name) or "logout" in route:
            continue
        answer = client.get(filled(route, ticket.number))
        is_page = answer.status_code == 200 and b"<html" in b"".join(answer)[:2000]
        if is_page or answer.status_code in (403, 404):
            forgotten[name] = f"{answer.status_code} {route}"
    assert forgotten == {}


def test_each_page_is_there_once() -> None:
    assert len({one.name for one in PAGES}) == len(PAGES)
    assert len({one.path for one in PAGES}) == len(PAGES)
