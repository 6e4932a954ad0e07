"""Bodies in every character set that customers' programs still use, and in the ones they only claim to use."""

from .kit import SHOP, b64, mail, qp, received, sample, text, words


def _plain(
    name: str,
    subject: str,
    body: bytes,
    *,
    label: str,
    email: str,
    encoding: str = "8bit",
    charset: str = "",
    number: int = 1,
) -> bytes:
    """A plain mail; `label` is the whole charset parameter, `charset` that of the encoded words."""
    named = words(name, charset) if charset else name
    titled = words(subject, charset) if charset else subject
    content_type = f"text/plain; charset={label}" if label else "text/plain"
    return mail(
        f"""
{received("smtp.sender.example", "Sat, 21 Nov 2026 09:00:05 +0800")}
From: {named} <{email}>
To: {SHOP}
Subject: {titled}
Date: Sat, 21 Nov 2026 09:00:00 +0800
Message-ID: <charset.{number:02}@sender.example>
MIME-Version: 1.0
Content-Type: {content_type}
Content-Transfer-Encoding: {encoding}
""",
        body,
    )


@sample
def gb18030_rare_characters() -> bytes:
    """GB18030 in 8 bit with four-byte characters that GBK does not have, as names of people and places need them."""
    body = text("收件人叫㐂𠮷，地址在深圳市䶮岗路，麻烦把发票上的名字改对。\n谢谢！", "gb18030")
    return _plain(
        "张喆", "发票名字错了", body, label="gb18030", email="zhe@sender.example", charset="gb18030", number=1
    )


@sample
def gbk_labelled_gb2312() -> bytes:
    """GBK characters (镕, 堃, €) under the label GB2312, as Chinese programs send by habit."""
    body = b64(text("我是朱镕堃，上个月在法国买的音箱 €129，国内能保修吗？", "gb18030"))
    return _plain(
        "朱镕堃",
        "保修咨询",
        body,
        label='"gb2312"',
        email="zrk@sender.example",
        encoding="base64",
        charset="gbk",
        number=2,
    ).replace(b"=?gbk?", b"=?gb2312?")


@sample
def big5_order() -> bytes:
    """Big5 in 8 bit from Taiwan."""
    body = text("您好，我上週訂的藍牙喇叭到現在還沒收到，請幫我查詢物流進度。\n\n林美玲", "big5")
    return _plain("林美玲", "訂單進度", body, label="Big5", email="meiling@sender.example", charset="big5", number=3)


@sample
def big5_hkscs_cantonese() -> bytes:
    """Big5-HKSCS from Hong Kong with Cantonese characters."""
    body = b64(text("個充電器用咗兩日就壞咗，啲線又短，可唔可以退錢？係咪要寄返去？", "big5hkscs"))
    return _plain(
        "何嘉欣",
        "充電器壞咗",
        body,
        label="big5-hkscs",
        email="kayan@sender.example",
        encoding="base64",
        charset="big5hkscs",
        number=4,
    ).replace(b"=?big5hkscs?", b"=?big5-hkscs?")


@sample
def hkscs_labelled_big5() -> bytes:
    """The same characters, but under the plain label Big5."""
    body = b64(text("啲耳機嘅聲好細，冇低音。", "big5hkscs"))
    return _plain(
        "Peter Wong",
        "Sound problem",
        body,
        label="big5",
        email="peter.wong@sender.example",
        encoding="base64",
        number=5,
    )


@sample
def iso_2022_jp_with_circled_number() -> bytes:
    """ISO-2022-JP from Outlook in Japan: ① and ㈱ from the Windows set, which the standard does not allow."""
    strict = "お世話になっております。㈱青空の山田です。\n注文番号①②の件、至急ご確認ください。\n"
    raw = text(strict, "iso2022_jp_2004").replace(b"\x1b$(Q", b"\x1b$B")
    return _plain(
        "山田太郎",
        "注文の件",
        raw,
        label="iso-2022-jp",
        email="yamada@sender.example",
        encoding="7bit",
        charset="iso2022_jp",
        number=6,
    ).replace(b"=?iso2022_jp?", b"=?ISO-2022-JP?")


