"""Parts: file names in every spelling, pictures inside pages, mails inside mails."""

import binascii

from .kit import JPEG, PDF, PNG, SHOP, b64, joined, mail, received, sample, text, words
from .tnef import tnef

_PLAIN = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64"
_HTML = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64"


def _mixed(number: int, subject: str, *parts: bytes, kind: str = "multipart/mixed", extra: str = "") -> bytes:
    boundary = f"----=_Part_{number}_77120.1795226400000"
    return mail(
        f"""
{received("smtp.sender.example", "Sat, 21 Nov 2026 11:00:05 +0800")}
From: {words("秦岚")} <qinlan@sender.example>
To: {SHOP}
Subject: {words(subject)}
Date: Sat, 21 Nov 2026 11:00:00 +0800
Message-ID: <parts.{number:02}@sender.example>
MIME-Version: 1.0
Content-Type: {kind};
\tboundary="{boundary}"{extra}
""",
        joined(boundary, *parts),
    )


def _said(words_of_customer: str) -> bytes:
    return mail(_PLAIN, b64(text(words_of_customer)))


@sample
def name_in_rfc2231_pieces() -> bytes:
    """A long GB18030 file name in RFC 2231 continuations, percent-encoded and plain pieces mixed."""
    name = "2026年十一月对账单".encode("gb18030").hex("%").upper()
    pieces = ["%" + name[at : at + 29] for at in range(0, len(name), 30)]
    lines = ";\n ".join([f"filename*0*=gb18030'zh'{pieces[0]}", f"filename*1*={pieces[1]}", "filename*2=(final).pdf"])
    head = (
        f"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment;\n {lines}"
    )
    return _mixed(1, "对账单", _said("对账单见附件。"), mail(head, b64(PDF)))


@sample
def name_in_encoded_words() -> bytes:
    """Outlook: the file name as encoded words inside quotes, in both fields, folded between the words."""
    name = f"{words('发票扫描件', 'gb2312')}\n\t{words('第2页.jpg', 'gb2312')}"
    head = (
        f'Content-Type: image/jpeg;\n\tname="{name}"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment;\n\tfilename="{name}"'
    )
    return _mixed(2, "发票", _said("发票扫描件请查收。"), mail(head, b64(JPEG)))


@sample
def name_in_raw_gbk() -> bytes:
    """The file name as raw GBK bytes in quotes, the body in GBK too."""
    head = (
        'Content-Type: application/octet-stream;\n\tname="报修单.docx"\nContent-Transfer-Encoding: base64\n'
        'Content-Disposition: attachment;\n\tfilename="报修单.docx"'
    )
    said = mail(
        "Content-Type: text/plain; charset=gb2312\nContent-Transfer-Encoding: base64",
        b64(text("报修单已填好。", "gbk")),
    )
    return _mixed(3, "报修", said, mail(head, b64(b"PK\x03\x04 docx"), "gbk"))


@sample
def name_both_ways_and_windows_path() -> bytes:
    """`filename` as a Windows path in ASCII beside the true `filename*`; a second file with a path only."""
    first = (
        "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
        'Content-Disposition: attachment; filename="C:\\Users\\qin\\bill.pdf";'
        " filename*=UTF-8''%E8%B4%A6%E5%8D%95.pdf"
    )
    second = (
        "Content-Type: image/png\nContent-Transfer-Encoding: base64\n"
        'Content-Disposition: attachment; filename="D:\\photos\\broken.png"'
    )
    return _mixed(4, "账单", _said("账单和照片。"), mail(first, b64(PDF)), mail(second, b64(PNG)))


@sample
def files_without_names() -> bytes:
    """A PDF, a picture and something unknown, none of them with a name."""
    return _mixed(
        5,
        "附件",
        _said("请看附件。"),
        mail(
            "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment",
            b64(PDF),
        ),
        mail("Content-Type: image/jpeg\nContent-Transfer-Encoding: base64", b64(JPEG)),
        mail("Content-Type: application/x-foo\nContent-Transfer-Encoding: base64", b64(b"\x00\x01")),
    )


