"""Mails as bad programs, gateways and mailing lists leave them."""

from .kit import PDF, SHOP, b64, joined, mail, qp, received, sample, text, words


def _head(number: int, subject: str, rest: str) -> str:
    return f"""
{received("smtp.sender.example", "Sat, 21 Nov 2026 12:00:05 +0800")}
From: {words("陆川")} <luchuan@sender.example>
To: {SHOP}
Subject: {words(subject)}
Date: Sat, 21 Nov 2026 12:00:00 +0800
Message-ID: <damage.{number:02}@sender.example>
MIME-Version: 1.0
{rest.strip()}
"""


@sample
def quoted_printable_broken() -> bytes:
    """Quoted-printable with bare equals signs, lower-case hex and raw 8-bit bytes between."""
    body = qp("质量很好，物流=很快，".encode()).replace(b"=3D", b"=").lower() + "1+1=2，a=b =ZZ\r\n".encode()
    return mail(
        _head(1, "评价", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable"), body
    )


@sample
def base64_with_footer() -> bytes:
    """A mailing list put its footer in clear below a base64 body; an old gateway put marks into the lines."""
    code = b64(text("请问这款耳机支持多点连接吗？我想同时连手机和电脑。"), 40).replace(b"5", b"5", 1)
    code = code[:40] + b"!\r\n" + code[42:]
    footer = b"_" * 47 + b"\r\nUsers mailing list\r\nSee https://lists.sender.example/users for details\r\n"
    return mail(
        _head(2, "多点连接", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64"),
        code + footer,
    )


@sample
def base64_cut_off() -> bytes:
    """An attachment whose base64 ends in the middle of a group of four."""
    head = "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64"
    body = joined(
        "cut",
        mail("Content-Type: text/plain; charset=utf-8", text("附件可能没有传完。")),
        mail(head, b64(PDF).strip()[:61]),
    )
    return mail(_head(3, "资料", "Content-Type: multipart/mixed; boundary=cut"), body)


@sample
def last_boundary_missing() -> bytes:
    """A connection broke: the closing boundary is missing."""
    body = joined(
        "gone",
        mail("Content-Type: text/plain; charset=utf-8", text("邮件好像断了。")),
        mail("Content-Type: application/pdf; name=b.pdf\nContent-Transfer-Encoding: base64", b64(PDF)),
    ).removesuffix(b"--gone--\r\n")
    return mail(_head(4, "断了", "Content-Type: multipart/mixed; boundary=gone"), body)


@sample
def boundary_misnamed() -> bytes:
    """The header names another boundary than the body uses."""
    body = joined(
        "=_real",
        mail(
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64",
            b64(text("边界写错了也要能看。")),
        ),
        mail("Content-Type: application/pdf; name=c.pdf\nContent-Transfer-Encoding: base64", b64(PDF)),
    )
    return mail(_head(5, "边界", 'Content-Type: multipart/mixed; boundary="=_other"'), body)


@sample
def multipart_without_boundary() -> bytes:
    """A multipart type without boundary parameter over a body that is plain text."""
    return mail(_head(6, "无边界", "Content-Type: multipart/mixed"), text("其实只有文字。"))


@sample
def very_long_lines() -> bytes:
    """HTML of 12,000 characters in one line, and a subject of 600 in one word."""
    html = "<div>" + "".join(f"<span>第{number}项：正常；</span>" for number in range(400)) + "</div>"
    head = _head(7, "长", "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit")
    return mail(head.replace(words("长"), words("很长的标题" * 40)), html.encode())


@sample
def unix_lines_and_mbox_line() -> bytes:
    """Bare line feeds and the "From " line of a mailbox file, as a pipe may deliver."""
    raw = mail(
        _head(8, "管道", "Content-Type: text/plain; charset=utf-8"), text("通过管道送来。\nFrom here on all is well.")
    )
    return b"From luchuan@sender.example Sat Nov 21 12:00:00 2026\n" + raw.replace(b"\r\n", b"\n")


@sample
def html_only_shop_mail() -> bytes:
    """HTML only: hidden preview text, layout table, links, order table, styles, a comment for Outlook."""
    html = """<!DOCTYPE html><html><head><title>t</title><style>.x{color:red}</style></head><body>
<!--[if mso]><table><tr><td>only outlook</td></tr></table><![endif]-->
<div style="display:none;max-height:0">预览文字</div>
<table width="600"><tr><td>
<h2>退货申请</h2>
<p>订单明细：</p>
<table><tr><th>商品</th><th>数量</th></tr>
<tr><td>XY-Buds 3</td><td>1</td></tr><tr><td>充电线</td><td>2</td></tr></table>
<ol><li>外观完好</li><li>配件齐全</li></ol>
<p>查看<a href="https://shop.example/return/881">退货进度</a>，或访问 <a href="https://shop.example">shop.example</a>。</p>
<script>alert(1)</script>
</td></tr></table></body></html>
"""
    return mail(
        _head(9, "退货申请", "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64"),
        b64(html.encode()),
    )


@sample
def text_is_only_a_stub() -> bytes:
    """An alternative whose text says only that the program can't show HTML."""
    body = joined(
        "stub",
        mail("Content-Type: text/plain; charset=us-ascii", text("Your mail program does not support HTML.")),
        mail(
            "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64",
            b64("<p>请把发票寄到公司。</p>".encode()),
        ),
    )
    return mail(_head(10, "发票", "Content-Type: multipart/alternative; boundary=stub"), body)


@sample
def encoding_nobody_knows() -> bytes:
    """A Content-Transfer-Encoding that does not exist, and a media type without slash."""
    return mail(_head(11, "编码", "Content-Type: text\nContent-Transfer-Encoding: utf-8"), text("正文没有编码。"))


@sample
def fields_after_the_blank_line() -> bytes:
    """A gateway put a line that is no field into the header, so that the header ends there."""
    raw = mail(_head(12, "头部", "Content-Type: text/plain; charset=utf-8"), text("头部被插了一行。"))
    return raw.replace(b"MIME-Version: 1.0\r\n", b"*** scanned by gateway ***\r\nMIME-Version: 1.0\r\n")


@sample
def not_a_mail_at_all() -> bytes:
    """Bytes without any header, which somebody sent into the pipe."""
    return "\n这不是邮件，只是一段文字，请转给售后。\n".encode("gb18030")


@sample
def delsp_flowed() -> bytes:
    """format=flowed with DelSp=yes, Chinese broken in the middle of sentences, a quotation inside."""
    body = "您好，我想咨询一下 \r\n扫地机器人的 \r\n保修政策。\r\n\r\n> 还有其他 \r\n> 问题吗？\r\n没有了。\r\n"
    return mail(
        _head(
            14,
            "保修",
            "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\nContent-Transfer-Encoding: 8bit",
        ),
        body.encode(),
    )
