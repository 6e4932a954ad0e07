"""The generated part of ``docs/api.md``: ``python -m manyi.api.reference docs/api.md`` writes it anew."""

from __future__ import annotations

import os
import sys
from pathlib import Path

BEGIN = "<!-- operations: generated, do not edit -->\n"
END = "<!-- end of operations -->\n"


def written(text: str) -> str:
    """The document with its list of operations and scopes as the description has them now."""
    before, _begin, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n{_operations()}\n{END}{after}"


def _operations() -> str:
    from manyi.api import reading, v1

    parts = []
    for name, operations in reading.groups(v1.schema()).items():
        rows = "\n".join(f"| `{one.method} {one.path}` | {one.summary} | {_scope(one.scope)} |" for one in operations)
        parts.append(f"### {name}\n\n| operation | what it does | scope |\n|---|---|---|\n{rows}\n")
    return "\n".join(parts)


def _scope(scope: str) -> str:
    return f"`{scope}`" if scope else "any"


def main() -> None:
    """Rewrite the named file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manyi.settings")
    import django

    django.setup()
    path = Path(sys.argv[1])
    path.write_text(written(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
