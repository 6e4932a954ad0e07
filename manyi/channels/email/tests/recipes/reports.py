"""What mail servers and mail programs report about mail the desk has sent."""

from .kit import SHOP, b64, joined, mail, received, sample, text, words

OURS = "<manyi.ktcx4zq2mv7bnw3ydl5ehsa6pu@xingyao.example>"
_OUR_HEAD = f"""
From: {SHOP}
To: nobody@{{domain}}
Subject: {words("您的换货申请已受理")} [#20261118-0042]
Date: Fri, 20 Nov 2026 09:00:00 +0800
Message-ID: {OURS}
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64
"""


def _ours(domain: str) -> bytes:
    return mail(_OUR_HEAD.format(domain=domain), b64(text("您好，换货申请已受理。")))


def _report(
    head: str, said: str, status: str, returned: bytes, boundary: str, report: str = "delivery-status"
) -> bytes:
    return mail(
        f"{head.strip()}\nMIME-Version: 1.0\nContent-Type: multipart/report; "
        f'report-type={report};\n\tboundary="{boundary}"',
        joined(
            boundary,
            mail("Content-Description: Notification\nContent-Type: text/plain; charset=utf-8", text(said)),
            mail(f"Content-Description: Delivery report\nContent-Type: message/{report}", text(status)),
            returned,
            preamble="This is a MIME-encapsulated message.",
        ),
    )


def _returned(domain: str, kind: str = "message/rfc822") -> bytes:
    return mail(f"Content-Description: Undelivered Message\nContent-Type: {kind}", _ours(domain))


@sample
def bounce_postfix_unknown_user() -> bytes:
    """Postfix: the standard report, user unknown, the mail returned whole."""
    return _report(
        f"""
{received("mail.example.net", "Fri, 20 Nov 2026 09:00:05 +0800")}
Return-Path: <>
Date: Fri, 20 Nov 2026 09:00:04 +0800
From: MAILER-DAEMON@mail.example.net (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: kefu@xingyao.example
Auto-Submitted: auto-replied
Message-Id: <20261120010004.8C1D2E3F4A@mail.example.net>
""",
        """
        This is the mail system at host mail.example.net.

        I'm sorry to have to inform you that your message could not
        be delivered to one or more recipients.

        <nobody@example.net>: host mx.example.net[192.0.2.7] said: 550 5.1.1
            <nobody@example.net>: Recipient address rejected: User unknown (in reply to RCPT TO command)
        """,
        """
        Reporting-MTA: dns; mail.example.net
        X-Postfix-Queue-ID: 8C1D2E3F4A
        Arrival-Date: Fri, 20 Nov 2026 09:00:01 +0800 (CST)

        Final-Recipient: rfc822; nobody@example.net
        Original-Recipient: rfc822;nobody@example.net
        Action: failed
        Status: 5.1.1
        Remote-MTA: dns; mx.example.net
        Diagnostic-Code: smtp; 550 5.1.1 <nobody@example.net>: Recipient address
            rejected: User unknown
        """,
        _returned("example.net"),
        "8C1D2E3F4A.1763600404/mail.example.net",
    )


@sample
def bounce_exchange() -> bytes:
    """Exchange Online in Chinese: mailbox full, report without the word "failed" in a subject of its own."""
    return _report(
        f"""
{received("mail-tyzapc01.outbound.outlook.example", "Fri, 20 Nov 2026 09:01:00 +0800")}
From: <postmaster@yuanfan.example>
To: <kefu@xingyao.example>
Date: Fri, 20 Nov 2026 01:00:58 +0000
X-MS-Exchange-Message-Is-Ndr:
Content-Language: zh-CN
Message-ID: <b6b1f4c0-77aa-4b1e-9d57-exch@TYZPR04MB4321.apcprd04.prod.outlook.example>
In-Reply-To: {OURS}
References: {OURS}
Subject: {words("未送达: 您的换货申请已受理")}
Auto-Submitted: auto-replied
""",
        "邮件无法送达 li.chen@yuanfan.example。\n收件人的邮箱已满，现在无法接收邮件。",
        """
        Reporting-MTA: dns;TYZPR04MB4321.apcprd04.prod.outlook.example
        Received-From-MTA: dns;mx.xingyao.example
        Arrival-Date: Fri, 20 Nov 2026 01:00:50 +0000

        Original-Recipient: rfc822;Li.Chen@yuanfan.example
        Final-Recipient: rfc822;li.chen@yuanfan.example
        Action: failed
        Status: 5.2.2
        Diagnostic-Code: smtp;554 5.2.2 mailbox full; STOREDRV.Deliver; mailbox is full
        """,
        mail("Content-Type: message/rfc822", mail(f"To: li.chen@yuanfan.example\nMessage-ID: {OURS}", text("您好"))),
        "f4c0b6b1-7aa7-1e4b-579d-000000000001",
    )


