"""How long before its date a policy change has to be announced: plain reckoning, no database."""

from __future__ import annotations

import datetime as dt

NOTICE = dt.timedelta(hours=72)


def earliest(announced_at: dt.datetime) -> dt.datetime:
    """The first moment at which a change announced then may take effect without an exception."""
    return announced_at + NOTICE


def is_short(announced_at: dt.datetime, effective_from: dt.datetime) -> bool:
    """Whether people get to know of a change later than they should."""
    return effective_from < earliest(announced_at)
