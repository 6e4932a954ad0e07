"""HTML mail can do nothing but be looked at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyi.channels.email.sanitising import sanitise_html


def cid_url(content_id: str) -> str | None:
    return f"/files/{content_id}" if content_id.startswith("known") else None


def clean(html: str) -> str:
    return sanitise_html(html, cid_url)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<img src="cid:known%401">', '<img src="/files/known@1">'),
        ('<img src="cid:unknown" alt="x">', '<img alt="x">'),
        (
            '<img src="https://t.example/o.gif?a=1&amp;b=2">',
            '<img data-remote-src="https://t.example/o.gif?a=1&amp;b=2">',
        ),
        ('<img src="//t.example/o.gif">', '<img data-remote-src="https://t.example/o.gif">'),
        ('<img src="data:image/png;base64,AAAA">', '<img src="data:image/png;base64,AAAA">'),
        ('<img src="data:image/svg+xml;base64,AAAA">', "<img>"),
        ('<img src="/local">', "<img>"),
        ('<img data-remote-src="https://t.example/">', "<img>"),
        ("<script>alert(1)</script>a", "a"),
        ('<p onclick="x()">a</p>', "<p>a</p>"),
        ('<p style="color:red;background:url(https://t.example/a);position:fixed">a</p>', '<p style="color:red">a</p>'),
        (
            '<table background="https://t.example/a"><tr><td>a</td></tr></table>',
            "<table><tbody><tr><td>a</td></tr></tbody></table>",
        ),
        ("<iframe src='https://t.example'>a</iframe><form action='x'><input></form>b", "b"),
        ("<svg><image href='https://t.example'/></svg>b", "b"),
        ("<style>@import 'https://t.example'</style>b", "b"),
        (
            "<base href='https://t.example'><meta http-equiv=refresh content='0;url=x'><link rel=stylesheet href=x>b",
            "b",
        ),
    ],
)
def test_what_reaches_out_is_taken_away(html: str, shown: str) -> None:
    assert clean(html) == shown


@pytest.mark.parametrize(
    "target", ["javascript:x", "data:text/html,x", "cid:known", " JavaScript:x", "file:///etc", "/local"]
)
def test_links_lead_to_pages_mail_and_telephone_only(target: str) -> None:
    assert "href" not in clean(f'<a href="{target}">a</a>')


def test_links_open_outside_without_telling_where_from() -> None:
    link = clean('<a href="https://shop.example">a</a>')
    assert 'href="https://shop.example"' in link
    assert 'target="_blank"' in link
    assert 'rel="noopener noreferrer nofollow"' in link


@given(st.text(alphabet="<>/\"'= imgsrcahefonlockript:httpdw.\n&;", max_size=300))
def test_no_page_loads_or_runs_anything(html: str) -> None:
    shown = clean(html).lower()
    assert "<script" not in shown
    assert '<img src="http' not in shown
    assert 'href="javascript' not in shown
