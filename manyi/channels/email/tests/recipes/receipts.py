"""What mail programs and servers report of a mail that is not lost: delayed, delivered, read."""

from .kit import SHOP, mail, received, sample, text, words
from .reports import OURS, _report, _returned


@sample
def bounce_postfix_delayed() -> bytes:
    """Postfix: a warning after four hours; it keeps trying."""
    return _report(
        f"""
{received("mail.example.net", "Fri, 20 Nov 2026 13:00:05 +0800")}
Return-Path: <>
Date: Fri, 20 Nov 2026 13:00:04 +0800
From: MAILER-DAEMON@mail.example.net (Mail Delivery System)
Subject: Delayed Mail (still being retried)
To: kefu@xingyao.example
Auto-Submitted: auto-replied
Message-Id: <20261120050004.DE1A7@mail.example.net>
""",
        """
        Your message could not be delivered for more than 4 hour(s).
        It will be retried until it is 5 day(s) old.
        """,
        """
        Reporting-MTA: dns; mail.example.net

        Final-Recipient: rfc822; nobody@slow.example
        Action: delayed
        Status: 4.4.1
        Diagnostic-Code: X-Postfix; connect to mx.slow.example[192.0.2.9]:25: Connection timed out
        Will-Retry-Until: Wed, 25 Nov 2026 09:00:01 +0800 (CST)
        """,
        _returned("slow.example", "text/rfc822-headers"),
        "DE1A7.1763614804/mail.example.net",
    )


@sample
def delivery_success_postfix() -> bytes:
    """Postfix: the receipt for a mail that asked for one; two recipients, both reached."""
    return _report(
        f"""
{received("mail.example.net", "Fri, 20 Nov 2026 09:00:09 +0800")}
Return-Path: <>
Date: Fri, 20 Nov 2026 09:00:08 +0800
From: MAILER-DAEMON@mail.example.net (Mail Delivery System)
Subject: Successful Mail Delivery Report
To: kefu@xingyao.example
Auto-Submitted: auto-replied
Message-Id: <20261120010008.0CC5@mail.example.net>
""",
        "Your message was successfully delivered to the destination(s) listed below.",
        """
        Reporting-MTA: dns; mail.example.net

        Final-Recipient: rfc822; liu@example.net
        Action: delivered
        Status: 2.0.0
        Diagnostic-Code: smtp; 250 2.0.0 Ok: queued as 4bXk

        Final-Recipient: rfc822; wang@example.net
        Action: relayed
        Status: 2.0.0
        """,
        _returned("example.net", "text/rfc822-headers"),
        "0CC5.1763600408/mail.example.net",
    )


@sample
def bounce_sendmail_warning() -> bytes:
    """Sendmail: a warning in plain words that a mail is still on its way."""
    body = text("""
            **********************************************
            **      THIS IS A WARNING MESSAGE ONLY      **
            **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **
            **********************************************

        The original message was received at Fri, 20 Nov 2026 09:00:01 +0800

           ----- Transcript of session follows -----
        <anna@slow.example>... Deferred: 451 4.7.1 Greylisted, please try again later
        Warning: message still undelivered after 4 hours
        Will keep trying until message is 5 days old
    """)
    return mail(
        f"""
{received("mx.slow.example", "Fri, 20 Nov 2026 13:10:00 +0800")}
Return-Path: <>
Date: Fri, 20 Nov 2026 13:09:58 +0800
From: Mail Delivery Subsystem <MAILER-DAEMON@mx.slow.example>
To: kefu@xingyao.example
Subject: Warning: could not send message for past 4 hours
Message-Id: <202611200509.5AK59wQ1001@mx.slow.example>
References: {OURS}
""",
        body,
    )


@sample
def read_receipt_outlook() -> bytes:
    """Outlook: a read receipt (RFC 8098)."""
    return _report(
        f"""
{received("mail-tyzapc01.outbound.outlook.example", "Fri, 20 Nov 2026 15:00:00 +0800")}
From: {words("陈立")} <li.chen@yuanfan.example>
To: {SHOP}
Subject: {words("已读: 您的换货申请已受理")}
Date: Fri, 20 Nov 2026 07:00:00 +0000
Message-ID: <receipt.1@yuanfan.example>
In-Reply-To: {OURS}
""",
        "您的邮件\n    收件人: 陈立\n    主题: 您的换货申请已受理\n\n于 2026年11月20日 15:00:00 已阅读。",
        f"""
        Reporting-UA: yuanfan.example; Microsoft Outlook 16.0
        Final-Recipient: rfc822;li.chen@yuanfan.example
        Original-Message-ID: {OURS}
        Disposition: manual-action/MDN-sent-manually; displayed
        """,
        mail("Content-Type: text/rfc822-headers", text(f"Message-ID: {OURS}")),
        "=_receipt",
        "disposition-notification",
    )
