"""Mail that no person wrote, mail through lists, and our own mail coming back."""

from .kit import SHOP, b64, mail, received, sample, text, words

SECRET = b"a secret of the samples, 32 bytes"
"""What the signatures in the samples are made with."""


def _auto(number: int, sender: str, subject: str, extra: str, body: str) -> bytes:
    return mail(
        f"""
{received("smtp.sender.example", "Sun, 22 Nov 2026 08:00:05 +0800")}
From: {sender}
To: {SHOP}
Subject: {subject}
Date: Sun, 22 Nov 2026 08:00:00 +0800
Message-ID: <auto.{number:02}@sender.example>
{extra.strip()}
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64
""",
        b64(text(body)),
    )


@sample
def auto_reply_exchange() -> bytes:
    """Exchange in Chinese: "自动答复" with Auto-Submitted: auto-generated."""
    return _auto(
        1,
        f"{words('陈立')} <li.chen@yuanfan.example>",
        words("自动答复: 您的订单 20261102-30018 发票"),
        """
X-Auto-Response-Suppress: All
Auto-Submitted: auto-generated
In-Reply-To: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>
""",
        "我正在休假，11月25日回到办公室。急事请联系 finance@yuanfan.example。",
    )


@sample
def auto_reply_qq_by_subject() -> bytes:
    """QQ Mail: no header tells, only the subject "自动回复:"."""
    return _auto(
        2,
        f'"{words("阿杰")}" <ajie66@qq.example>',
        words("自动回复:退货地址"),
        "X-QQ-mid: xmsmtpt1763769600t",
        "您好，我已收到您的邮件，会尽快回复。",
    )


@sample
def auto_reply_vacation() -> bytes:
    """The vacation program of Unix: Auto-Submitted: auto-replied and Precedence: bulk."""
    return _auto(
        3,
        "Oliver Grant <oliver.grant@northwind.example>",
        "Away until Monday",
        "Auto-Submitted: auto-replied (vacation)\nPrecedence: bulk",
        "I am away until Monday.",
    )


@sample
def auto_reply_x_autoreply() -> bytes:
    """A hosting panel: X-Autoreply: yes only."""
    return _auto(4, "info@bluepine.example", "Re: Tracking number", "X-Autoreply: yes", "Thank you for your message.")


@sample
def auto_reply_out_of_office_subject() -> bytes:
    """ "外出：" as the whole announcement, without any header."""
    return _auto(
        5, f"{words('赵敏')} <zhaomin@huaxin.example>", words("外出：11月22日至25日"), "", "外出期间请电话联系。"
    )


@sample
def going_out_is_no_auto_reply() -> bytes:
    """A customer who writes about going out: a person, whatever the first word is."""
    return _auto(
        6, f"{words('唐丽')} <tangli@qq.example>", words("外出时无法收货怎么办"), "", "我明天外出，快递能改到后天吗？"
    )


@sample
def other_desk_answers() -> bytes:
    """Another company's ticket system confirms receipt of our mail: auto-generated, but in reply."""
    return _auto(
        7,
        "Parcel Support <support@parcel.example>",
        "[Request received] Where is parcel 7781",
        "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n"
        "In-Reply-To: <manyi.aaaabbbbccccddddeeeeffffgg@xingyao.example>",
        "Your request 99812 has been received.",
    )


@sample
def web_form_is_a_message() -> bytes:
    """A shop's contact form sends what a customer typed: auto-generated and asked by nobody, so a message."""
    return _auto(
        14,
        "Shop <noreply@shop.example>",
        words("官网留言：门锁电池盖松动"),
        "Auto-Submitted: auto-generated\nReply-To: mengyao@sender.example",
        "姓名：孟瑶\n电话：137 0000 0000\n内容：门锁电池盖松动，能寄一个新的吗？",
    )


@sample
def mailing_list_message() -> bytes:
    """Mailman: a person's words through a list; a message, but no machine may answer it."""
    return _auto(
        8,
        "Jonas Weber <jonas@lambda.example>",
        "[dealers] Price list 2027?",
        """
Precedence: list
List-Id: Dealers <dealers.lists.sender.example>
List-Post: <mailto:dealers@lists.sender.example>
List-Unsubscribe: <https://lists.sender.example/dealers>
Sender: "Dealers" <dealers-bounces@lists.sender.example>
""",
        "When will the new price list be out?",
    )


@sample
def newsletter() -> bytes:
    """A newsletter: bulk with List-Unsubscribe."""
    return _auto(
        9,
        f"{words('展会资讯')} <news@expo.example>",
        words("2027 消费电子展 早鸟票开抢"),
        "Precedence: bulk\nList-Unsubscribe: <mailto:leave@expo.example>",
        "早鸟票 11 月 30 日截止。",
    )


@sample
def own_mail_returned() -> bytes:
    """Our own mail, redirected back to us, with our signed header."""
    return _auto(
        10,
        SHOP,
        words("您的换货申请已受理"),
        "X-Manyi-Ticket: 20261122-0417; wbyjsicrk5mr\nAuto-Submitted: auto-generated",
        "您好，换货申请已受理。",
    )


@sample
def forged_mark() -> bytes:
    """Our header with a signature that is not ours: another desk like this one, or a forgery; a message."""
    return _auto(
        11,
        "Other Desk <help@other.example>",
        "Question from another desk",
        "X-Manyi-Ticket: 20261122-0417; aaaaaaaaaaaa",
        "We use the same software as you.",
    )


@sample
def own_message_id_returned() -> bytes:
    """A forwarder dropped our header but kept our Message-ID."""
    return _auto(12, SHOP, "Survey", "", "How did we do?").replace(
        b"<auto.12@sender.example>", b"<manyi.ktcx4zq2mv7bnw3ydl5ehsa6pu@xingyao.example>"
    )


@sample
def too_many_hops() -> bytes:
    """Two forwarders send a mail to each other: 27 Received fields."""
    hops = "\n".join(
        f"Received: from relay{number % 2}.sender.example by relay{(number + 1) % 2}.sender.example; "
        f"Sun, 22 Nov 2026 07:{number:02}:00 +0800"
        for number in range(26, 0, -1)
    )
    return _auto(13, f"{words('唐丽')} <tangli@qq.example>", words("在吗"), "", "在吗？").replace(
        b"From: ", hops.replace("\n", "\r\n").encode() + b"\r\nFrom: ", 1
    )
