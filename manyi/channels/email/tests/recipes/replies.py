"""Replies and forwards, as each program quotes what it answers."""

from .kit import SHOP, b64, joined, mail, qp, received, sample, text, words


@sample
def thunderbird_first_contact() -> bytes:
    """Thunderbird 128, plain English text with the standard signature line, 7bit, format=flowed."""
    return mail(
        f"""
{received("mail.northwind.example", "Fri, 20 Nov 2026 08:12:44 +0000")}
Message-ID: <5c1f2a7e-90b1-4f5c-8d27-0a4d8e6f1b22@northwind.example>
Date: Fri, 20 Nov 2026 08:12:41 +0000
MIME-Version: 1.0
User-Agent: Mozilla Thunderbird
Subject: Left earbud of my XY-Buds 3 is silent
Content-Language: en-GB
To: kefu@xingyao.example
From: Oliver Grant <oliver.grant@northwind.example>
Content-Type: text/plain; charset=UTF-8; format=flowed
Content-Transfer-Encoding: 7bit
""",
        (
            b"Hello,\r\n\r\nI bought the XY-Buds 3 two weeks ago (order 20261105-44120) and since \r\n"
            b"yesterday the left earbud plays no sound. I have already reset them and \r\n"
            b"paired them again.\r\n\r\nCould you tell me how to get a replacement?\r\n\r\n"
            b"Kind regards,\r\nOliver\r\n\r\n"
            b"-- \r\nOliver Grant\r\nNorthwind Ltd, Leeds\r\n+44 113 496 0000\r\n"
        ),
    )


@sample
def gmail_reply_zh() -> bytes:
    """Gmail on the web in Chinese: text and HTML, attribution "于…写道：", gmail_quote in the HTML."""
    plain = """
        订单号是 20261109-88231，耳机昨天收到就不能充电。

        照片稍后补上，麻烦尽快处理。

        星曜数码客服 <kefu@xingyao.example> 于2026年11月20日周五 15:12写道：

        > 王女士您好，
        >
        > 请提供订单号，我们马上为您查询。
        >
        > 星曜数码客服 小林
        >
    """
    html = (
        '<div dir="ltr"><div>订单号是 20261109-88231，耳机昨天收到就不能充电。</div><div><br></div>'
        "<div>照片稍后补上，麻烦尽快处理。</div></div><br>"
        '<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">星曜数码客服 &lt;'
        '<a href="mailto:kefu@xingyao.example">kefu@xingyao.example</a>&gt; 于2026年11月20日周五 15:12写道：<br></div>'
        '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);'
        'padding-left:1ex">王女士您好，<br><br>请提供订单号，我们马上为您查询。<br>'
        "<br>星曜数码客服 小林<br></blockquote></div>\r\n"
    )
    boundary = "000000000000a1b2c3064a7f0d11"
    return mail(
        f"""
{received("mail-lj1-f182.gmail.example", "Fri, 20 Nov 2026 15:42:12 +0800")}
MIME-Version: 1.0
References: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
In-Reply-To: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
From: {words("王芳")} <wangfang0823@gmail.example>
Date: Fri, 20 Nov 2026 15:42:10 +0800
Message-ID: <CAJ8k2mQ7Xz0p3RkW1+fPq9Y6b2V4sT1w@mail.gmail.example>
Subject: {words("Re: 耳机不能充电")} [#20261120-0031]
To: {words("星曜数码客服")} <kefu@xingyao.example>
Content-Type: multipart/alternative; boundary="{boundary}"
""",
        joined(
            boundary,
            mail('Content-Type: text/plain; charset="UTF-8"\nContent-Transfer-Encoding: base64', b64(text(plain))),
            mail('Content-Type: text/html; charset="UTF-8"\nContent-Transfer-Encoding: base64', b64(html.encode())),
        ),
    )


@sample
def gmail_reply_en_wrapped() -> bytes:
    """Gmail in English, plain text only, whose attribution is wrapped after the name."""
    return mail(
        f"""
{received("mail-wr1-f44.gmail.example", "Fri, 20 Nov 2026 10:01:09 +0000")}
MIME-Version: 1.0
References: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example> <CAOk1x+reply1@mail.gmail.example>
 <manyi.hhhhiiiijjjjkkkkllllmmmmnn@xingyao.example>
In-Reply-To: <manyi.hhhhiiiijjjjkkkkllllmmmmnn@xingyao.example>
From: Priya Raman <priya.raman@gmail.example>
Date: Fri, 20 Nov 2026 10:01:07 +0000
Message-ID: <CAOk1x+5nqL2tR8u@mail.gmail.example>
Subject: Re: Refund for order 20261101-10077
To: Xingyao Support <kefu@xingyao.example>
Content-Type: text/plain; charset="UTF-8"
""",
        text("""
            Thanks, the refund arrived this morning. You can close the ticket.

            Priya

            On Thu, Nov 19, 2026 at 6:40 PM Xingyao Digital Customer Service
            <kefu@xingyao.example> wrote:

            > Dear Priya,
            >
            > we have sent 499.00 CNY back to your card.
            >
            > On Wed, Nov 18, 2026 at 9:15 AM Priya Raman <priya.raman@gmail.example>
            > wrote:
            >> Where is my refund?
        """),
    )