@sample
def shift_jis_phone() -> bytes:
    """Shift_JIS with half-width katakana, as old Japanese phones send."""
    body = b64(text("ｲﾔﾎﾝが届きません。追跡番号を教えてください。", "cp932"))
    return _plain(
        "佐藤花子",
        "配送について",
        body,
        label="Shift_JIS",
        email="hanako@sender.example",
        encoding="base64",
        charset="shift_jis",
        number=7,
    )


@sample
def euc_kr_naver() -> bytes:
    """EUC-KR from Korea under its old Microsoft name ks_c_5601-1987."""
    body = b64(text("안녕하세요.\n주문한 이어폰이 아직 도착하지 않았습니다. 배송 조회 부탁드립니다.", "euc-kr"))
    return _plain(
        "김민수",
        "배송 문의",
        body,
        label='"ks_c_5601-1987"',
        email="minsu@sender.example",
        encoding="base64",
        charset="euc-kr",
        number=8,
    )


@sample
def windows_1251_russian() -> bytes:
    """Windows-1251, quoted-printable."""
    body = qp(text("Здравствуйте!\nЗаказ № 20261103-77 пришёл без зарядного кабеля.", "cp1251"))
    return _plain(
        "Иван Петров",
        "Нет кабеля",
        body,
        label="windows-1251",
        email="petrov@sender.example",
        encoding="quoted-printable",
        charset="windows-1251",
        number=9,
    )


@sample
def koi8_r_russian() -> bytes:
    """KOI8-R in 8 bit."""
    body = text("Добрый день, когда вернут деньги за часы?", "koi8-r")
    return _plain("Ольга", "Возврат", body, label="koi8-r", email="olga@sender.example", charset="koi8-r", number=10)


@sample
def windows_1252_labelled_latin1() -> bytes:
    """Smart quotes and the euro sign of Windows-1252 under the label ISO-8859-1."""
    body = qp(text("J’ai payé 59 € mais l’appli dit « commande annulée » – pourquoi ?", "cp1252"))
    return _plain(
        "Hélène Dubois",
        "Commande annulée",
        body,
        label="iso-8859-1",
        email="helene@sender.example",
        encoding="quoted-printable",
        charset="iso-8859-1",
        number=11,
    )


@sample
def windows_1250_polish() -> bytes:
    """Windows-1250."""
    body = b64(text("Dzień dobry, proszę o zwrot pieniędzy. Słuchawki są głośne.", "cp1250"))
    return _plain(
        "Łukasz",
        "Zwrot",
        body,
        label="windows-1250",
        email="lukasz@sender.example",
        encoding="base64",
        charset="windows-1250",
        number=12,
    )


@sample
def windows_1256_arabic() -> bytes:
    """Windows-1256."""
    body = b64(text("مرحبا، أين طلبي؟", "cp1256"))
    return _plain(
        "أحمد",
        "طلب",
        body,
        label="windows-1256",
        email="ahmad@sender.example",
        encoding="base64",
        charset="windows-1256",
        number=13,
    )


@sample
def utf8_labelled_gb2312() -> bytes:
    """UTF-8 bytes under the label GB2312, from a web form that was converted half-way."""
    body = text("您好，扫地机器人一直报错 E05，怎么办？")
    return _plain("李强", "报错 E05", body, label="gb2312", email="liqiang@sender.example", charset="utf-8", number=14)


@sample
def gbk_labelled_utf8() -> bytes:
    """GBK bytes under the label UTF-8, from a script in an old system."""
    body = text("系统通知：客户王先生要求今天下午回电，电话 13800000000。", "gbk")
    return _plain("OA", "Callback", body, label="UTF-8", email="oa@sender.example", number=15)


