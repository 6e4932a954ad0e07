"""The translated texts of each app: which there are in the code, and the catalogue that holds their Chinese.

A catalogue sits in the nearest folder with a ``locale`` above the file that holds the text, else in its app;
texts of the files beside the apps (settings) are core's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, check_and_call_extract_file
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = "zh_Hans"
KEYWORDS = DEFAULT_KEYWORDS | parse_keywords(
    [
        "gettext_lazy",
        "gettext_noop",
        "ngettext_lazy:1,2",
        "pgettext_lazy:1c,2",
        "npgettext_lazy:1c,2,3",
    ]
)
SKIPPED = {"tests", "migrations", "locale", "__pycache__"}


Strings = str | list[str] | tuple[str, ...] | None


def catalogue_path(home: Path) -> Path:
    """Where the Chinese of the texts below `home` is kept."""
    return home / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def read_catalogue(home: Path) -> Catalog:
    """The catalogue of `home`; an empty one if it has none yet."""
    path = catalogue_path(home)
    if not path.exists():
        return Catalog(locale=LOCALE, domain="django")
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, domain="django")


def forms(text: Strings) -> tuple[str, ...]:
    """A text as its forms: one, or singular and plural."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def extract(apps: Collection[str] = ()) -> dict[Path, Catalog]:
    """Every text of the named apps (all if none), by the folder whose catalogue holds it, with its places."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found: dict[Path, Catalog] = {home: Catalog() for home in _homes_with_catalogue()}
    for path in sources(ROOT / "manyi"):
        name = path.relative_to(ROOT).as_posix()
        for _, line, message, comments, context in check_and_call_extract_file(
            ROOT / name, methods, options, lambda *_: None, KEYWORDS, (), False, ROOT
        ):
            texts = found.setdefault(_home(path), Catalog())
            texts.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    chosen = set(apps)
    return {home: found[home] for home in sorted(found) if not apps or chosen & set(home.relative_to(ROOT).parts)}


def _homes_with_catalogue() -> list[Path]:
    return sorted(path.parents[3] for path in ROOT.glob(f"manyi/**/locale/{LOCALE}/LC_MESSAGES/django.po"))


def _home(path: Path) -> Path:
    apps = ROOT / "manyi"
    if path.parent == apps:
        return apps / "core"
    return next(folder for folder in path.parents if (folder / "locale").is_dir() or folder.parent == apps)


def sources(folder: Path) -> Iterator[Path]:
    """Every file below `folder` that may hold texts."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in SKIPPED:
            yield from sources(path)
        elif path.is_file() and path.suffix in {".py", ".html", ".txt", ".js"}:
            yield path
