"""Text whose lines the sender's program broke on their way (RFC 3676, `format=flowed`)."""

import re
from typing import Final

_QUOTE: Final = re.compile(r"^>*")


def unflow(text: str, *, delete_space: bool) -> str:
    """Joins the lines that belong to one paragraph; `delete_space` is the parameter `DelSp=yes`."""
    result: list[str] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        depth = len(_QUOTE.match(line).group())  # type: ignore[union-attr]
        content = line[depth:].removeprefix(" ")
        flows = content.endswith(" ") and content != "-- "
        if flows and delete_space:
            content = content[:-1]
        if open_depth == depth and content != "-- ":
            result[-1] += content
        else:
            result.append(f"{'>' * depth} {content}" if depth else content)
        open_depth = depth if flows else None
    return "\n".join(result)
