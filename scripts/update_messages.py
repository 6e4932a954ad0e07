"""Brings each app's Chinese catalogue up to the texts in its code: adds new ones empty, drops those gone."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from catalogues import ROOT, catalogue_path, extract, forms, read_catalogue

HEADER = """\
# Simplified Chinese of {name}.
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def merged(home: Path, texts: Catalog) -> Catalog:
    """The texts of the code, each with the translation it already has."""
    known = read_catalogue(home)
    catalogue = Catalog(locale="zh_Hans", domain="django")
    for text in texts:
        if text.id:
            before = known.get(forms(text.id)[0], text.context)
            catalogue.add(
                text.id,
                before.string if before else None,
                # Files without line numbers: a moved line is no change of the catalogue.
                locations=sorted({(name, 0) for name, _ in text.locations}),
                flags=before.flags - {"python-format"} if before else (),
                user_comments=before.user_comments if before else (),
                context=text.context,
            )
    return catalogue


def write(home: Path, catalogue: Catalog) -> None:
    """Writes the catalogue in one order and one header, so that differences are only texts."""
    path = catalogue_path(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.format(name=home.name).encode())
        write_po(file, catalogue, width=110, omit_header=True, sort_by_file=True, include_lineno=False)
    text = re.sub(r"\n+\Z", "\n", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")


def main() -> None:
    for home, texts in extract(sys.argv[1:]).items():
        catalogue = merged(home, texts)
        write(home, catalogue)
        empty = sum(not all(forms(text.string)) for text in catalogue if text.id)
        print(f"{catalogue_path(home).relative_to(ROOT)}: {len(catalogue)} texts, {empty} without Chinese")


if __name__ == "__main__":
    main()