@sample
def apple_mail_reply_zh() -> bytes:
    """Apple Mail on macOS in Chinese: plain text, quoted-printable, date before the sender, quotation with marks."""
    return mail(
        f"""
{received("mail.icloud.example", "Fri, 20 Nov 2026 20:18:55 +0800")}
From: {words("林书豪")} <shuhao.lin@icloud.example>
Content-Type: text/plain;
\tcharset=utf-8
Content-Transfer-Encoding: quoted-printable
Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3826.200.121\\))
Subject: {words("Re: 键盘连不上 iPad")}
Date: Fri, 20 Nov 2026 20:18:50 +0800
References: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
To: {SHOP}
In-Reply-To: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
Message-Id: <9D0B8A0E-5C1F-4E86-9F0B-3E7C2A1D4B5F@icloud.example>
X-Mailer: Apple Mail (2.3826.200.121)
""",
        qp(
            text("""
                照您说的重置之后可以连上了，但是 Fn 键没有反应。

                > 2026年11月20日 18:02，星曜数码客服 <kefu@xingyao.example> 写道：
                >
                > 请长按 Fn + C 五秒重置键盘，
                > 再在 iPad 的蓝牙设置里重新配对。
            """)
        ),
    )


@sample
def iphone_reply_zh() -> bytes:
    """Mail on an iPhone in Chinese: "发自我的 iPhone" and the whole history behind quote marks."""
    return mail(
        f"""
{received("mail.icloud.example", "Fri, 20 Nov 2026 22:40:11 +0800")}
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64
From: {words("何静")} <hejing@icloud.example>
Mime-Version: 1.0 (1.0)
Subject: {words("Re: 您的退款已受理")}
Date: Fri, 20 Nov 2026 22:40:05 +0800
Message-Id: <4F8A2D11-0C3B-4D7E-8A55-1B2C3D4E5F60@icloud.example>
References: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
In-Reply-To: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
To: {SHOP}
X-Mailer: iPhone Mail (23B82)
""",
        b64(
            text("""
                退款什么时候能到账？已经五天了。

                发自我的 iPhone

                > 在 2026年11月15日，10:26，星曜数码客服 <kefu@xingyao.example> 写道：
                >
                > ﻿您好，退款将在 3 个工作日内原路退回。
            """)
        ),
    )


@sample
def iphone_reply_en() -> bytes:
    """Mail on an iPhone in English, HTML only: signature and quotation as blockquote."""
    html = (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body dir="auto">'
        'Yes, please cancel it.<div><br></div><div>Maria<br><br><div dir="ltr">Sent from my iPhone</div>'
        '<div dir="ltr"><br><blockquote type="cite">On Nov 20, 2026, at 09:41, Xingyao Support '
        '&lt;kefu@xingyao.example&gt; wrote:<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">\u200b'
        "Do you want us to cancel order 20261119-55102?</div></blockquote></div></body></html>"
    )
    return mail(
        f"""
{received("mail.icloud.example", "Fri, 20 Nov 2026 09:44:02 +0000")}
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64
From: Maria Lopez <maria.lopez@icloud.example>
Mime-Version: 1.0 (1.0)
Subject: Re: Order 20261119-55102
Date: Fri, 20 Nov 2026 09:43:58 +0000
Message-Id: <77E1A0B2-AB12-4C3D-9E8F-001122334455@icloud.example>
In-Reply-To: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
To: Xingyao Support <kefu@xingyao.example>
X-Mailer: iPhone Mail (23B82)
""",
        b64(html.encode()),
    )


@sample
def bottom_posted_reply() -> bytes:
    """Mutt: the quotation first, the answer below it, then the signature."""
    return mail(
        f"""
{received("mx.lambda.example", "Fri, 20 Nov 2026 07:30:00 +0000")}
Date: Fri, 20 Nov 2026 07:29:55 +0000
From: Jonas Weber <jonas@lambda.example>
To: kefu@xingyao.example
Subject: Re: Firmware source code
Message-ID: <20261120072955.GA4711@lambda.example>
References: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=us-ascii
Content-Disposition: inline
In-Reply-To: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
User-Agent: Mutt/2.2.12
""",
        text("""
            On Thu, Nov 19, 2026 at 03:12:00PM +0800, Xingyao Support wrote:
            > The sources of the router firmware are available
            > on request.

            Then I hereby request them, for model XR-30, firmware 1.8.2.

            --\x20
            Jonas
        """),
    )


@sample
def answers_between_the_lines() -> bytes:
    """Thunderbird: answers written between the quoted questions, which only make sense together."""
    return mail(
        f"""
{received("mail.northwind.example", "Fri, 20 Nov 2026 16:00:00 +0800")}
Message-ID: <aa11bb22-cc33-dd44-ee55-ff6677889900@northwind.example>
Date: Fri, 20 Nov 2026 16:00:00 +0800
User-Agent: Mozilla Thunderbird
Subject: {words("Re: 安装预约")}
To: kefu@xingyao.example
References: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
From: {words("高翔")} <gaoxiang@northwind.example>
In-Reply-To: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit
""",
        text("""
            在 2026/11/20 15:20, 星曜数码客服 写道:
            > 1. 哪一天方便上门？

            周六上午。

            > 2. 家里是否有电梯？

            有。
        """),
    )


@sample
def gmail_forward() -> bytes:
    """Gmail: a forward whose whole point is what it carries."""
    return mail(
        f"""
{received("mail-lj1-f182.gmail.example", "Fri, 20 Nov 2026 17:10:00 +0800")}
MIME-Version: 1.0
From: Sam Lee <sam.lee@gmail.example>
Date: Fri, 20 Nov 2026 17:09:58 +0800
Message-ID: <CAFwd9kQ2@mail.gmail.example>
Subject: Fwd: Your parcel is held at customs
To: kefu@xingyao.example
Content-Type: text/plain; charset="UTF-8"
""",
        text("""
            Please help, what do they need from me?

            ---------- Forwarded message ---------
            From: Customs Desk <desk@parcel.example>
            Date: Fri, Nov 20, 2026 at 3:00 PM
            Subject: Your parcel is held at customs
            To: <sam.lee@gmail.example>


            We need the commercial invoice for parcel 7781.
        """),
    )
