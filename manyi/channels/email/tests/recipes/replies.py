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
def outlook_desktop_reply_zh() -> bytes:
    """Outlook 365 for Windows in Chinese: HTML made by Word with the "发件人" block, text beside it."""
    plain = """
        小林您好，

        发票抬头请改为“上海远帆贸易有限公司”，税号 91310000MA1K35XX0X。

        谢谢！

        陈立
        上海远帆贸易有限公司 采购部

        发件人: 星曜数码客服 <kefu@xingyao.example>
        发送时间: 2026年11月19日 17:05
        收件人: 陈立 <li.chen@yuanfan.example>
        主题: 您的订单 20261102-30018 发票

        陈先生您好，

        请确认发票抬头。
    """
    html = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv="Content-Type" '
        'content="text/html; charset=utf-8"><style><!-- p.MsoNormal{margin:0cm} --></style></head>'
        '<body lang="ZH-CN"><div class="WordSection1"><p class="MsoNormal">小林您好，<o:p></o:p></p>'
        '<p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoNormal">发票抬头请改为“上海远帆贸易有限公司”，'
        '税号 91310000MA1K35XX0X。<o:p></o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt">'
        '<p class="MsoNormal"><b>发件人:</b> 星曜数码客服 &lt;kefu@xingyao.example&gt;'
        "<br></p></div></div></div></body></html>\r\n"
    )
    boundary = "_000_TYZPR04MB4321C0FFEE00112233445566TYZPR04MB4321apcp_"
    return mail(
        f"""
{received("mail-tyzapc01.outbound.outlook.example", "Fri, 20 Nov 2026 09:20:33 +0800")}
From: {words("陈立")} <li.chen@yuanfan.example>
To: {SHOP}
CC: {words("财务")} <finance@yuanfan.example>
Subject: {words("答复: 您的订单 20261102-30018 发票")}
Thread-Topic: {words("您的订单 20261102-30018 发票")}
Thread-Index: AQHbO2f5dVfQ0p1kYkq8q0m0mXo3xbPQ1a2b
Date: Fri, 20 Nov 2026 01:20:30 +0000
Message-ID: <TYZPR04MB4321C0FFEE@TYZPR04MB4321.apcprd04.prod.outlook.example>
References: <manyi.oooopppqqqqrrrrssssttttuu2@xingyao.example>
In-Reply-To: <manyi.oooopppqqqqrrrrssssttttuu2@xingyao.example>
Accept-Language: zh-CN, en-US
Content-Language: zh-CN
X-MS-Has-Attach:
X-MS-TNEF-Correlator:
Content-Type: multipart/alternative;
\tboundary="{boundary}"
MIME-Version: 1.0
""",
        joined(
            boundary,
            mail('Content-Type: text/plain; charset="utf-8"\nContent-Transfer-Encoding: base64', b64(text(plain))),
            mail('Content-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: base64', b64(html.encode())),
        ),
    )


@sample
def outlook_express_reply_en() -> bytes:
    """Old Outlook, plain text with "-----Original Message-----" and an address block."""
    return mail(
        f"""
{received("smtp.bluepine.example", "Fri, 20 Nov 2026 11:02:00 -0500")}
From: "Hank Miller" <hank@bluepine.example>
To: "'Xingyao Support'" <kefu@xingyao.example>
References: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
Subject: RE: Tracking number for order 20261110-20991
Date: Fri, 20 Nov 2026 11:01:58 -0500
Message-ID: <000401dc5a3e$8b1c7d20$a1557760$@bluepine.example>
MIME-Version: 1.0
Content-Type: text/plain;
\tcharset="us-ascii"
Content-Transfer-Encoding: 7bit
X-Mailer: Microsoft Outlook 16.0
Thread-Index: AQKq3bYB8r0m
""",
        text("""
            The carrier says they never got the parcel. Please check with your warehouse.

            Hank

            -----Original Message-----
            From: Xingyao Support <kefu@xingyao.example>
            Sent: Thursday, November 19, 2026 4:10 AM
            To: hank@bluepine.example
            Subject: Tracking number for order 20261110-20991

            Dear Mr. Miller,

            your tracking number is SF1389002214567.
        """),
    )


