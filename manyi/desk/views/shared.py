"""What the desk's views share: whole pages or fragments, the lists beside, answers to actions."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from manyi.core.actors import Actor
from manyi.core.addresses import address
from manyi.core.errors import Invalid, NotFound
from manyi.core.stream_access import Live, live
from manyi.desk import access, insertions, links, moments, queries
from manyi.desk.bodies import body_html
from manyi.desk.fragments import message_html, rows_html
from manyi.desk.models import REMOTE_MARK, Ticket
from manyi.desk.queries.paging import Paged
from manyi.desk.translating import provider
from manyi.desk.words import words
from manyi.people.middleware import StaffRequest

DEFAULT_LIST = "mine"
FRAME_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src {images}; frame-ancestors 'self';"
    # Same origin, so that the mail's own pictures come with the reader's session; scripts stay out either way.
    " sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)


def wants_fragment(request: Any) -> bool:
    """Whether a part of a page is asked for; going back in the history asks for the whole."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def key_of(request: HttpRequest) -> str:
    """The list beside the ticket, as the address names it."""
    return request.POST.get("list", "") or request.GET.get("list", "") or DEFAULT_LIST


def ticket_url(number: str, list_key: str = "", **more: str) -> str:
    """The address of a ticket's page, with the list it was opened from."""
    params = {name: value for name, value in {"list": list_key, **more}.items() if value}
    return address("ticket", number) + (f"?{urlencode(params)}" if params else "")


def list_of(viewer: Actor, request: HttpRequest) -> queries.TicketList:
    """The list beside a ticket; one that is gone gives way to the first."""
    try:
        return queries.get_list(viewer, key_of(request))
    except NotFound:
        return queries.get_list(viewer, DEFAULT_LIST)


def list_values(
    viewer: Actor, active: queries.TicketList, *, params: str = "", after: str = "", limit: int = 50, current: str = ""
) -> dict[str, Any]:
    """What the list pane shows."""
    selection = active.select(viewer)
    page = queries.inbox_page(viewer, selection, after, limit)
    list_url = address("inbox-list", active.key)
    return {
        "active": active,
        "selection": selection,
        "lines": page.lines,
        "rows": rows_html(page.lines, list_key=active.key, current=current),
        "after": page.after,
        "list_url": f"{list_url}?{params}" if params else list_url,
        "query": params,
        "list_key": active.key,
        "empty_words": _empty(active),
    }


def _empty(active: queries.TicketList) -> tuple[str, str]:
    if active.key == "mine":
        return _("Nothing waits for you"), _("Take something from the unassigned list, or enjoy the quiet.")
    return _("Nothing here"), _("No ticket fits this list now.")


def lists_values(viewer: Actor) -> dict[str, Any]:
    """The lists at the left, by group, with their counts."""
    found = queries.lists_for(viewer)
    titles = {
        "mine": "",
        "team": queries.reference().team(queries.reference().team_of(viewer.id)) or _("Teams"),
        "all": _("Everything"),
        "saved": _("Saved filters"),
    }
    groups = [(title, [one for one in found if one.group == group]) for group, title in titles.items()]
    return {"groups": [group for group in groups if group[1]], "counts": queries.counts(viewer, found)}


def ticket_values(request: StaffRequest, page: queries.TicketPage) -> dict[str, Any]:
    """What the conversation and its context show."""
    return {
        **words(),
        "page": page,
        "ticket": page.ticket,
        "at": address("ticket", page.ticket.number),
        "message_html": message_html,
        "list_key": key_of(request),
        "compose": "note" if request.GET.get("compose") == "note" else "out",
        "customer_url": links.address_of("customer", page.customer.id),
        "reveal_url": _reveal_url,
        "tools": links.ticket_tools(request.viewer, page.ticket),
        "side_parts": links.side_parts(request.viewer),
        "refusal": None,
        "planned_body": body_html,
        "moments": moments.choices(),
        "style": queries.reference().style(request.viewer.id),
        "may_translate": provider() is not None,
        "sources": insertions.sources(),
        "source_data": _source_data(page.ticket.number),
    }


def _source_data(number: str) -> list[dict[str, Any]]:
    """What the composer must know to insert: the signs and where to ask; colleagues only in notes."""
    at = address("ticket", number)
    found: list[dict[str, Any]] = [
        {"signs": source.signs, "label": str(source.label), "url": f"{at}insertions/{source.key}"}
        for source in insertions.sources()
    ]
    people = {"signs": ("@", "＠"), "label": _("Colleagues"), "url": address("colleagues"), "notes": True}
    return [people, *found]


def _reveal_url(identity_id: int) -> str:
    return links.address_of("identity-reveal", identity_id)


def stream_of(request: StaffRequest, ticket: Ticket | None = None, position: int | None = None) -> Live:
    """The live stream of a page; with a ticket also who looks at it, and in a chat whether the visitor types.

    ``position`` is where the log was before the page read anything, when that was before this call.
    """
    if ticket is None:
        return live(request, (), position)
    chat = [f"chat:{ticket.pk}"] if ticket.channel == "chat" else []
    return live(request, [f"ticket:{ticket.pk}", *chat], position)