@sample
def utf8_labelled_latin1() -> bytes:
    """UTF-8 under the label ISO-8859-1."""
    body = qp(text("Grüße aus Köln – das Gerät läuft wieder."))
    return _plain(
        "Klaus", "Danke", body, label="iso-8859-1", email="klaus@sender.example", encoding="quoted-printable", number=16
    )


@sample
def gbk_without_any_label() -> bytes:
    """No MIME at all: GBK in subject, name and body, as home-made programs in China send."""
    return mail(
        f"""
{received("oa.oldfactory.example", "Sat, 21 Nov 2026 09:20:00 +0800")}
From: 张伟 <zhangwei@oldfactory.example>
To: kefu@xingyao.example
Subject: 关于第三批耳机的质量问题
Date: Sat, 21 Nov 2026 09:20:00 +0800
Message-ID: <charset.17@oldfactory.example>
""",
        text("您好：\n\n第三批 500 副耳机中有 12 副没有声音，请安排退换。\n\n张伟", "gbk"),
        "gbk",
    )


@sample
def koi8_without_any_label() -> bytes:
    """No MIME at all, KOI8-R."""
    return mail(
        f"""
{received("mx.volga.example", "Sat, 21 Nov 2026 09:21:00 +0300")}
From: Sergey <sergey@volga.example>
To: kefu@xingyao.example
Subject: order
Date: Sat, 21 Nov 2026 09:21:00 +0300
Message-ID: <charset.18@volga.example>
""",
        text("Здравствуйте, пришлите счёт на оплату, пожалуйста.", "koi8-r"),
    )


@sample
def charset_nobody_knows() -> bytes:
    """A charset name that does not exist."""
    body = text("订单能改成红色吗？", "gb18030")
    return _plain("Mei", "Colour", body, label="x-chinese-default", email="mei@sender.example", number=19)


@sample
def charset_only_in_html() -> bytes:
    """HTML whose charset stands in its meta element only."""
    html = (
        '<html><head><META http-equiv=Content-Type content="text/html; charset=gb2312"></head>'
        "<body><p>贵公司的路由器信号很好，想再买两台，有优惠吗？</p></body></html>\r\n"
    )
    return mail(
        f"""
{received("smtp.sender.example", "Sat, 21 Nov 2026 09:22:00 +0800")}
From: {words("郑洁", "gb2312")} <zhengjie@sender.example>
To: {SHOP}
Subject: {words("再次购买", "gb2312")}
Date: Sat, 21 Nov 2026 09:22:00 +0800
Message-ID: <charset.20@sender.example>
MIME-Version: 1.0
Content-Type: text/html
Content-Transfer-Encoding: 8bit
""",
        html.encode("gb2312"),
    )


@sample
def hz_gb_2312_text() -> bytes:
    """HZ, the seven-bit writing of GB2312 from the days of Usenet."""
    body = text("请问说明书在哪里下载？", "hz")
    return _plain("Wu", "Manual", body, label="hz-gb-2312", email="wu@sender.example", encoding="7bit", number=21)


@sample
def utf7_text() -> bytes:
    """UTF-7, from an old Exchange server."""
    body = text("Größe 44 ist zu klein, bitte Größe 45.", "utf-7")
    return _plain("Dirk", "Groesse", body, label="utf-7", email="dirk@sender.example", encoding="7bit", number=22)


@sample
def character_cut_in_half() -> bytes:
    """GB2312 whose last character a gateway cut in half."""
    body = b64(text("耳机左边没有声音，请尽快换货，订单号在附件里，谢谢", "gb2312")[:-3])
    return _plain(
        "许宁",
        "换货",
        body,
        label="gb2312",
        email="xuning@sender.example",
        encoding="base64",
        charset="gb2312",
        number=23,
    )


@sample
def utf8_with_byte_order_mark() -> bytes:
    """UTF-8 with a byte order mark and without charset, from a Windows script."""
    body = b"\xef\xbb\xbf" + text("备件清单已收到，谢谢。")
    return _plain("Script", "Parts", body, label="", email="script@sender.example", number=24)