@sample
def outlook_web_reply_en() -> bytes:
    """Outlook on the web: HTML only, a rule and the From block after `divRplyFwdMsg`."""
    html = (
        '<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">\r\n'
        '<style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style>\r\n</head>\r\n'
        '<body dir="ltr">\r\n<div class="elementToProof" style="font-family: Aptos; font-size: 12pt;">\r\n'
        "It works now, thank you &#8211; the firmware update did it.</div>\r\n"
        '<div class="elementToProof"><br>\r\n</div>\r\n<div id="Signature">\r\n<p>'
        "Anna Kowalska<br>\r\nWarsaw</p>\r\n</div>\r\n"
        '<div id="appendonsend"></div>\r\n<hr style="display:inline-block;width:98%" tabindex="-1">\r\n'
        '<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri" style="font-size:11pt" color="#000000">'
        "<b>From:</b> Xingyao Support &lt;kefu@xingyao.example&gt;<br>\r\n<b>Sent:</b> 19 November 2026 09:30<br>\r\n"
        "<b>To:</b> Anna Kowalska &lt;anna.k@outlook.example&gt;<br>\r\n<b>Subject:</b> Watch does not sync</font>\r\n"
        "<div>&nbsp;</div>\r\n</div>\r\n<div>Please install firmware 2.4.1.</div>\r\n</body>\r\n</html>\r\n"
    )
    return mail(
        f"""
{received("mail-db8eur05.outbound.outlook.example", "Fri, 20 Nov 2026 12:11:03 +0000")}
From: Anna Kowalska <anna.k@outlook.example>
To: Xingyao Support <kefu@xingyao.example>
Subject: Re: Watch does not sync
Date: Fri, 20 Nov 2026 12:11:00 +0000
Message-ID: <DB9PR05MB77001A2B@DB9PR05MB7700.eurprd05.prod.outlook.example>
In-Reply-To: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
Content-Language: en-GB
Content-Type: text/html; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable
MIME-Version: 1.0
""",
        qp(html.encode("latin-1")),
    )


@sample
def outlook_2010_reply_gb2312() -> bytes:
    """Outlook 2010 in Chinese, plain text in GB2312 with "-----邮件原件-----"."""
    return mail(
        f"""
{received("mail.huaxin.example", "Fri, 20 Nov 2026 14:00:21 +0800")}
From: {words("赵敏", "gb2312")} <zhaomin@huaxin.example>
To: {SHOP}
Subject: {words("答复: 充电宝召回", "gb2312")}
Date: Fri, 20 Nov 2026 14:00:19 +0800
Message-ID: <007a01dc59d8$6f2b0a10$4d811e30$@huaxin.example>
MIME-Version: 1.0
Content-Type: text/plain;
\tcharset="gb2312"
Content-Transfer-Encoding: base64
X-Mailer: Microsoft Outlook 14.0
Content-Language: zh-cn
""",
        b64(
            text(
                """
                批次号是 2406A，请安排上门取件。

                -----邮件原件-----
                发件人: 星曜数码客服 [mailto:kefu@xingyao.example]
                发送时间: 2026年11月20日 10:30
                收件人: zhaomin@huaxin.example
                主题: 充电宝召回

                请回复机身上的批次号。
                """,
                "gb2312",
            )
        ),
    )


