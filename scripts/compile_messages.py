"""Compiles every catalogue below manyi/ to the .mo file beside it, which Django reads."""

from __future__ import annotations

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from catalogues import ROOT


def main() -> None:
    for path in ROOT.glob("manyi/**/locale/*/LC_MESSAGES/*.po"):
        with path.open("rb") as source:
            catalogue = read_po(source, locale=path.parents[1].name)
        with path.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)


if __name__ == "__main__":
    main()
