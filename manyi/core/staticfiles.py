"""Static files under hashed names, so that browsers may keep them for ever; style sheets in one piece."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = re.compile(r'@import url\("(?P<name>[\w.-]+)"\)(?: layer\((?P<layer>\w+)\))?;')


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names once ``collectstatic`` has run (``manyi up`` does); plain names before, as in tests."""

    manifest_strict = False
    support_js_module_import_aggregation = True

    def url(self, name: str | None, force: bool = False) -> str:
        if settings.DEBUG or not self.hashed_files:
            return f"{settings.STATIC_URL}{name}"
        return str(super().url(name, force))

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """As always, with the sheets that import others written out first: a page waits for one file, not fourteen."""
        for name in paths if not dry_run else ():
            sheet = Path(self.path(name))
            if sheet.suffix == ".css" and (whole := in_one_piece(sheet)) is not None:
                sheet.write_text(whole, encoding="utf-8")
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)


def in_one_piece(sheet: Path) -> str | None:
    """A style sheet with those beside it that it imports in their places; None for one that has none."""
    text = sheet.read_text(encoding="utf-8")

    def part(found: re.Match[str]) -> str:
        inside = sheet.with_name(found["name"]).read_text(encoding="utf-8")
        return f"@layer {found['layer']} {{\n{inside}\n}}" if found["layer"] else inside

    return _IMPORT.sub(part, text) if _IMPORT.search(text) else None
