"""How people write: composing openings and answers in the manner of a channel, a language and a mood."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from manyi.demo import facts as fact
from manyi.demo import grammar, library
from manyi.demo.facts import Facts
from manyi.demo.library import Scenario

TYPOS = {
    "zh": (("充电", "冲电"), ("已经", "以经"), ("蓝牙", "篮牙"), ("账号", "帐号"), ("退款", "推款"), ("发票", "发飘"),
           ("一直", "一只"), ("知道", "只道"), ("什么", "神马"), ("耳机", "耳际"), ("在等", "再等"), ("麻烦", "马烦")),
    "en": (("received", "recieved"), ("address", "adress"), ("doesn't", "doesnt"), ("can't", "cant"), ("the ", "teh "),
           ("won't", "wont"), ("with", "wiht"), ("their", "thier"), ("again", "agian"), ("definitely", "definately")),
}  # fmt: skip
SHOWN = (
    "照片",
    "截图",
    "附件",
    "拍了照",
    "图片",
    "清单",
    "回单",
    "photo",
    "Photo",
    "screenshot",
    "Screenshot",
    "attached",
)
_CLOSED = ("？", "?", "找我", "告诉", "回复", "吗", "me", "reply", "let", "write")
"""Words near the end of an answer after which an offer of further help would be one too many."""


@dataclass(slots=True)
class Voice:
    """Writes the messages of one conversation. `mood`: polite, plain or angry."""

    rng: Random
    scenario: Scenario
    facts: Facts
    channel: str
    mood: str
    business: bool

    @property
    def language(self) -> str:
        return self.scenario.language

    def write(self, template: str, at: datetime) -> str:
        """One template, filled in for that moment."""
        fact.at_moment(self.facts, self.language, at)
        return grammar.write(template, self.rng, self.facts.slots)

    def phrase(self, speaker: str, occasion: str, at: datetime) -> str:
        """One of the shared phrases."""
        return self.write(self.rng.choice(library.phrases(self.language)[speaker][occasion]), at)

    def opening(self, lane: int, at: datetime, *, with_order: bool) -> str:
        """The first message: what happened, perhaps the order and details, what is wanted."""
        chance = self.rng.random
        opens = self.scenario.opens
        parts = [self.write(self.rng.choice([each for n, each in enumerate(opens) if n % 2 == lane] or opens), at)]
        if self.mood == "angry":
            parts.insert(self.rng.randrange(2), self.phrase("customer", "angry", at))
        if with_order:
            parts.insert(self.rng.choice((0, len(parts), len(parts))), self._where(parts, at))
        if self.scenario.details and chance() < 0.65:
            parts.append(self.write(self.rng.choice(self.scenario.details), at))
        if chance() < 0.3 and not self.scenario.enterprise:
            parts.append(self.phrase("customer", "loyal", at))
        if self.scenario.asks and chance() < 0.88:
            parts.append(self.write(self.rng.choice(self.scenario.asks), at))
        if self.mood == "polite":
            parts.append(self.phrase("customer", "polite", at))
        return self.customer(parts, at, first=True)

    def _where(self, said: list[str], at: datetime) -> str:
        """The order number, and the day of purchase unless it was mentioned."""
        templates = library.phrases(self.language)["customer"]["where"]
        if self.scenario.enterprise or self.facts.slots["bought"] in "".join(said):
            templates = [each for each in templates if "{bought}" not in each]
        return self.write(self.rng.choice(templates), at)

    def customer(self, parts: list[str], at: datetime, *, first: bool = False) -> str:
        """What the customer said, in the manner of the channel."""
        parts = [" ".join(each.split()) for each in parts]
        if self.channel == "chat":
            return self._typed(self._chat(parts, at, first=first))
        text = self._joined(parts)
        if self.channel == "email":
            return self._letter(text, at, first=first)
        if self.channel == "api" and first:
            source = (
                ("小程序留言", "旗舰店留言", "App反馈") if self.language == "zh" else ("App feedback", "Store message")
            )
            return (
                f"{self.rng.choice(source)}: {text}"
                if self.language == "en"
                else f"【{self.rng.choice(source)}】{text}"
            )
        return text

    def _joined(self, parts: list[str]) -> str:
        return ("" if self.language == "zh" else " ").join(parts)

    def _letter(self, text: str, at: datetime, *, first: bool) -> str:
        if not first and self.rng.random() < 0.6:
            return text
        sign = "sign_business" if self.business else "sign_mail"
        pieces = [self.phrase("customer", "hello_mail", at)] if first else []
        close = self.phrase("customer", "close_mail", at)
        pieces += [text, "\n".join(filter(None, (close, self.phrase("customer", sign, at))))]
        return "\n\n".join(pieces)

    def _chat(self, parts: list[str], at: datetime, *, first: bool) -> str:
        hello = self.phrase("customer", "hello_chat", at) if first else ""
        if self.language == "en":
            if hello and hello[-1] not in ",?":
                hello += self.rng.choice((",", "!", " -", "\n"))
            text = " ".join(filter(None, (hello, *parts)))
            return self._hurried(text) if self.rng.random() < 0.12 else text
        stop = self.rng.choice(("。", "。", "，", " ", "\n"))
        body = "".join(parts).rstrip("。").replace("。", stop)
        if not hello:
            return body
        glue = "" if hello[-1] in "，下" else self.rng.choice(("，", " ", "\n"))
        return hello + glue + body

    def _hurried(self, text: str) -> str:
        order = self.facts.slots["order"]
        return text.lower().replace("'", "").replace(order.lower(), order)

    def _typed(self, text: str) -> str:
        if self.rng.random() > 0.06:
            return text
        for right, wrong in self.rng.sample(TYPOS[self.language], len(TYPOS[self.language])):
            if right in text:
                return text.replace(right, wrong, 1)
        return text

    def agent(self, body: str, at: datetime, *, first: bool, late: bool = False, lead: bool = True) -> str:
        """What an agent says: greeting, a word of empathy where it is due, the answer itself."""
        parts = []
        if first and late:
            parts.append(self.phrase("agent", "late", at))
        if first and not late and self._deserves_empathy():
            parts.append(self.phrase("agent", "empathy", at))
        if not first and lead:
            parts.append(self.phrase("agent", "lead", at))
        parts.append(body)
        if not any(each in body[-24:] for each in _CLOSED):
            parts.append(self.phrase("agent", "tail", at))
        text = self._joined([each for each in parts if each]).strip()
        if self.language == "en":
            text = text.replace(":  ", ": ").replace("  ", " ")
        return self._agent_letter(text, at, first=first)

    def _deserves_empathy(self) -> bool:
        return self.mood == "angry" or (self.scenario.root == "complaint" and self.rng.random() < 0.6)

    def _agent_letter(self, text: str, at: datetime, *, first: bool) -> str:
        if self.channel == "chat":
            if not first:
                return text
            return self.phrase("agent", "hello_chat", at) + ("" if self.language == "zh" else " ") + text
        hello = self.phrase("agent", "hello_mail" if first else "hello_again", at)
        close = self.phrase("agent", "close_mail", at)
        return f"{hello}\n\n{text}\n\n{close}"


def shows_something(text: str) -> bool:
    """Whether the text speaks of a picture or paper that should be attached."""
    return any(word in text for word in SHOWN)


def mood(rng: Random, root: str) -> str:
    """How the customer of such a ticket is likely to feel."""
    weights = {"complaint": (0, 46, 54), "after_sale": (26, 62, 12)}.get(root, (36, 62, 2))
    return rng.choices(("polite", "plain", "angry"), weights)[0]
