"""Fails on any text without sound Chinese: missing, fuzzy, obsolete, other placeholders, or two readings.

Django merges all catalogues into one, so a text has one translation in the whole product;
where Chinese needs two, the text needs a context (`pgettext`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from catalogues import ROOT, catalogue_path, extract, read_catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sdf]|\{\w*\}")
Key = tuple[str, str | None]


def main() -> int:
    faults = []
    seen: dict[Key, tuple[str, Path]] = {}
    for home, texts in sorted(extract().items()):
        path = catalogue_path(home).relative_to(ROOT)
        known = read_catalogue(home)
        for text in (text for text in texts if text.id):
            faults += [f"{path}: {fault}: {_named(text)}" for fault in _faults(text, known)]
        for entry in (entry for entry in known if entry.id):
            if texts.get(*_key(entry)) is None:
                faults.append(f"{path}: no longer in the code: {_named(entry)}")
            faults += _second_reading(entry, path, seen)
        faults += [f"{path}: obsolete: {_named(entry)}" for entry in known.obsolete.values()]
    for fault in faults:
        print(fault)
    if faults:
        print(f"{len(faults)} texts to mend ('make messages' adds the new ones and drops those gone)")
    return 1 if faults else 0


def _faults(text: Message, known: Catalog) -> Iterator[str]:
    entry = known.get(*_key(text))
    if entry is None or not all(strings := _strings(entry.string)):
        yield "no Chinese"
    elif entry.fuzzy:
        yield "fuzzy"
    elif _plural(entry) != _plural(text):
        yield "plural only on one side"
    else:
        # Chinese has one form, which must serve every number: it follows the plural.
        wanted = sorted(set(PLACEHOLDER.findall(_strings(text.id)[-1])))
        for string in strings:
            got = sorted(set(PLACEHOLDER.findall(string)))
            if got != wanted:
                yield f"placeholders {got} instead of {wanted}"


def _second_reading(entry: Message, path: Path, seen: dict[Key, tuple[str, Path]]) -> Iterator[str]:
    string = _strings(entry.string)[0]
    first, where = seen.setdefault(_key(entry), (string, path))
    if first and string and first != string:
        yield f"{path}: “{string}”, but “{first}” in {where}: {_named(entry)}"


def _key(message: Message) -> Key:
    return _strings(message.id)[0], message.context


def _strings(value: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _plural(message: Message) -> bool:
    return not isinstance(message.id, str)


def _named(message: Message) -> str:
    name, line = next(iter(message.locations), ("", 0))
    place = f" ({name}:{line})" if line else ""
    context = f" [{message.context}]" if message.context else ""
    return f"{_strings(message.id)[0]!r}{context}{place}"


if __name__ == "__main__":
    sys.exit(main())
