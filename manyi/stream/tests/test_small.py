"""The stream by itself stays small."""

from __future__ import annotations

import subprocess
import sys

LOOK = "import sys, manyi.stream.server; print(*(n for n in sys.modules if n.startswith(('manyi.', 'django'))))"


def test_the_stream_loads_neither_django_nor_any_app() -> None:
    loaded = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True).stdout.split()
    own = {name for name in loaded if name.startswith("manyi.stream")}
    assert set(loaded) - own == {"manyi.config", "manyi.core", "manyi.core.keyfile", "manyi.core.live"}
