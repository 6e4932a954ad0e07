"""What customers and agents write, put together from whole sentences.

A sentence ends in punctuation, which no word crosses: the words of a text are those of its sentences, so each sentence
is cut once however often it is said.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from manyi.core import search

CORPUS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
PRODUCTS, ISSUES, DETAILS, ANSWERS = (CORPUS[key] for key in ("products", "issues", "details", "answers"))
ENGLISH = 0.4


@dataclass(frozen=True, slots=True)
class Text:
    """Something said, with its words as the search keeps them."""

    text: str
    words: str


def language(random: Random) -> str:
    """``zh`` for three of five."""
    return "en" if random.random() < ENGLISH else "zh"


def name(random: Random, tongue: str) -> str:
    """A person's name."""
    first, last = random.choice(CORPUS["first_names"][tongue]), random.choice(CORPUS["last_names"][tongue])
    return f"{first} {last}" if tongue == "en" else f"{last}{first}{random.choice(CORPUS['first_names']['zh'])}"


@cache
def cut(sentence: str) -> str:
    """The words of a sentence."""
    return search.words(sentence)


def subject(random: Random, tongue: str) -> Text:
    """What a request is about: few things often, most of them rarely."""
    product, issue = _few_often(random, PRODUCTS[tongue]), _few_often(random, ISSUES[tongue])
    text = f"{product}{issue}" if tongue == "zh" else f"My {product} {issue}"
    return Text(text, cut(text))


def _few_often(random: Random, choices: list[str]) -> str:
    return choices[int(len(choices) * random.random() ** 2)]


def question(random: Random, tongue: str, about: Text) -> Text:
    """What a customer writes: the matter, two to five details, an order number nobody else has."""
    order = f"M{random.randrange(10**10):010d}"
    lead, tail = ("订单号 ", "。") if tongue == "zh" else ("Order ", ". ")
    end = "。" if tongue == "zh" else ". "
    details = random.sample(DETAILS[tongue], random.choice((3, 4, 5, 6) if tongue == "zh" else (1, 2, 2)))
    glue = "" if tongue == "zh" else " "
    text = about.text + end + lead + order + tail + glue.join(details)
    return Text(text, " ".join([about.words, cut(lead), order.lower(), *map(cut, details)]))


def answer(random: Random, tongue: str) -> Text:
    """What an agent or, in a few words, a customer replies."""
    chosen = random.sample(ANSWERS[tongue], random.choice((3, 4, 5, 6) if tongue == "zh" else (1, 2, 3)))
    return Text(("" if tongue == "zh" else " ").join(chosen), " ".join(map(cut, chosen)))
