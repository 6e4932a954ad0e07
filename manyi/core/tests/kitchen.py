"""A small site that serves the kitchen pages, for looking at them and for driving them in a browser.

Its words are in ``data/kitchen.json``; what the pages send is kept in :data:`received`.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.urls import path
from django.utils import translation
from jinja2 import Environment
from markupsafe import Markup

from manyi.core import charts
from manyi.core.charts import Series
from manyi.core.navigation import Badge

received: list[tuple[str, dict[str, str]]] = []
streamed: list[str] = []
fetched: list[str] = []
cut_at: list[float] = []


def cut_streams() -> None:
    """End every stream that is open; the next ones begin with what is streamed from then on."""
    cut_at.append(time.monotonic())


class Form(forms.Form):
    name = forms.CharField()
    email = forms.EmailField(help_text="name@example.com")
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], required=False)
    tone = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    follow = forms.BooleanField(required=False, help_text="…")


@functools.cache
def words(language: str) -> dict[str, Any]:
    """The sample words, with the tables that templates want as dictionaries."""
    sample: dict[str, Any] = json.loads((Path(__file__).parent / "data/kitchen.json").read_text("utf-8"))[language]
    tile = ("label", "value", "change", "tone", "note", "points", "line")
    row = ("name", "new", "current", "vip", "viewer", "title", "text", "chips", "ago")
    sample["tiles"] = [dict(zip(tile, each, strict=True)) for each in sample["tiles"]]
    sample["rows"] = [{**dict(zip(row, each, strict=True)), "typing": bool(each[4])} for each in sample["rows"]]
    sample["team_columns"] = [{"label": name, "number": place > 0} for place, name in enumerate(sample["team_columns"])]
    sample["team_rows"] = [[*cells[:5], _share(cells[5])] for cells in sample["team_rows"]]
    return sample


def _share(text: str) -> Markup:
    tone = "soon" if float(text) < 92 else ""
    return Markup('{0}&ensp;<progress class="meter {1}" max="100" value="{0}" aria-label="{0}"></progress>').format(
        text, tone
    )


def pictures(sample: dict[str, Any]) -> dict[str, Markup]:
    """One chart of each kind."""
    arrivals, solved, forecast, sentence, now = sample["line"]
    this_month, last_month = sample["radar_note"].split(" / ")
    teams = [cells[0] for cells in sample["team_rows"]]
    flow = [
        Series(arrivals, [1, 3, 14, 52, 98, 112, 113, 101], [f"/t?h={hour}" for hour in range(8)], filled=True),
        Series(solved, [0, 2, 8, 30, 71, 96, 104, 107]),
        Series(forecast, [None] * 7 + [101, 82, 76, 74, 70, 52], tone="quiet", dashed=True),
    ]
    months = [
        Series(this_month, [94, 96, 83, 91, 88, 79]),
        Series(last_month, [90, 91, 85, 88, 88, 75], tone="quiet", dashed=True),
    ]
    channels = [
        Series(name, [day * (place + 2) % 37 + 8 for day in (11, 13, 17, 19, 12, 9, 7)])
        for place, name in enumerate(sample["chs"])
    ]
    replies = [Series(this_month, [1.8, 2.03, 3.5, 1.98]), Series(last_month, [2.1, 2.2, 3.1, 2.4], tone="quiet")]
    hours = [f"{hour:02}:00" for hour in range(6, 19)]
    reasons = [(name, count, "#") for name, count in zip(sample["rank"], [44, 31, 22, 17, 9], strict=True)]
    small: dict[str, Any] = {"width": 420, "height": 220}
    return {
        "line": charts.line_chart(
            flow, hours, title=sample["flow"], sentence=sentence, mark=(7, now), width=820, height=250
        ),
        "radar": charts.radar(months, sample["dims"], title=sample["radar"], low=40),
        "stacked": charts.stacked_bars(channels, sample["days"], title=sample["channels"], **small),
        "bars": charts.bar_chart(replies, teams, title=sample["first_reply"], target=3, **small),
        "ranking": charts.ranking(reasons, title=sample["reasons"]),
    }


def environment() -> Environment:
    """The product's own Jinja environment, past the values that requests add for real viewers."""
    backend = engines["jinja2"]
    assert isinstance(backend, Jinja2)
    return backend.env


