"""Style sheets are served in one piece."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles.storage import StaticFilesStorage

from manyi.core.staticfiles import HashedStorage, in_one_piece

CSS = Path(__file__).parent.parent / "static" / "core" / "css"


def test_imported_sheets_stand_in_their_layers(tmp_path: Path) -> None:
    (tmp_path / "whole.css").write_text('@layer base, modules;\n@import url("part.css") layer(base);\n')
    (tmp_path / "part.css").write_text("a { color: red }")
    assert in_one_piece(tmp_path / "whole.css") == "@layer base, modules;\n@layer base {\na { color: red }\n}\n"
    assert in_one_piece(tmp_path / "part.css") is None


def test_collected_sheets_import_nothing(tmp_path: Path) -> None:
    for sheet in CSS.glob("*.css"):
        (tmp_path / sheet.name).write_bytes(sheet.read_bytes())
    storage = HashedStorage(location=tmp_path)
    source = StaticFilesStorage(location=tmp_path)
    list(storage.post_process({sheet.name: (source, sheet.name) for sheet in CSS.glob("*.css")}))
    served = (tmp_path / storage.hashed_files["customer-page.css"]).read_text(encoding="utf-8")
    assert "@import" not in served
    assert ".button" in served
    assert "--paper-0" in served