def workspace(request: StaffRequest, values: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The whole three-pane page; ``live`` in the values is its stream, asked for before anything else."""
    shown = {
        "page": None,
        "side_parts": links.side_parts(request.viewer),
        **words(),
        **lists_values(request.viewer),
        **values,
    }
    return render(request, "desk/workspace.html", shown, status=status)


def changed(response: HttpResponse, **what: Any) -> HttpResponse:
    """Tell the page that something has changed, so that its other parts ask anew."""
    response.headers["HX-Trigger"] = msgspec.json.encode({"desk:changed": what}).decode()
    return response


def after_action(request: StaffRequest, ticket: Ticket, *, close_dialog: bool = True) -> HttpResponse:
    """What an action on a ticket answers: the part of the page that asked, the next ticket, or the way back."""
    queries.forget_counts()
    if request.POST.get("then") == "next" or request.POST.get("next") == "1":
        return open_next(request, ticket)
    try:
        fresh = access.get_ticket_by_id(request.viewer, ticket.pk)
    except NotFound:  # handed to others: the ticket is out of reach now
        return go(request, address("inbox-list", list_of(request.viewer, request).key))
    if not wants_fragment(request):
        return redirect(ticket_url(fresh.number, key_of(request)))
    part = "side" if request.htmx.target == "side" else "conversation"  # type: ignore[attr-defined]
    page = queries.ticket_page(request.viewer, fresh)
    response = render(request, f"desk/{part}.html", ticket_values(request, page))
    response = changed(response, ticket=fresh.pk, part=part)
    if close_dialog:
        response.headers["HX-Trigger-After-Settle"] = "manyi:dialog-close"
    return response


def open_next(request: StaffRequest, ticket: Ticket) -> HttpResponse:
    """The ticket that follows in the list, or the list itself when it is done."""
    active = list_of(request.viewer, request)
    found = [line.row.number for line in queries.inbox_page(request.viewer, active.select(request.viewer)).lines]
    after = found[found.index(ticket.number) + 1 :] if ticket.number in found else []
    following = next((number for number in (*after, *found) if number != ticket.number), "")
    if not following or not wants_fragment(request):
        return go(request, ticket_url(following, active.key) if following else address("inbox-list", active.key))
    response = HttpResponse(status=204)
    place = {"path": ticket_url(following, active.key), "target": "#conversation", "swap": "outerHTML show:none"}
    response.headers["HX-Location"] = msgspec.json.encode(place).decode()
    response.headers["HX-Trigger-After-Settle"] = "manyi:dialog-close"
    return changed(response, ticket=ticket.pk, part="list")


def with_toast(response: HttpResponse, words: str, *, undo: str = "", seconds: int = 6) -> HttpResponse:
    """Say something short besides; ``undo`` is the address that takes it back, for so many seconds."""
    known = msgspec.json.decode(response.headers.get("HX-Trigger", "{}"))
    notice = {"text": words, "undo": undo, "seconds": seconds}
    text = msgspec.json.encode({**known, "manyi:toast": notice}).decode()
    response.headers["HX-Trigger"] = text.encode("ascii", "backslashreplace").decode()
    return response


def go(request: StaffRequest, address: str) -> HttpResponse:
    """To another page, also from htmx."""
    if not wants_fragment(request):
        return redirect(address)
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = address
    return response


def form_page(request: StaffRequest, ticket: Ticket, template: str, **values: Any) -> HttpResponse:
    """The form of an action: the inside of a dialog, or a small page of its own without scripts."""
    shown = {
        **words(),
        "ticket": ticket,
        "list_key": key_of(request),
        "back": ticket_url(ticket.number, key_of(request)),
        "errors": {},
        "given": request.POST,
        "at": address("ticket", ticket.number),
        "base": "desk/bare.html" if request.headers.get("HX-Request") else "desk/asking.html",
        **values,
    }
    return render(request, f"desk/{template}.html", shown, status=422 if shown["errors"] else 200)


def as_laid_out(request: StaffRequest, html: str) -> HttpResponse:
    """Sanitised HTML of a mail as it was laid out, without scripts; pictures from elsewhere only when asked for.

    Raises :class:`NotFound` for a mail that had none.
    """
    if not html:
        raise NotFound()
    wants_images = request.GET.get("images") == "1"
    images = "'self' data: https: http:" if wants_images else "'self' data:"
    values = {
        "html": html.replace(f'{REMOTE_MARK}="', 'src="') if wants_images else html,
        "may_load": not wants_images and f'{REMOTE_MARK}="' in html,
    }
    response = render(request, "desk/original.html", values)
    response.headers["Content-Security-Policy"] = FRAME_POLICY.format(images=images)
    return response


def next_page(request: HttpRequest, found: Paged[Any]) -> str:
    """The address of the page after this one, empty at the end."""
    params = {**request.GET.dict(), "after": found.after}
    return f"?{urlencode(params)}" if found.after else ""


def spelled_out(error: Invalid) -> Invalid:
    """A refusal whose sentence names every field, for places that show only the sentence."""
    details = [str(text) for text in error.fields.values()]
    return Invalid(" ".join(details) or error.message, fields=error.fields, **error.data)


def whole_number(text: str | None) -> int:
    """A number from a form; 0 for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0