def page(request: HttpRequest, name: str) -> HttpResponse:
    """``?lang=en&theme=dark&pane=list`` choose what it looks like."""
    language = request.GET.get("lang", "zh-hans")
    sample = words(language)
    with translation.override(language):
        values = {
            **request.GET.dict(),
            "request": request,
            "sample": sample | {"at": dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)},
            "charts": pictures(sample),
            "form": Form({"name": "陈思远", "email": "chen@", "kind": "a", "tone": "a"}),
            "nav": [
                {"name": icon, "label": label, "icon": icon, "url": f"#{icon}", "active": place == 0, "badge": badge}
                for place, (label, icon) in enumerate(sample["nav"])
                for badge in [None if place else Badge(lambda _viewer: 3, "", ())]
            ],
            "viewer": SimpleNamespace(name=sample["viewer"], theme="system"),
            "presence": "online",
            "company": SimpleNamespace(name=sample["company"], logo_url=""),
            "live": SimpleNamespace(url="/stream", token="t"),
            "shell_urls": {name: f"/{name}" for name in ("presence", "language", "profile", "sign_out", "commands")},
            "csrf_token_value": lambda: get_token(request),
            "csrf_field": lambda: "",
            "path": request.path,
        }
        template = environment().get_template(f"core/{name}.html")
        return HttpResponse(template.render(values))


def keep(request: HttpRequest) -> JsonResponse:
    received.append((request.path, request.POST.dict()))
    return JsonResponse({"id": f"file-{len(request.FILES)}"})


def commands(request: HttpRequest) -> JsonResponse:
    asked = request.GET.get("q", "")
    if asked:
        return JsonResponse({"entries": [{"label": f"#{asked}", "url": "/found", "group": "Tickets"}]})
    return JsonResponse({"entries": [{"label": "Reports", "url": "/reports", "group": "Places", "keys": "g r"}]})


def fragment(request: HttpRequest) -> HttpResponse:
    fetched.append(request.path)
    return HttpResponse(FRAGMENT.format(len(fetched)))


FRAGMENT = """<ul id="list" data-live-topic="ticket:7" data-live-url="/fragment">
<li id="first">first {0}</li><li id="kept" data-keep>kept {0}</li>
<li id="field"><input name="draft" aria-label="draft" value="server {0}"></li>
<li>tail {0}</li></ul>"""


def live_page(request: HttpRequest) -> HttpResponse:
    values = {"request": request, "viewer": None, "theme": "light", "csrf_token_value": lambda: get_token(request)}
    late = '<script type="module" src="/late.js"></script>' if "late" in request.GET else ""
    source = (
        '{% extends "core/page.html" %}{% block body %}<div data-live-banner hidden>lost</div>'
        + FRAGMENT.format(0)
        + f'<m-live url="/stream" token="t"></m-live>{late}{{% endblock %}}'
    )
    return HttpResponse(environment().from_string(source).render(values))


def late_module(request: HttpRequest) -> HttpResponse:
    """Comes when the stream was asked for, or after a second."""
    until = time.monotonic() + 1
    while not received and time.monotonic() < until:
        time.sleep(0.02)
    received.append((request.path, {}))
    return HttpResponse("", content_type="text/javascript")


def stream(request: HttpRequest) -> StreamingHttpResponse:
    """Sends what is put into `streamed` until the streams are cut."""
    asked_from = request.GET.get("last_event_id") or request.headers.get("Last-Event-ID", "")
    received.append((request.path, {"token": request.GET.get("token", ""), "from": asked_from}))

    def lines() -> Iterator[str]:
        yield "retry: 100\n\n"
        sent, cuts = len(streamed), len(cut_at)
        while len(cut_at) == cuts:
            new = streamed[sent:]
            yield from new
            sent += len(new)
            time.sleep(0.02)

    return StreamingHttpResponse(lines(), content_type="text/event-stream")


urlpatterns = [
    path("live", live_page),
    path("late.js", late_module),
    path("stream", stream),
    path("fragment", fragment),
    path("commands", commands),
    path("upload", keep),
    path("drafts/1", keep),
    path("<slug:name>.html", page),
]
