"""HTML becomes the text a reader would see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyi.channels.email.html_text import html_to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("<p style='margin:0'>one</p><p style='margin:0'>two</p>", "one\ntwo"),
        (
            "<p class=MsoNormal>one<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>two</p>",
            "one\n\ntwo",
        ),
        ("a\n  b\t c", "a b c"),
        ("<b>bold</b><i>italic</i> &amp; &lt;tag&gt;", "bolditalic & <tag>"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a\tb\nc\td"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ('<a href="https://a.example/x">here</a>', "here (https://a.example/x)"),
        ('<a href="https://a.example/">a.example</a>', "a.example"),
        ('<a href="mailto:a@b.example">a@b.example</a>', "a@b.example"),
        ('<img src="cid:1" alt="裂纹"><img src="cid:2">', "[裂纹]"),
        ("<style>p{}</style><script>x()</script><title>t</title>seen", "seen"),
        ('<div style="display:none">preview</div>seen', "seen"),
        ("<!--[if mso]>x<![endif]-->seen<![if !vml]>too<![endif]>", "seentoo"),
        ("<blockquote type=cite>old<blockquote>older</blockquote></blockquote>new", "> old\n>\n> > older\n\nnew"),
        ('<blockquote style="margin:0 0 0 40px;border:none">indented</blockquote>', "indented"),
        ('hi<div class="gmail_signature">Zhang</div>', "hi\n--\nZhang"),
        ("zero\u200bwidth&shy;", "zerowidth"),
        ("", ""),
    ],
)
def test_page_becomes_text(html: str, text: str) -> None:
    assert html_to_text(html) == text


@given(st.text(alphabet='<>/!-"=& divpablockquotestyle\n[]', max_size=400))
def test_malformed_pages_give_text(html: str) -> None:
    assert isinstance(html_to_text(html), str)


@given(
    st.lists(
        st.sampled_from(
            [
                "<div>",
                "</div>",
                "<p>",
                "<li>",
                "<ul>",
                "</ul>",
                "<pre>",
                "<a href=x>",
                "</a>",
                "<blockquote>",
                "x",
                "\n",
            ]
        )
    )
)
def test_every_letter_of_a_page_survives(pieces: list[str]) -> None:
    assert html_to_text("".join(pieces)).count("x") == pieces.count("x")