@sample
def bounce_gmail() -> bytes:
    """Gmail: alternative text and picture inside related, X-Failed-Recipients, the report behind them."""
    boundary, inner = "00000000000059a1f00641", "00000000000059a1e50641"
    related = mail(
        f'Content-Type: multipart/related; boundary="{inner}"',
        joined(
            inner,
            mail(
                'Content-Type: text/plain; charset="UTF-8"',
                text("""
                    ** Address not found **

                    Your message wasn't delivered to gone@gmail.example because the address couldn't be found.
                """),
            ),
        ),
    )
    status = text("""
        Reporting-MTA: dns; googlemail.example
        X-Original-Message-ID: <other@xingyao.example>

        Final-Recipient: rfc822; gone@gmail.example
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.
         550 5.1.1 NoSuchUser
    """)
    return mail(
        f"""
{received("mail-lj1-f182.gmail.example", "Fri, 20 Nov 2026 09:02:00 +0800")}
Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>
To: kefu@xingyao.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: {OURS}
In-Reply-To: {OURS}
X-Failed-Recipients: gone@gmail.example
Message-ID: <691e6a7d.050a0220.3a1e2.0001.GMR@mx.google.example>
Date: Thu, 19 Nov 2026 17:01:58 -0800 (PST)
MIME-Version: 1.0
Content-Type: multipart/report; boundary="{boundary}"; report-type=delivery-status
""",
        joined(boundary, related, mail("Content-Type: message/delivery-status", status), _returned("gmail.example")),
    )


@sample
def bounce_qq() -> bytes:
    """QQ Mail: "系统退信" as HTML only, no standard parts, the reason in words."""
    html = (
        "<html><body><div><p>尊敬的用户，您好！</p><p>很抱歉，您发送的邮件被退回，以下是该邮件的相关信息：</p>"
        "<table><tr><td>被退回邮件</td><td>主 题：您的换货申请已受理 时 间：2026-11-20 09:00:00</td></tr>"
        "<tr><td>无法发送到</td><td>nouser998@qq.example</td></tr>"
        "<tr><td>退信原因</td><td>发送邮件的目标邮箱帐号不存在：550 Mailbox not found</td></tr></table>"
        "<p>此外，您还可以点击这里获取更多关于退信的帮助信息。</p></div></body></html>"
    )
    return mail(
        f"""
{received("out203-205-221-190.mail.qq.example", "Fri, 20 Nov 2026 09:03:00 +0800")}
From: "PostMaster" <PostMaster@qq.example>
To: kefu@xingyao.example
Subject: {words("系统退信", "gb18030")}
Date: Fri, 20 Nov 2026 09:02:58 +0800
Message-ID: <qqmail_bounce_0001@qq.example>
In-Reply-To: {OURS}
MIME-Version: 1.0
Content-Type: text/html; charset="gb18030"
Content-Transfer-Encoding: base64
""",
        b64(html.encode("gb18030")),
    )


