"""Changes of the setup, which every process notices by the revision."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from manyi.core.actions import action
from manyi.core.rows import run

_REVISE = (
    "INSERT INTO routing_revision (id, number) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET number = excluded.number"
)


@action
def revise() -> None:
    """Let every process read the setup anew."""
    run(_REVISE, (secrets.randbits(62),))


def cleaned(names: Mapping[str, str]) -> dict[str, str]:
    """Names by language, without the empty ones."""
    return {code: " ".join(name.split())[:80] for code, name in names.items() if name.strip()}