@sample
def qq_mail_reply() -> bytes:
    """QQ Mail on the web: text and HTML in GB18030, "------ 原始邮件 ------" and labelled lines."""
    plain = """
        我已经寄出，快递单号 SF1234567890。



        ------------------ 原始邮件 ------------------
        发件人: "星曜数码客服" <kefu@xingyao.example>;
        发送时间: 2026年11月19日(星期四) 下午4:20
        收件人: "阿杰"<ajie66@qq.example>;

        主题: 退货地址

        请寄到：深圳市南山区科苑路 8 号 星曜售后。
    """
    html = (
        '<meta http-equiv="Content-Type" content="text/html; charset=GB18030">'
        "<div>我已经寄出，快递单号 SF1234567890。</div>"
        '<div><includetail><div>&nbsp;</div><div style="font-size: 12px;'
        'padding:2px 0;">------------------&nbsp;原始邮件'
        "&nbsp;------------------</div></includetail></div>"
    )
    boundary = "----=_NextPart_6920A1B2_0B5F3C80_5D8A2C11"
    return mail(
        f"""
{received("out162-62-57-64.mail.qq.example", "Fri, 20 Nov 2026 10:15:40 +0800")}
X-QQ-mid: xmsmtpt1763604938tq1k2lm3n
X-QQ-XMRINFO: NyFYKkN4Ny6FSmKK/uo/jdU=
From: "{words("阿杰", "gb18030")}" <ajie66@qq.example>
To: "{words("星曜数码客服", "gb18030")}" <kefu@xingyao.example>
Subject: {words("回复： 退货地址", "gb18030")}
Mime-Version: 1.0
Content-Type: multipart/alternative;
\tboundary="{boundary}"
Content-Transfer-Encoding: 8Bit
Date: Fri, 20 Nov 2026 10:15:38 +0800
X-Priority: 3
Message-ID: <tencent_7A3B9C1D2E4F5061728394A5B6C7D8E9F009@qq.example>
X-QQ-MIME: TCMime 1.0 by Tencent
X-Mailer: QQMail 2.x
References: <manyi.vvvvwwwwxxxxyyyyzzzz222233@xingyao.example>
In-Reply-To: <manyi.vvvvwwwwxxxxyyyyzzzz222233@xingyao.example>
""",
        joined(
            boundary,
            mail(
                'Content-Type: text/plain;\n\tcharset="gb18030"\nContent-Transfer-Encoding: base64',
                b64(text(plain, "gb18030")),
            ),
            mail(
                'Content-Type: text/html;\n\tcharset="gb18030"\nContent-Transfer-Encoding: base64',
                b64(html.encode("gb18030")),
            ),
            preamble="This is a multi-part message in MIME format.",
        ),
    )


@sample
def qq_mail_phone_reply() -> bytes:
    """QQ Mail app: HTML only, "---Original---" before the labelled block."""
    html = (
        '<html><head><meta http-equiv="content-type" content="text/html; '
        'charset=utf-8"></head><body><div>好的，明天下午三点后'
        '送货可以。</div><div id="original-content"><br><br><div><div '
        'style="font-size:70%;padding:2px 0;">---Original---</div>'
        '<div style="font-size:70%;background:#f0f0f0;color:#212121;padding:8px;border-radius:4px">'
        '<div><b>From:</b> "星曜数码客服"&lt;kefu@xingyao.example&gt;</div><div>'
        "<b>Date:</b> Fri, Nov 20, 2026 09:58 AM</div>"
        '<div><b>To:</b> "刘洋"&lt;liuyang77@qq.example&gt;;</div><div><b>'
        "Subject:</b> 送货时间确认</div></div><br></div>"
        "<div>刘先生，明天什么时间方便收货？</div></div></body></html>"
    )
    return mail(
        f"""
{received("out203-205-221-190.mail.qq.example", "Fri, 20 Nov 2026 10:03:12 +0800")}
X-QQ-mid: xmapzszc9-1t1763604191tn0p1q2r3
From: "{words("刘洋")}" <liuyang77@qq.example>
To: "{words("星曜数码客服")}" <kefu@xingyao.example>
Subject: {words("回复：送货时间确认")}
Mime-Version: 1.0
Content-Type: text/html;
\tcharset="utf-8"
Content-Transfer-Encoding: base64
Date: Fri, 20 Nov 2026 10:03:10 +0800
Message-ID: <tencent_11AA22BB33CC44DD55EE66FF778899001122@qq.example>
X-Mailer: QQMail/6.5 (iPhone)
In-Reply-To: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
""",
        b64(html.encode()),
    )


