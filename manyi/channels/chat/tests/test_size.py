"""The widget stays light."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client

from manyi.channels.chat.tests.conftest import Browser

LIMIT = 20_000
IMPORT = re.compile(r'from "\./([\w.]+)"')


def loaded(name: str, known: dict[str, bytes]) -> dict[str, bytes]:
    """A module and all it imports."""
    found = finders.find(f"chat/{name}")
    assert isinstance(found, str), name
    known[name] = Path(found).read_bytes()
    for other in IMPORT.findall(known[name].decode()):
        if other not in known:
            loaded(other, known)
    return known


def test_all_a_page_loads_is_at_most_20_kb_compressed(browser: Browser) -> None:
    parts = loaded("widget.js", {})
    assert {"panel.js", "thread.js", "conversation.js"} <= set(parts)
    parts |= {"widget.css": Path(str(finders.find("chat/widget.css"))).read_bytes()}
    parts |= {"loader": Client().get("/chat/widget.js").content, "session": browser.post("session").content}
    sizes = {name: len(gzip.compress(content)) for name, content in parts.items()}
    assert sum(sizes.values()) <= LIMIT, sizes
