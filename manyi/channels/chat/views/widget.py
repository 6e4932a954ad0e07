"""What the widget calls; the protocol is described in the README."""

from __future__ import annotations

import datetime as dt

import msgspec
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils import translation
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from manyi.channels.chat import actions, queries, uploads
from manyi.channels.chat.access import get_conversation, get_face, get_file
from manyi.channels.chat.actions.conversations import Contact, Said
from manyi.channels.chat.tokens import Claims, HostUser, identified, new_visitor, unseal
from manyi.channels.chat.views.endpoint import Call, as_json, endpoint
from manyi.core import files
from manyi.core.errors import Invalid
from manyi.core.models import StoredFile
from manyi.core.stream_access import live_url

LOADER = """(() => {
  const tag = document.currentScript || document.querySelector('script[data-site][src*="/chat/widget.js"]');
  const base = new URL(tag.src).origin;
  import(new URL("%s", base)).then((widget) => widget.start(tag, base, new URL("%s", base)));
})();
"""


@require_GET
def loader(request: HttpRequest) -> HttpResponse:
    """The one script of the host page: finds its tag and brings the widget's modules, whose names change with them."""
    script = LOADER % (static("chat/widget.js"), static("chat/widget.css"))
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=600"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


class SessionBody(msgspec.Struct):
    """``token`` of an earlier visit, and the signed-in user if the host page vouches for one."""

    token: str = ""
    user: HostUser | None = None


@endpoint("POST", needs_origin=True)
def session(call: Call) -> HttpResponse:
    """Begin or go on: a token, the words, the conversation. A proof that is wrong counts as none."""
    body = call.body(SessionBody)
    claims = identified(call.site, body.user) if body.user is not None else None
    if claims is None and body.token:
        claims = unseal(call.site, body.token)
        claims = None if claims is not None and claims.is_identified else claims
    claims = claims or new_visitor(call.site)
    return as_json(queries.session_state(call.site, claims, live_url=live_url(call.request)))


class ContactBody(msgspec.Struct):
    email: str = ""
    name: str = ""


class MessageBody(msgspec.Struct):
    """``key`` is the browser's own name for the message; ``contact`` comes with the offline form."""

    key: str
    text: str
    contact: ContactBody | None = None


@endpoint("GET", "POST")
def messages(call: Call) -> HttpResponse:
    """POST one message, or GET those past ``after``."""
    claims = call.visitor()
    if call.request.method == "GET":
        return _catch_up(call, claims)
    body = call.body(MessageBody)
    contact = Contact(body.contact.email, body.contact.name) if body.contact else None
    return _accept(call, claims, Said(body.key, body.text, translation.get_language() or "", contact))


@endpoint("POST")
def send_files(call: Call) -> HttpResponse:
    """One message made of files (multipart: ``key``, ``file`` once or several times, ``text``)."""
    claims = call.visitor()
    if int(call.request.headers.get("Content-Length") or 0) > uploads.LIMIT * uploads.MOST:
        raise Invalid()
    form = call.request.POST
    sent = call.request.FILES.getlist("file")[: uploads.MOST]
    checked = tuple(uploads.checked(each.name or "file", each.read(), each.content_type or "") for each in sent)
    language = translation.get_language() or ""
    return _accept(call, claims, Said(form.get("key", ""), form.get("text", ""), language, None, checked))


def _accept(call: Call, claims: Claims, said: Said) -> HttpResponse:
    known, message = actions.receive(call.site, claims, said)
    live = queries.live(known.pk, message.ticket_id, live_url(call.request))
    return as_json({"id": message.pk, "key": said.key, "at": queries.milliseconds(message.at), "live": live})


def _catch_up(call: Call, claims: Claims) -> HttpResponse:
    after = call.request.GET.get("after", "0")
    known, ticket = get_conversation(call.site, claims)
    news = queries.messages_after(call.site, known, ticket, after=int(after) if after.isdecimal() else 0)
    return as_json({"messages": news, **queries.state_of(call.site, ticket)})


class ReadBody(msgspec.Struct):
    up_to: int


@endpoint("POST")
def read(call: Call) -> HttpResponse:
    """The visitor has seen our messages up to this one."""
    actions.read_up_to(call.site, call.visitor(), call.body(ReadBody).up_to)
    return HttpResponse(status=204)


@endpoint("POST")
def confirmation(call: Call) -> HttpResponse:
    """Solved."""
    return as_json(queries.state_of(call.site, actions.confirm(call.site, call.visitor())))


@endpoint("POST")
def reopening(call: Call) -> HttpResponse:
    """Not solved."""
    return as_json(queries.state_of(call.site, actions.refuse(call.site, call.visitor())))


@endpoint("POST")
def contact(call: Call) -> HttpResponse:
    """How to reach the visitor."""
    body = call.body(ContactBody)
    actions.leave_contact(call.site, call.visitor(), Contact(body.email, body.name))
    return HttpResponse(status=204)


class CallBackBody(msgspec.Struct):
    """``key`` as of a message; without ``at`` as soon as somebody can."""

    key: str
    phone: str
    at: dt.datetime | None = None


@endpoint("POST")
def call_back(call: Call) -> HttpResponse:
    """Rather be called than wait."""
    body = call.body(CallBackBody)
    ticket = actions.ask_call_back(call.site, call.visitor(), key=body.key, phone=body.phone, at=body.at)
    return as_json(queries.state_of(call.site, ticket))


@endpoint("GET")
def file(call: Call, attachment: int) -> HttpResponse:
    """A file of the visitor's own conversation; always as a download, the widget shows pictures from its memory."""
    found = get_file(call.site, call.visitor(), attachment)
    return _bytes(found.file, name=found.name)


@endpoint("GET")
def face(call: Call, name: str) -> HttpResponse:
    """An agent's photo under its unguessable name."""
    response = _bytes(get_face(name))
    response.headers["Cache-Control"] = "public, max-age=604800, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _bytes(stored: StoredFile, name: str = "") -> HttpResponse:
    picture = uploads.is_shown(stored.media_type)
    response = HttpResponse(
        files.read(stored), content_type=stored.media_type if picture else "application/octet-stream"
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if name:
        response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
