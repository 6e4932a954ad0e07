"""Replies as the Chinese mail services and programs quote."""

from .kit import SHOP, b64, joined, mail, qp, received, sample, text, words


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
