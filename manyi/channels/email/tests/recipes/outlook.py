"""Replies and forwards of Outlook in its many shapes."""

from .kit import SHOP, b64, joined, mail, qp, received, sample, text, words


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
