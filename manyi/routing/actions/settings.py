"""Changes of the setup, which every process notices by the revision."""

from __future__ import annotations

import secrets

from manyi.core.actions import action
from manyi.core.rows import run

_REVISE = (
    "INSERT INTO routing_revision (id, number) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET number = excluded.number"
)


@action
def revise() -> None:
    """Let every process read the setup anew."""
    run(_REVISE, (secrets.randbits(62),))
