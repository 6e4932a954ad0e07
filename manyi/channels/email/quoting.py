"""Tells what a sender newly wrote from the history and the signature around it."""

import re
from typing import Final, NamedTuple

_ORIGINAL: Final = re.compile(
    r"^[\s>]*[-_=*]{2,}\s*(?:original (?:message|e?-?mail)|原始邮件(?:信息)?|"
    r"邮件原件|原邮件|原始信件|原始郵件|原郵件|回复的原邮件|"
    r"replied message|元のメッセージ|ursprüngliche nachricht|message d'origine|mensaje original|"
    r"원본 메시지|исходное сообщение|reply message|回复的邮件|original)\s*[-_=*]{2,}\s*$",
    re.IGNORECASE,
)
_ATTRIBUTION: Final = re.compile(
    r"^(?:"
    r"(?:on|at)\b.{6,400}?\b(?:wrote|writes)\s*[:：]"
    r"|.{0,200}?<?[^\s<>]+@[^\s<>]+>?[^:：]{0,120}\b(?:wrote|writes)\s*[:：]"
    r"|(?:在|於|于)?\s*.{0,200}?\d.{0,300}?(?:写道|寫道|写到|编写|來信|撰写)\s*[:：]"
    r"|.{0,300}?<[^\s<>]+@[^\s<>]+>.{0,160}?(?:写道|寫道|写到|撰写)\s*[:：]"
    r"|le\b.{6,400}?\ba écrit\s*[:：]"
    r"|am\b.{6,400}?\bschrieb\b.{0,200}?[:：]"
    r"|el\b.{6,400}?\bescribió\s*[:：]"
    r"|.{4,300}?\d.{0,200}?(?:のメール|さんは書きました|wrote)\s*[:：]"
    r"|.{4,300}?\d.{0,200}?(?:님이 작성|작성)\s*[:：]"
    r"|.{4,300}?\d.{0,200}?(?:пишет|написал\(?а?\)?)\s*[:：]"
    r")$",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTION_START: Final = re.compile(r"^[>\s]*(?:(?:on|at|le|am|el)\b|[在於于]|\d{4}[年/.-])", re.IGNORECASE)
_ATTRIBUTION_END: Final = re.compile(r"[:：]\s*$")
_FROM: Final = re.compile(
    r"^[\s>*]*(?:from|发件人|发送人|寄件者|寄件人|差出人|von|de|보낸 ?사람|от)\s*\*?\s*[:：]\*?\s*\S",
    re.IGNORECASE,
)
_WHEN: Final = re.compile(
    r"^[\s>*]*(?:sent|date|发送时间|发送日期|日期|时间|寄件日期|傳送時間|送信日時|日付|gesendet|datum|envoyé|enviado|fecha|"
    r"보낸 ?날짜|날짜|дата|отправлено)\s*\*?\s*[:：]",
    re.IGNORECASE,
)
_WHAT: Final = re.compile(
    r"^[\s>*]*(?:to|subject|收件人|收件者|主题|主旨|主題|抄送|宛先|件名|an|betreff|à|objet|para|asunto|"
    r"받는 ?사람|제목|кому|тема)\s*\*?\s*[:：]",
    re.IGNORECASE,
)
_SEPARATOR: Final = re.compile(r"^[\s>]*[-_=*·]{3,}\s*$")
_SIGNATURE: Final = re.compile(r"^--[ \t]?$")
_SIGNATURE_RULE: Final = re.compile(r"^[-_—]{10,}$")
_DEVICE: Final = re.compile(
    r"^(?:sent from (?:my |mail\b|outlook|yahoo|samsung|proton)|sent via |get outlook for|sent with |"
    r"发自(?:我的|手机|网易|新浪|outlook|foxmail|钉钉|小米|华为)|發自我的|從我的.{1,20}(?:傳送|寄出)|來自我的|来自我的|"
    r"从我的.{1,20}(?:发送|发出)|来自.{0,12}(?:手机|邮箱).{0,8}$|从 "
    r"?windows.{0,12}发送|获取 ?outlook|下载.{0,8}outlook|"
    r"使用.{1,20}发送|.{0,12}から送信|나의 .{1,20}에서 보냄|envoyé de mon|"
    r"von meinem .{1,20} gesendet|enviado desde mi)",
    re.IGNORECASE,
)
_MAX_SIGNATURE_LINES: Final = 20


class Split(NamedTuple):
    new: str
    quoted: str
    signature: str


def split_reply(text: str, *, forwarded: bool = False) -> Split:
    """Parts a body. What a forward carries is news to us, so nothing of it counts as history.

    Answers written between the quoted lines only make sense with them: then all of it stays in `new`.
    """
    lines = text.split("\n")
    start = None if forwarded else _history_start(lines)
    if start is None:
        return _with_signature(lines, [])
    end = _history_end(lines, start)
    before, history, after = lines[:start], lines[start:end], lines[end:]
    if any(line.strip() for line in after):
        if any(line.startswith(">") for line in after):
            return _with_signature(lines, [])
        before = [*before, "", *after]
    return _with_signature(before, history)


def _history_start(lines: list[str]) -> int | None:
    for number, line in enumerate(lines):
        plain = line.strip()
        if not plain:
            continue
        if line.startswith(">") or _ORIGINAL.match(line):
            return _without_separators(lines, number)
        if _FROM.match(line) and _is_header_block(lines[number + 1 : number + 9]):
            return _without_separators(lines, number)
        if _attribution_length(lines, number):
            return number
    return None


def _without_separators(lines: list[str], number: int) -> int:
    """Takes in the drawn lines above the history."""
    while number and (not lines[number - 1].strip() or _SEPARATOR.match(lines[number - 1])):
        number -= 1
    return number


def _is_header_block(following: list[str]) -> bool:
    """A date and a recipient or subject must follow the sender: parcel labels have senders too."""
    return any(_WHEN.match(line) for line in following) and any(_WHAT.match(line) for line in following)


def _attribution_length(lines: list[str], number: int) -> int:
    """How many lines from here say "… wrote:"; programs wrap that sentence over up to four."""
    if not _ATTRIBUTION_START.match(lines[number]) and "@" not in lines[number]:
        return 1 if _is_attribution(lines, number, 1) else 0
    for length in range(1, 5):
        piece = lines[number : number + length]
        if len(piece) < length or not piece[-1].strip():
            return 0
        if length > 1 and _ATTRIBUTION_START.match(piece[-1]) and not re.match(r"\d", piece[-1]):
            return 0
        if _ATTRIBUTION_END.search(piece[-1]):
            return length if _is_attribution(lines, number, length) else 0
    return 0


def _is_attribution(lines: list[str], number: int, length: int) -> bool:
    piece = lines[number : number + length]
    sentence = " ".join(line.strip(" >*\t") for line in piece)
    if len(sentence) > 500 or not _ATTRIBUTION_END.search(sentence) or not _ATTRIBUTION.match(sentence):
        return False
    return any(lines[later].strip() for later in range(number + length, len(lines)))


def _history_end(lines: list[str], start: int) -> int:
    """One past the last line of the history: the end of the `>` lines where there are any, else of the text."""
    number = start + _attribution_length(lines, start)
    while number < len(lines) and not lines[number].strip():
        number += 1
    if number == len(lines) or not lines[number].startswith(">"):
        return len(lines)
    last = number
    for position in range(number, len(lines)):
        if lines[position].startswith(">"):
            last = position
        elif lines[position].strip():
            break
    return last + 1


def _with_signature(lines: list[str], history: list[str]) -> Split:
    start = _signature_start(lines)
    signature = lines[start:]
    if signature and (_SIGNATURE.match(signature[0]) or _SIGNATURE_RULE.match(signature[0].strip())):
        signature = signature[1:]
    return Split(_block(lines[:start]), _block(history), _block(signature))


def _signature_start(lines: list[str]) -> int:
    """The topmost line near the end that opens a signature; the number of lines if there is none."""
    start, rest = _device_line(lines), list[str]()
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number].strip()
        if _SIGNATURE.match(lines[number]) or (_SIGNATURE_RULE.match(line) and _looks_like_card(rest)):
            start = number
        if line:
            rest.append(line)
        if len(rest) > _MAX_SIGNATURE_LINES:
            break
    return start


def _looks_like_card(rest: list[str]) -> bool:
    """A few short lines without a question, as names and telephone numbers are."""
    return 0 < len(rest) <= 6 and all(len(line) <= 60 and line[-1] not in "？?。！!" for line in rest)


def _device_line(lines: list[str]) -> int:
    """Where "Sent from my phone" begins, if that is how the text ends."""
    for number in range(len(lines) - 1, -1, -1):
        if lines[number].strip():
            return number if _DEVICE.match(lines[number].strip()) else len(lines)
    return len(lines)


def _block(lines: list[str]) -> str:
    """The lines as a text without the empty ones around it."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines).strip("\n"))
