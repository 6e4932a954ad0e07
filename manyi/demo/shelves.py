"""The written library under `content/library/`: articles, policies with their histories, scripts. No database."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from manyi.demo.records import Words

LIBRARY = Path(__file__).parent / "content" / "library"
HISTORY = re.compile(r"^# (?:修订记录|History)\n", re.MULTILINE)
ENTRY = re.compile(r"^## (\d{4}-\d\d-\d\d) (.+)$", re.MULTILINE)
SWAP = re.compile(r"^- (?:原|was):[ ]?(.*)\n- (?:改|now):[ ]?(.*)$", re.MULTILINE)
LINK = re.compile(r"\]\(kb:([a-z0-9-]+)\)")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category. ``owner`` and ``reviewer`` are people of the company, ``types`` kinds of tickets it helps with."""

    key: str
    names: Words
    icon: str
    owner: str
    reviewer: str
    months: int
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A text as it read from one day on; ``note`` says what changed and why."""

    day: dt.date
    title: str
    body: str
    note: str


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of the library. ``editions`` are the texts by language, the oldest first.

    ``state`` is where its life ended up: published, draft, in_review, scheduled, expired or archived. ``cites`` is a
    policy a script rests on, ``remark`` what the reviewer said so far.
    """

    slug: str
    kind: str
    part: str
    shelf: Shelf
    audience: str
    teams: tuple[str, ...]
    concerns: tuple[str, ...]
    types: tuple[str, ...]
    tags: tuple[str, ...]
    owner: str
    reviewer: str
    state: str
    remark: str
    cites: str
    editions: dict[str, tuple[Edition, ...]]

    @property
    def links(self) -> set[str]:
        """The slugs all its texts link to."""
        return {slug for texts in self.editions.values() for each in texts for slug in LINK.findall(each.body)}


@cache
def read(name: str) -> dict[str, Any]:
    """A table file of the library as plain data; shared, so not to be changed."""
    return tomllib.loads((LIBRARY / name).read_text(encoding="utf-8"))


def _plan() -> dict[str, Any]:
    return read("shelves.toml")


def written_on() -> dt.date:
    """The day from which the dates in the files are meant."""
    found: dt.date = _plan()["written_on"]
    return found


def translators() -> tuple[str, str]:
    """Who translates, and who reviews translations."""
    return _plan()["translator"], _plan()["translation_reviewer"]


def blanks() -> frozenset[str]:
    """What scripts leave for the agent to fill in."""
    return frozenset(_plan()["blanks"])


@cache
def shelves(part: str) -> tuple[Shelf, ...]:
    """The categories of a part: articles, policies or scripts."""
    return tuple(
        Shelf(key, Words(zh, en), icon, owner, reviewer, months, tuple(types))
        for key, (zh, en, icon, owner, reviewer, months, *types) in _plan()[part].items()
    )


@cache
def items() -> tuple[Item, ...]:
    """The whole library: policies, articles, scripts, each shelf in the order of its files."""
    folders = [("policies", shelf, LIBRARY / shelf.key) for shelf in shelves("policies")]
    folders += [("articles", shelf, LIBRARY / "articles" / shelf.key) for shelf in shelves("articles")]
    texts = [_item(path, part, shelf) for part, shelf, folder in folders for path in _files(folder)]
    return (*texts, *(script for shelf in shelves("scripts") for script in _scripts(shelf)))


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.md")) if not path.name.endswith(".en.md")]


def _item(path: Path, part: str, shelf: Shelf) -> Item:
    head, body, history = _parts(path)
    editions = {"zh": _editions(head["title"], body, history, dt.date.fromisoformat(head["published"]))}
    translation = path.with_suffix(".en.md")
    if translation.exists():
        editions["en"] = _translation(translation, editions["zh"])
    return Item(
        slug=path.stem,
        kind=head.get("kind", "policy" if part == "policies" else "article"),
        part=part,
        shelf=shelf,
        audience=head.get("audience", "public"),
        teams=_words(head, "teams"),
        concerns=_words(head, "concerns"),
        types=_words(head, "types") or shelf.types,
        tags=_words(head, "tags"),
        owner=head.get("owner", shelf.owner),
        reviewer=shelf.reviewer,
        state=head.get("state", "published"),
        remark=head.get("remark", ""),
        cites="",
        editions=editions,
    )


def _translation(path: Path, originals: tuple[Edition, ...]) -> tuple[Edition, ...]:
    """A translation with a history begins with the original; one without is made of the newest text."""
    head, body, history = _parts(path)
    first = (originals[0] if history else originals[-1]).day
    if "published" in head:
        first = dt.date.fromisoformat(head["published"])
    return _editions(head["title"], body, history, first)


def _words(head: dict[str, str], name: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in head.get(name, "").split(",") if word.strip())


def _parts(path: Path) -> tuple[dict[str, str], str, str]:
    """Front matter, text and history of a file."""
    _, head, rest = path.read_text(encoding="utf-8").split("---\n", 2)
    body, *history = HISTORY.split(rest, maxsplit=1)
    pairs = (line.partition(": ") for line in head.strip().splitlines())
    return {key: value for key, _, value in pairs}, body.strip(), "".join(history)


def _editions(title: str, body: str, history: str, first: dt.date) -> tuple[Edition, ...]:
    """Every text there has been, told backward from the newest by taking back what each entry says was changed."""
    found = []
    for day, summary, entry in reversed(list(_entries(history))):
        reason = SWAP.split(entry, maxsplit=1)[0].strip()
        found.append(Edition(day, title, body, f"{summary}\n\n{reason}"))
        for before, after in SWAP.findall(entry):
            body = _taken_back(body, before, after)
    return tuple(reversed([*found, Edition(first, title, body, "")]))


def _entries(history: str) -> Iterator[tuple[dt.date, str, str]]:
    parts = ENTRY.split(history)
    for day, summary, entry in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        yield dt.date.fromisoformat(day), summary, entry


def _taken_back(body: str, before: str, after: str) -> str:
    """The text before a change; a line that was added goes away. Raises ``ValueError`` when it is not there once."""
    if body.count(after) != 1:
        raise ValueError(f"not there once: {after}")
    if before:
        return body.replace(after, before)
    return f"{body}\n".replace(f"{after}\n", "").rstrip()


def _scripts(shelf: Shelf) -> Iterator[Item]:
    path = LIBRARY / "scripts" / f"{shelf.key}.toml"
    for slug, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
        titles = dict(zip(("zh", "en"), entry["title"], strict=True))
        day = entry["published"]
        texts: dict[str, tuple[Edition, ...]] = {
            code: (Edition(day, titles[code], entry[code], ""),) for code in titles if code in entry
        }
        yield Item(
            slug=f"say-{slug}",
            kind="script",
            part="scripts",
            shelf=shelf,
            audience="staff",
            teams=(),
            concerns=(),
            types=(),
            tags=tuple(entry["tags"]),
            owner=shelf.owner,
            reviewer=shelf.reviewer,
            state="published",
            remark="",
            cites=entry.get("policy", ""),
            editions=texts,
        )
