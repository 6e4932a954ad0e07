"""Header fields: encoded words split and broken, raw bytes, addresses as people write them."""

import base64

from .kit import SHOP, b64, mail, received, sample, text, words


def _with(fields: str, body: str = "请回电。", charset: str = "ascii") -> bytes:
    """A short UTF-8 mail whose fields are the point."""
    return mail(
        f"""
{received("smtp.sender.example", "Sat, 21 Nov 2026 10:00:05 +0800")}
{fields.strip()}
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64
""",
        b64(text(body)),
        charset,
    )


@sample
def raw_gbk_fields() -> bytes:
    """Subject and name as raw GBK bytes over a body that declares GB2312."""
    return mail(
        f"""
{received("oa.oldfactory.example", "Sat, 21 Nov 2026 10:01:00 +0800")}
From: "罗晓燕" <luo@oldfactory.example>
To: 客服 <kefu@xingyao.example>
Subject: 退货
Date: Sat, 21 Nov 2026 10:01:00 +0800
Message-ID: <fields.01@oldfactory.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=gb2312
Content-Transfer-Encoding: 8bit
""",
        text("请问退货地址？", "gb2312"),
        "gbk",
    )


@sample
def raw_utf8_fields() -> bytes:
    """Subject and names as raw UTF-8 (SMTPUTF8)."""
    return _with(
        """
From: 欧阳娜 <ouyang@sender.example>
To: 星曜数码客服 <kefu@xingyao.example>
Subject: 耳机进水了还能修吗？
Date: Sat, 21 Nov 2026 10:02:00 +0800
Message-ID: <fields.02@sender.example>
""",
        charset="utf-8",
    )


@sample
def characters_split_between_words() -> bytes:
    """A UTF-8 subject cut every 11 bytes into encoded words, in the middle of characters."""
    raw = "关于蓝牙音箱无法开机的投诉".encode()
    subject = "\n ".join(f"=?utf-8?B?{base64.b64encode(raw[at : at + 11]).decode()}?=" for at in range(0, len(raw), 11))
    return _with(
        f"""
From: {words("彭涛")} <pengtao@sender.example>
To: {SHOP}
Subject: {subject}
Date: Sat, 21 Nov 2026 10:03:00 +0800
Message-ID: <fields.03@sender.example>
"""
    )


@sample
def base64_split_anywhere() -> bytes:
    """A GBK subject whose base64 was cut every 15 characters without regard to its groups of four."""
    code = base64.b64encode("尾款已付请尽快安排发货谢谢".encode("gbk")).decode()
    subject = "\n\t".join(f"=?GBK?B?{code[at : at + 15]}?=" for at in range(0, len(code), 15))
    return _with(
        f"""
From: {words("邓超", "gbk")} <dengchao@sender.example>
To: {SHOP}
Subject: {subject}
Date: Sat, 21 Nov 2026 10:04:00 +0800
Message-ID: <fields.04@sender.example>
"""
    )


@sample
def sloppy_q_words() -> bytes:
    """Lower-case q, spaces inside the word, no space around it, a language tag after the charset."""
    return _with(
        f"""
From: =?ISO-8859-1*fr?q?Ren=E9 Lef=E8vre?= <rene@sender.example>
To: {SHOP}
Subject: Commande=?utf-8?q?_annul=c3=a9e ?= =?utf-8?q?=E2=80=93_pourquoi=3f?=
Date: Sat, 21 Nov 2026 10:05:00 +0800
Message-ID: <fields.05@sender.example>
"""
    )


@sample
def words_in_quotes_and_mixed_charsets() -> bytes:
    """Encoded words inside quoted names, and a subject in two charsets with plain text between."""
    return _with(
        f"""
From: "{words("程序, 测试部", "gb2312")}" <chengxu@sender.example>
To: "{words("星曜")} {words("客服")}" <kefu@xingyao.example>
Subject: {words("回复", "gb2312")}: [SN 8842] {words("固件", "gbk")} {words("升级失敗", "utf-8")}
Date: Sat, 21 Nov 2026 10:06:00 +0800
Message-ID: <fields.06@sender.example>
"""
    )


@sample
def whole_mailbox_encoded() -> bytes:
    """Name and address together in one encoded word."""
    return _with(
        f"""
From: {words("蒋欣 <jiangxin@sender.example>")}
To: {SHOP}
Subject: =?utf-8?B?6K+35Zue55S1?=
Date: Sat, 21 Nov 2026 10:07:00 +0800
Message-ID: <fields.07@sender.example>
"""
    )