@sample
def bounce_163() -> bytes:
    """NetEase 163 (Coremail): bilingual text without standard parts, the returned header in the text."""
    said = f"""
        抱歉，您的邮件被退回来了……
        Sorry, your mail was returned.

        原邮件信息 (Original message):
        时间 (Time): 2026-11-20 09:00:00
        主题 (Subject): 您的换货申请已受理
        收件人 (To): meiyou_zhege@163.example

        退信原因 (Reason): 收件人邮件地址不存在
        SMTP error, RCPT TO: 550 User not found: meiyou_zhege@163.example

        Message-ID: {OURS}
    """
    return mail(
        f"""
{received("m16.mail.163.example", "Fri, 20 Nov 2026 09:04:00 +0800")}
Return-Path: <>
From: Postmaster@163.example
To: kefu@xingyao.example
Subject: {words("系统退信/Systems bounce", "gbk", label="GBK")}
Date: Fri, 20 Nov 2026 09:03:59 +0800 (CST)
Message-ID: <5f2c11d3.bounce.19a9.Coremail.postmaster@163.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=GBK
Content-Transfer-Encoding: base64
""",
        b64(text(said, "gbk")),
    )


@sample
def bounce_qmail() -> bytes:
    """qmail: one plain text with the recipient in angle brackets and the returned mail below a line."""
    body = text(f"""
        Hi. This is the qmail-send program at relay.bluepine.example.
        I'm afraid I wasn't able to deliver your message to the following addresses.
        This is a permanent error; I've given up. Sorry it didn't work out.

        <hank.old@bluepine.example>:
        192.0.2.44 does not like recipient.
        Remote host said: 554 5.7.1 <hank.old@bluepine.example>: Relay access denied
        Giving up on 192.0.2.44.

        --- Below this line is a copy of the message.

        Return-Path: <kefu@xingyao.example>
        Message-ID: {OURS}
        Subject: Tracking number
        To: hank.old@bluepine.example

        Dear Mr. Miller,
    """)
    return mail(
        f"""
{received("relay.bluepine.example", "Fri, 20 Nov 2026 09:05:00 +0800")}
Return-Path: <>
Date: 20 Nov 2026 01:04:58 -0000
From: MAILER-DAEMON@relay.bluepine.example
To: kefu@xingyao.example
Subject: failure notice
Message-ID: <20261120010458.9911.qmail@relay.bluepine.example>
""",
        body,
    )


@sample
def bounce_exim() -> bytes:
    """Exim: plain text with X-Failed-Recipients, recipient quota."""
    body = text(f"""
        This message was created automatically by mail delivery software.

        A message that you sent could not be delivered to one or more of its
        recipients. This is a permanent error. The following address(es) failed:

          full@rheintal.example
            host mx.rheintal.example [192.0.2.80]
            SMTP error from remote mail server after RCPT TO:<full@rheintal.example>:
            552 5.2.2 Mailbox size limit exceeded

        ------ This is a copy of the message, including all the headers. ------

        From: Xingyao <kefu@xingyao.example>
        Message-ID: {OURS}
        Subject: Ersatzakku
    """)
    return mail(
        f"""
{received("mail.rheintal.example", "Fri, 20 Nov 2026 09:06:00 +0800")}
Return-path: <>
X-Failed-Recipients: full@rheintal.example
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mail.rheintal.example>
To: kefu@xingyao.example
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1vLx2n-0003Ab-7Q@mail.rheintal.example>
Date: Fri, 20 Nov 2026 02:05:58 +0100
""",
        body,
    )


@sample
def bounce_several_recipients() -> bytes:
    """A report on two recipients, one delivered and one failed: the failure counts."""
    return _report(
        f"""
{received("mail.example.net", "Fri, 20 Nov 2026 09:07:00 +0800")}
Return-Path: <>
Date: Fri, 20 Nov 2026 09:06:58 +0800
From: postmaster@mail.example.net
Subject: Delivery Status Notification
To: kefu@xingyao.example
Message-Id: <multi.1@mail.example.net>
""",
        "One of two recipients could not be reached.",
        """
        Reporting-MTA: dns; mail.example.net

        Final-Recipient: rfc822; good@example.net
        Action: delivered
        Status: 2.1.5

        Final-Recipient: rfc822; bad@example.net
        Action: failed
        Status: 5.0.0
        Diagnostic-Code: smtp; 550 5.7.606 Access denied, banned sending IP
        """,
        _returned("example.net"),
        "=_multi",
    )