@sample
def pictures_inside_the_page() -> bytes:
    """Outlook: related HTML with one picture shown by its content id and one that is only attached."""
    inner = "_004_TYZPR04MB0001_"
    html = (
        '<html><body><p>屏幕左下角有裂纹：</p><img width="300" src="cid:image001.png@01DC59D8.6F2B0A10" alt="裂纹照片">'
        '<p>请问保修吗？</p><img src="https://track.sender.example/open.gif?u=1"></body></html>'
    )
    alternative = mail(
        f'Content-Type: multipart/alternative;\n\tboundary="{inner}"',
        joined(
            inner,
            _said("屏幕左下角有裂纹：\n[cid:image001.png@01DC59D8.6F2B0A10]\n请问保修吗？"),
            mail(_HTML, b64(html.encode())),
        ),
    )
    shown = (
        'Content-Type: image/png; name="image001.png"\nContent-Description: image001.png\n'
        'Content-Disposition: inline; filename="image001.png"; size=70\n'
        "Content-ID: <image001.png@01DC59D8.6F2B0A10>\nContent-Transfer-Encoding: base64"
    )
    unused = (
        'Content-Type: image/jpeg; name="logo.jpg"\nContent-ID: <logo@sender.example>\n'
        "Content-Transfer-Encoding: base64"
    )
    return _mixed(
        6,
        "屏幕裂了",
        alternative,
        mail(shown, b64(PNG)),
        mail(unused, b64(JPEG)),
        kind="multipart/related",
        extra=';\n\ttype="multipart/alternative"',
    )


@sample
def parts_nested_deeply() -> bytes:
    """Mixed in mixed, related in alternative in mixed, a file at every level."""
    related, alternative, mixed = "rel-1", "alt-1", "mix-1"
    html = '<p>安装图如下：<img src="cid:plan"></p>'
    page = mail(
        f"Content-Type: multipart/related; boundary={related}",
        joined(
            related,
            mail(_HTML, b64(html.encode())),
            mail("Content-Type: image/png\nContent-ID: <plan>\nContent-Transfer-Encoding: base64", b64(PNG)),
        ),
    )
    both = mail(
        f"Content-Type: multipart/alternative; boundary={alternative}", joined(alternative, _said("安装图如下："), page)
    )
    file = 'Content-Type: application/pdf; name="{}"\nContent-Transfer-Encoding: base64'
    wrapped = mail(
        f"Content-Type: multipart/mixed; boundary={mixed}", joined(mixed, both, mail(file.format("a.pdf"), b64(PDF)))
    )
    return _mixed(7, "安装", wrapped, mail(file.format("b.pdf"), b64(PDF)))


@sample
def mail_forwarded_as_attachment() -> bytes:
    """A mail forwarded as message/rfc822; its own text and file stay inside it."""
    inner = mail(
        f"""
From: {words("顺达物流")} <cs@shunda.example>
To: qinlan@sender.example
Subject: {words("签收通知")}
Date: Fri, 20 Nov 2026 17:20:00 +0800
Message-ID: <inner.1@shunda.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64
""",
        b64(text("您的包裹已由门卫签收。")),
    )
    return _mixed(
        8,
        "转发物流邮件",
        _said("我没有收到包裹，物流却说签收了，见附件邮件。"),
        mail("Content-Type: message/rfc822\nContent-Disposition: attachment", inner),
    )


@sample
def winmail_with_body_and_files() -> bytes:
    """Outlook to the internet by mistake: everything sealed in a winmail.dat, the text as HTML in code page 936."""
    sealed = tnef(
        text="附件是合同，请盖章后寄回。\r\n",
        html="<html><body><p>附件是合同，请<b>盖章</b>后寄回。</p></body></html>",
        files=(("采购合同（终稿）.pdf", "application/pdf", PDF), ("stamp.png", "image/png", PNG)),
    )
    head = (
        'Content-Type: application/ms-tnef; name="winmail.dat"\nContent-Transfer-Encoding: base64\n'
        'Content-Disposition: attachment; filename="winmail.dat"'
    )
    empty = mail('Content-Type: text/plain; charset="us-ascii"\nContent-Transfer-Encoding: 7bit', b"\r\n")
    return _mixed(9, "合同", empty, mail(head, b64(sealed)))


@sample
def winmail_damaged() -> bytes:
    """A winmail.dat cut off in the middle of an attribute, beside a readable text."""
    sealed = tnef(files=(("a.pdf", "application/pdf", PDF * 5),))[:-40]
    head = 'Content-Type: application/ms-tnef; name="winmail.dat"\nContent-Transfer-Encoding: base64'
    return _mixed(10, "资料", _said("资料在附件里。"), mail(head, b64(sealed)))


