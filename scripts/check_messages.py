"""Fails on any text without sound Chinese: missing, fuzzy, obsolete, other placeholders, or two readings;
and on words of a template that no catalogue can reach.

Django merges all catalogues into one, so a text has one translation in the whole product;
where Chinese needs two, the text needs a context (`pgettext`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from catalogues import ROOT, catalogue_path, extract, forms, read_catalogue, sources
from untranslated import untranslated

PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sdf]|\{\w*\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
Key = tuple[str, str | None]


def main() -> int:
    faults = list(_unreachable())
    seen: dict[Key, tuple[str, Path]] = {}
    for home, texts in extract(sys.argv[1:]).items():
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


def _unreachable() -> Iterator[str]:
    for path in sources(ROOT / "manyi"):
        if "templates" in path.parts:
            for line, words in untranslated(path, path.read_text(encoding="utf-8")):
                yield f"{path.relative_to(ROOT)}:{line}: not inside _(): {words!r}"


def _faults(text: Message, known: Catalog) -> Iterator[str]:
    entry = known.get(*_key(text))
    if entry is None or not all(strings := forms(entry.string)):
        yield "no Chinese"
    elif entry.fuzzy:
        yield "fuzzy"
    elif _plural(entry) != _plural(text):
        yield "plural only on one side"
    elif CHINESE.search("".join(forms(text.id))):
        yield "the text itself is Chinese (write it in English)"
    elif forms(entry.string)[0] == forms(text.id)[0] and " " in forms(text.id)[0]:
        yield "same as the English"
    else:
        # Chinese has one form, which must serve every number: it follows the plural.
        wanted = sorted(set(PLACEHOLDER.findall(forms(text.id)[-1])))
        for string in strings:
            got = sorted(set(PLACEHOLDER.findall(string)))
            if got != wanted:
                yield f"placeholders {got} instead of {wanted}"


def _second_reading(entry: Message, path: Path, seen: dict[Key, tuple[str, Path]]) -> Iterator[str]:
    string = forms(entry.string)[0]
    first, where = seen.setdefault(_key(entry), (string, path))
    if first and string and first != string:
        yield f"{path}: “{string}”, but “{first}” in {where}: {_named(entry)}"


def _key(message: Message) -> Key:
    return forms(message.id)[0], message.context


def _plural(message: Message) -> bool:
    return not isinstance(message.id, str)


def _named(message: Message) -> str:
    name, line = next(iter(message.locations), ("", 0))
    place = f" ({name}:{line})" if line else ""
    context = f" [{message.context}]" if message.context else ""
    return f"{forms(message.id)[0]!r}{context}{place}"


if __name__ == "__main__":
    sys.exit(main())