@sample
def netease_163_reply_zh() -> bytes:
    """NetEase 163 Mail (Coremail) in Chinese: text and HTML in GBK, `在 时间，"谁" <…> 写道：`."""
    plain = """
        您好，换货的手表今天收到了，表带颜色发错了，我要的是黑色。




        在 2026-11-18 09:30:55，"星曜数码客服" <kefu@xingyao.example> 写道：

        >孙女士您好，
        >
        >换货已发出，顺丰 SF1012345678901。
    """
    html = (
        '<div style="line-height:1.7;color:#000000;font-size:14px;font-family:Arial">'
        "您好，换货的手表今天收到了，表带颜色发错了，"
        '我要的是黑色。<br><br><div></div><div></div><br><br><pre>在 2026-11-18 09:30:55，"星曜数码客服" '
        "&lt;kefu@xingyao.example&gt; 写道：\n\n&gt;孙女士您好，</pre></div>"
    )
    boundary = "----=_Part_88213_1204471188.1763609400123"
    return mail(
        f"""
{received("m16.mail.163.example", "Fri, 20 Nov 2026 11:30:03 +0800")}
X-Originating-IP: [198.51.100.77]
Date: Fri, 20 Nov 2026 11:30:00 +0800 (CST)
From: {words("孙倩", "gbk", label="GBK")} <sunqian_90@163.example>
To: {words("星曜数码客服", "gbk", label="GBK")} <kefu@xingyao.example>
Subject: {words("Re:换货进度", "gbk", label="GBK")}
X-Priority: 3
X-Mailer: Coremail Webmail Server Version 2024
In-Reply-To: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
References: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
X-CM-CTRLDATA: 8u3PZ2Zvb3Rlcl9odG09MTIzNDo1Ng==
Content-Type: multipart/alternative;
\tboundary="{boundary}"
MIME-Version: 1.0
Message-ID: <5f2c11d3.7a21.19a9e6b1c7b.Coremail.sunqian_90@163.example>
X-CM-TRANSID: _____wDHz3lYiB5p
""",
        joined(
            boundary,
            mail("Content-Type: text/plain; charset=GBK\nContent-Transfer-Encoding: base64", b64(text(plain, "gbk"))),
            mail("Content-Type: text/html; charset=GBK\nContent-Transfer-Encoding: base64", b64(html.encode("gbk"))),
        ),
    )


@sample
def netease_163_reply_en() -> bytes:
    """NetEase 163 Mail in English: `At … , "…" <…> wrote:`, signature between dashes and the quotation."""
    return mail(
        f"""
{received("m16.mail.163.example", "Fri, 20 Nov 2026 13:05:10 +0800")}
Date: Fri, 20 Nov 2026 13:05:08 +0800 (CST)
From: "Leo Zhang" <leo_zhang@163.example>
To: "Xingyao Support" <kefu@xingyao.example>
Subject: Re:Warranty card
X-Mailer: Coremail Webmail Server Version 2024
In-Reply-To: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
Content-Type: text/plain; charset=GBK
Content-Transfer-Encoding: 7bit
MIME-Version: 1.0
Message-ID: <6a1b22c4.66d0.19a9ea35d11.Coremail.leo_zhang@163.example>
""",
        text("""
            Please see the photo of my warranty card in my last mail.





            --

            Leo Zhang
            Hangzhou



            At 2026-11-19 18:22:41, "Xingyao Support" <kefu@xingyao.example> wrote:
            >Dear Leo,
            >please send us your warranty card.
        """),
    )


