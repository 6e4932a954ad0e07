"""How natural a text looks in each script: the measure by which unlabelled bytes are recognised.

Statistical detectors need a few hundred bytes; subjects and names have ten. Everyday characters tell them apart.
"""

import re
from typing import Final

_SIMPLIFIED: Final = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全"
    "您你请问谢没什么怎么收货订单退款换快递物流质量客服投诉发票购买商品坏充耳机手机号码保修售后服务已经今昨明想知道帮看新问题先女士感"
    "给吗呢吧让做回复邮件附联系话址店公司期月周号元钱付支打尽处解决满意王李张刘陈杨黄赵吴徐孙朱马胡郭林何伟芳娜敏静丽强军杰娟涛，。！？：；、“”（）《》…—"
)
_TRADITIONAL: Final = frozenset(
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經"
    "三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天日那事平形相全您你請問"
    "謝沒什麼怎收貨訂單退款換快遞質客服投訴發票購買商品壞充耳機號碼保修售服務已今昨明想知道幫看新題先女士感給嗎呢吧讓做回覆郵件附聯絡"
    "話址店公司期月週元錢付送查詢，。！？：；、「」（）『』…—"
)
_KOREAN: Final = frozenset(
    "이다는을를에의가고하지사로기어리도서인시은대나한자해아니그보일수있게여정부스제전것들라주안장상요세습합했않구문조만면과비거마드오"
    "신무경원우선트소공미방교회연관성용모후위동화실및내계품송배환불확감녕받았으까려결물택르너럼없되된터음"
)
_KANA: Final = frozenset(chr(code) for code in (*range(0x3041, 0x3097), *range(0x30A1, 0x30FD)))
_JAPANESE: Final = _KANA | frozenset(
    "、。「」・ー〜！？（）日本人年大国会中出時行見月分後前生間上東気入用手話品注文届商送願致先様返"
)
_CYRILLIC: Final = frozenset("оеаинтсрвлкмдпуя")
_CASE_JUMP: Final = re.compile("[а-яё][А-ЯЁ]")
_HALF_LATIN: Final = re.compile("[A-Za-z][А-яЁё]|[А-яЁё][A-Za-z]")
_ACCENT_ROW: Final = re.compile("[À-ÖØ-öø-ÿ]{3,}")
_WESTERN: Final = frozenset("éèêëàâäáãåçùûüúöôòóõøñíìîïßæœÉÀÜÖÄÑÇ’‘“”–—…€£«»°¿¡\xa0´")


def _level_one(codec: str, first: int, last: int) -> frozenset[str]:
    """The frequent half of a double-byte set, which its makers put first."""
    raw = (bytes((lead, trail)) for lead in range(first, last + 1) for trail in range(0x40, 0xFF))
    return frozenset(raw_pair.decode(codec, "ignore") for raw_pair in raw) - {""}


_FREQUENT: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "zh-Hans": (_SIMPLIFIED, _level_one("gb2312", 0xB0, 0xD7)),
    "zh-Hant": (_TRADITIONAL, _level_one("big5", 0xA4, 0xC6)),
    "ko": (_KOREAN, _level_one("euc_kr", 0xB0, 0xC8)),
    "ja": (_JAPANESE, _level_one("euc_jp", 0xB0, 0xCF)),
}


def _double_byte(foreign: str, script: str) -> float:
    everyday, frequent = _FREQUENT[script]
    full_width = sum(1 for character in foreign if "\uff01" <= character <= "\uff5e")
    top = sum(1 for character in foreign if character in everyday)
    known = sum(1 for character in foreign if character in frequent and character not in everyday)
    return top + 0.6 * known + 0.5 * full_width


def _cyrillic(foreign: str, text: str) -> float:
    """Frequent letters count most; case that jumps inside a word, or words half Latin, give false readings away."""
    letters = sum(0.95 if letter.lower() in _CYRILLIC else 0.6 for letter in foreign if "Ё" <= letter <= "ё")
    capitals = sum(1 for letter in foreign if letter.isupper())
    marks = sum(1 for character in foreign if not character.isalpha() and character not in "—–«»№…“”")
    jumps = len(_CASE_JUMP.findall(text)) + len(_HALF_LATIN.findall(text))
    return letters - 0.1 * capitals - marks - jumps


def _western(foreign: str, text: str) -> float:
    """Accented letters stand alone in Western words; rows of them are another script."""
    rows = sum(len(row) for row in _ACCENT_ROW.findall(text))
    return sum(0.9 for character in foreign if character in _WESTERN) - rows


CANDIDATES: Final[tuple[tuple[str, str], ...]] = (
    ("gb18030", "zh-Hans"),
    ("cp950", "zh-Hant"),
    ("big5hkscs", "zh-Hant"),
    ("cp932", "ja"),
    ("euc_jp", "ja"),
    ("cp949", "ko"),
    ("cp1251", "ru"),
    ("koi8_r", "ru"),
    ("cp1252", "west"),
)
"""Codec and script of each reading worth trying."""


def share_of_common(text: str, script: str) -> float:
    """How much of the foreign text is everyday writing in `script`: 1 all of it, 0 or less none."""
    foreign = "".join(character for character in text if character > "\x7f")
    if not foreign:
        return 0.0
    if script == "ru":
        measure = _cyrillic(foreign, text)
    elif script == "west":
        measure = _western(foreign, text)
    else:
        measure = _double_byte(foreign, script)
    return (measure - 3 * foreign.count("\ufffd")) / len(foreign)