@sample
def damaged_words() -> bytes:
    """Encoded words with a missing end, with junk inside the base64, and with an unknown charset."""
    return _with(
        f"""
From: =?utf-8?B?5p2O!!5pif?= <lixing@sender.example>
To: {SHOP}
Subject: {words("急件")} =?x-unknown?B?{base64.b64encode("退款".encode()).decode()}?= =?utf-8?Q?=E5=95
Date: Sat, 21 Nov 2026 10:08:00 +0800
Message-ID: <fields.08@sender.example>
"""
    )


@sample
def fields_given_twice() -> bytes:
    """Two subjects, two senders, two dates; recipients spread over two To fields, which is meant."""
    return _with(
        """
From: Eva Stein <eva@sender.example>
From: Mailer <mailer@relay.example>
To: kefu@xingyao.example
To: Bob <bob@xingyao.example>
Subject: Broken charger
Subject: [External] Broken charger
Date: Sat, 21 Nov 2026 10:09:00 +0800
Date: Sat, 21 Nov 2026 02:09:00 +0000
Message-ID: <fields.09@sender.example>
"""
    )


@sample
def no_id_and_no_date() -> bytes:
    """Neither Message-ID nor Date; only our own server's Received tells the time."""
    return _with(
        f"""
From: scanner@sender.example
To: {SHOP}
Subject: Scan 0042
"""
    )


@sample
def unreadable_date() -> bytes:
    """A date in Chinese words, which no standard has."""
    return _with(
        f"""
From: {words("方圆")} <fangyuan@sender.example>
To: {SHOP}
Subject: {words("催单")}
Date: {words("2026年11月21日 上午10:10")}
Message-ID: <fields.11@sender.example>
"""
    )


@sample
def addresses_as_people_write_them() -> bytes:
    """Semicolons, comments, a group, an upper-case address, a comma in a quoted name, a bare name without address."""
    return _with(
        """
From: "Smith, John (Purchasing)" <John.SMITH@Sender.Example>
To: kefu@xingyao.example (Xingyao Support); "Zhang \\"Leo\\" San" <leo@sender.example>
Cc: Team: anna@sender.example, Ben <ben@sender.example>;, undisclosed-recipients:;, Carl
Reply-To: <mailto:orders@sender.example>
Subject: Quote
Date: Sat, 21 Nov 2026 10:12:00 +0800 (China Standard Time)
Message-ID: <fields.12@sender.example>
Delivered-To: kefu@xingyao.example
X-Original-To: sales@xingyao.example
"""
    )


@sample
def long_folded_references() -> bytes:
    """Eight references folded with tabs, one broken by the fold, In-Reply-To without brackets."""
    references = "\n\t".join(f"<thread.{number}@sender.example>" for number in range(1, 8))
    return _with(
        f"""
From: {words("蔡琳")} <cailin@sender.example>
To: {SHOP}
Subject: {words("Re: Fwd: 回复: RE: 配件缺货")}
Date: Sat, 21 Nov 2026 10:13:00 +0800
Message-ID: <fields.13@sender.example>
In-Reply-To: thread.7@sender.example
References: {references}
\t<thread.8@
\tsender.example>
"""
    )


@sample
def reply_to_signed_address() -> bytes:
    """A reply to the signed address of ticket 20261120-0007, its letters put in upper case by the server on the way."""
    return _with(
        f"""
From: {words("戴维")} <daiwei@sender.example>
To: KEFU+T20261120-0007.KCRQEDGU5UIC@XINGYAO.EXAMPLE
Subject: {words("回复：【#20261120-0007】保修期")}
Date: Sat, 21 Nov 2026 10:14:00 +0800
Message-ID: <fields.14@sender.example>
"""
    )


@sample
def subject_with_tabs_and_controls() -> bytes:
    """A subject folded with tabs, with control characters inside an encoded word."""
    return _with(
        f"""
From: noreply@sender.example
To: {SHOP}
Subject: {words("第一行" + chr(13) + chr(10) + "Bcc: evil@sender.example" + chr(7))}
\t{words("第二行")}
Date: Sat, 21 Nov 2026 10:15:00 +0800
Message-ID: <fields.15@sender.example>
"""
    )