@sample
def foxmail_reply() -> bytes:
    """Foxmail 7.2: HTML only in GB2312, a thin rule before the signature, a grey block before the quotation."""
    html = (
        '<html><head><meta http-equiv="content-type" content="text/html; '
        'charset=GB2312"><style>body { line-height: 1.5; }'
        "</style></head><body>\r\n<div><span></span>对账单已核对，差额 320 元请在下月冲抵。</div>\r\n<div><br></div>"
        '<hr style="width: 210px; height: 1px;" color="#b5c4df" size="1" align="left">\r\n'
        '<div><span><div style="MARGIN: 10px; FONT-FAMILY: verdana; FONT-SIZE: 10pt"><div>周建国</div>'
        "<div>zhoujg@dongfang.example</div></div></span></div>\r\n"
        '<blockquote style="margin-Top: 0px; margin-Bottom: 0px; margin-Left: '
        '0.5em; margin-Right: inherit"><div>&nbsp;</div>'
        '<div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        '<div style="PADDING-RIGHT: 8px; FONT-SIZE: 12px;"><div><b>发件人：</b>'
        '&nbsp;<a href="mailto:kefu@xingyao.example">'
        "星曜数码客服</a></div><div><b>发送时间：</b>&nbsp;2026-11-19&nbsp;16:40</div><div><b>收件人：</b>&nbsp;周建国</div>"
        "<div><b>主题：</b>&nbsp;十月对账单</div></div></div><div>周经理，请核对附件对账单。</div></blockquote>\r\n</body></html>"
    )
    return mail(
        f"""
{received("mail.dongfang.example", "Fri, 20 Nov 2026 08:50:00 +0800")}
Date: Fri, 20 Nov 2026 08:49:57 +0800
From: "zhoujg@dongfang.example" <zhoujg@dongfang.example>
To: {words("星曜数码客服", "GB2312")} <kefu@xingyao.example>
Subject: {words("回复: 十月对账单", "GB2312")}
References: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
X-Priority: 3
X-GUID: 0B1C9C3E-6A7D-4B54-8C5B-6C5F8D1C2E3F
X-Has-Attach: no
X-Mailer: Foxmail 7.2.25.375[cn]
Mime-Version: 1.0
Message-ID: <2026112008495712345610@dongfang.example>
Content-Type: text/html;
\tcharset="GB2312"
Content-Transfer-Encoding: quoted-printable
""",
        qp(html.encode("gb2312")),
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


@sample
def outlook_forward_zh() -> bytes:
    """Outlook in Chinese: "转发:" with the same block that replies have."""
    return mail(
        f"""
{received("mail.huaxin.example", "Fri, 20 Nov 2026 18:00:01 +0800")}
From: {words("赵敏")} <zhaomin@huaxin.example>
To: {SHOP}
Subject: {words("转发: 物流签收异常")}
Date: Fri, 20 Nov 2026 18:00:00 +0800
Message-ID: <00aa01dc59f9$12345678$9abcdef0$@huaxin.example>
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64
X-Mailer: Microsoft Outlook 16.0
""",
        b64(
            text("""
                请看下面物流公司的回复。

                发件人: 顺达物流 <cs@shunda.example>
                发送时间: 2026年11月20日 17:20
                收件人: 赵敏 <zhaomin@huaxin.example>
                主题: 物流签收异常

                包裹由门卫代收，签收人不详。
            """)
        ),
    )


@sample
def yahoo_taiwan_reply() -> bytes:
    """Yahoo Mail in traditional Chinese: Big5 text, "於 … 寫道：" wrapped, quotation with marks."""
    return mail(
        f"""
{received("sonic304.mail.yahoo.example", "Fri, 20 Nov 2026 19:20:00 +0800")}
Date: Fri, 20 Nov 2026 11:19:56 +0000 (UTC)
From: {words("陳怡君", "big5")} <yichun.chen@yahoo.example>
To: {words("星曜數碼客服", "big5")} <kefu@xingyao.example>
Message-ID: <1188273645.993.1795166396123@mail.yahoo.example>
In-Reply-To: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
Subject: {words("回覆： 訂單查詢", "big5")}
MIME-Version: 1.0
Content-Type: text/plain; charset=big5
Content-Transfer-Encoding: base64
""",
        b64(
            text(
                """
                謝謝，我改送到公司：台北市信義路五段 7 號。

                    星曜數碼客服 <kefu@xingyao.example> 於 2026年11月20日 週五 下午06:40
                寫道：

                > 請問您要改送到哪個地址？
                """,
                "big5",
            )
        ),
    )


@sample
def outlook_reply_de() -> bytes:
    """Outlook in German: Windows-1252 with the "Von:/Gesendet:" block below a line of underscores."""
    return mail(
        f"""
{received("mail.rheintal.example", "Fri, 20 Nov 2026 10:10:10 +0100")}
From: =?iso-8859-1?Q?J=FCrgen_M=FCller?= <j.mueller@rheintal.example>
To: Xingyao Support <kefu@xingyao.example>
Subject: AW: Ersatzakku
Date: Fri, 20 Nov 2026 10:10:08 +0100
Message-ID: <AM0PR01MB5500F0E1@AM0PR01MB5500.eurprd01.prod.exchangelabs.example>
In-Reply-To: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
MIME-Version: 1.0
Content-Type: text/plain; charset="Windows-1252"
Content-Transfer-Encoding: quoted-printable
""",
        qp(
            text(
                """
                Guten Tag,

                der Akku für 49 € passt. Bitte schicken Sie ihn an „Müller GmbH, Köln“.

                Grüße
                J. Müller

                ________________________________
                Von: Xingyao Support <kefu@xingyao.example>
                Gesendet: Donnerstag, 19. November 2026 12:00
                An: Jürgen Müller <j.mueller@rheintal.example>
                Betreff: Ersatzakku

                Der Akku kostet 49 €.
                """,
                "cp1252",
            )
        ),
    )


@sample
def waybill_is_no_history() -> bytes:
    """A customer types a parcel label with sender and recipient, which looks like a quoted header but is none."""
    return mail(
        f"""
{received("out162-62-57-64.mail.qq.example", "Fri, 20 Nov 2026 10:30:00 +0800")}
From: "{words("唐丽")}" <tangli@qq.example>
To: {SHOP}
Subject: {words("改地址")}
Date: Fri, 20 Nov 2026 10:29:58 +0800
Message-ID: <tencent_AB12CD34EF56@qq.example>
Mime-Version: 1.0
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64
""",
        b64(
            text("""
                请把包裹改寄到：

                寄件人：星曜数码
                收件人：唐丽
                电话：138 0000 0000
                地址：成都市高新区天府大道 100 号

                谢谢
            """)
        ),
    )


@sample
def signature_card_qq() -> bytes:
    """QQ Mail: a personal signature under eighteen dashes, before the history."""
    return mail(
        f"""
{received("out162-62-57-64.mail.qq.example", "Fri, 20 Nov 2026 10:45:00 +0800")}
From: "{words("罗伟", "gb18030")}" <luowei@qq.example>
To: {SHOP}
Subject: {words("回复： 采购报价", "gb18030")}
Date: Fri, 20 Nov 2026 10:44:58 +0800
Message-ID: <tencent_0099AABBCCDD@qq.example>
Mime-Version: 1.0
Content-Type: text/plain; charset="gb18030"
Content-Transfer-Encoding: base64
In-Reply-To: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
""",
        b64(
            text(
                """
                价格可以，请发合同。
                数量先按 200 台。

                ------------------
                罗伟  采购经理
                手机 139 0000 0000



                ------------------ 原始邮件 ------------------
                发件人: "星曜数码客服" <kefu@xingyao.example>;
                发送时间: 2026年11月19日(星期四) 上午9:00
                收件人: "罗伟"<luowei@qq.example>;
                主题: 采购报价

                200 台单价 365 元。
                """,
                "gb18030",
            )
        ),
    )