@sample
def only_a_file() -> bytes:
    """No text at all: a scanner sends one PDF as the whole mail."""
    return mail(
        f"""
{received("scanner.sender.example", "Sat, 21 Nov 2026 11:11:00 +0800")}
From: MFP-3F <scan@sender.example>
To: {SHOP}
Subject: Scan from MFP-3F
Date: Sat, 21 Nov 2026 11:11:00 +0800
Message-ID: <parts.11@sender.example>
MIME-Version: 1.0
Content-Type: application/pdf; name="SCAN_0042.PDF"
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="SCAN_0042.PDF"
""",
        b64(PDF),
    )


@sample
def nothing_but_a_subject() -> bytes:
    """An empty body: all is said in the subject."""
    return mail(
        f"""
{received("out162-62-57-64.mail.qq.example", "Sat, 21 Nov 2026 11:12:00 +0800")}
From: "{words("小胖")}" <xiaopang@qq.example>
To: {SHOP}
Subject: {words("订单 20261119-20011 取消，不要了")}
Date: Sat, 21 Nov 2026 11:12:00 +0800
Message-ID: <parts.12@qq.example>
MIME-Version: 1.0
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64
""",
        b64(b"<div><br></div>"),
    )


@sample
def calendar_invitation() -> bytes:
    """Exchange: an invitation as third alternative, text/calendar with method REQUEST."""
    calendar = text("""
        BEGIN:VCALENDAR
        METHOD:REQUEST
        VERSION:2.0
        BEGIN:VEVENT
        UID:040000008200E00074C5B7101A82E008
        SUMMARY:上门安装确认
        DTSTART:20261123T020000Z
        DTEND:20261123T030000Z
        END:VEVENT
        END:VCALENDAR
    """)
    return _mixed(
        13,
        "上门安装确认",
        _said("周一上午十点电话确认安装细节。"),
        mail(_HTML, b64("<p>周一上午十点电话确认安装细节。</p>".encode())),
        mail(
            'Content-Type: text/calendar; charset="utf-8"; method=REQUEST\nContent-Transfer-Encoding: base64',
            b64(calendar),
        ),
        kind="multipart/alternative",
    )


@sample
def uuencoded_in_the_text() -> bytes:
    """A file uuencoded in the text, from a Unix script of the nineties."""
    content = b"serial,fault\r\nXY300012,no sound\r\nXY300031,no charge\r\n"
    lines = b"".join(binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45))
    body = b"Nightly list of returned units.\n\nbegin 644 returns.csv\n" + lines + b"`\nend\n\nBye\n"
    return mail(
        f"""
{received("erp.sender.example", "Sat, 21 Nov 2026 02:00:00 +0800")}
From: erp@sender.example
To: {SHOP}
Subject: returned units
Date: Sat, 21 Nov 2026 02:00:00 +0800
Message-ID: <parts.19@sender.example>
""",
        body.replace(b"\n", b"\r\n"),
    )


@sample
def text_between_pictures() -> bytes:
    """Apple Mail: text, picture, text, picture, text in one mixed mail, pictures without content id."""
    picture = (
        "Content-Type: image/jpeg; name={0}\nContent-Disposition: inline; filename={0}\n"
        "Content-Transfer-Encoding: base64"
    )
    return _mixed(
        20,
        "包装破损",
        _said("这是外箱：\n"),
        mail(picture.format("IMG_0101.jpeg"), b64(JPEG)),
        _said("\n这是里面的盒子：\n"),
        mail(picture.format("IMG_0102.jpeg"), b64(JPEG)),
        _said("\n请处理。\n\n发自我的 iPhone"),
    )


@sample
def text_file_attached() -> bytes:
    """A log as text/plain with a name, which is an attachment, not part of what was said."""
    log = (
        'Content-Type: text/plain; charset=us-ascii; name="router.log"\n'
        'Content-Disposition: attachment; filename="router.log"'
    )
    return _mixed(21, "路由器日志", _said("日志在附件。"), mail(log, text("00:00:01 boot\n00:00:09 wan down")))


@sample
def deceiving_file_name() -> bytes:
    """A name that hides its ending with a right-to-left mark and would climb out of its folder."""
    head = (
        "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment;\n"
        " filename*=utf-8''..%2F..%2Finvoice%E2%80%AEfdp.exe"
    )
    return _mixed(22, "发票", _said("请打开附件。"), mail(head, b64(b"MZ\x90\x00")))
