"""What can be done with notices. Other apps tell colleagues something by ``tell``."""

from manyi.notices.actions.announcing import confirm_reading, publish, withdraw
from manyi.notices.actions.choosing import save_preference, subscribe, unsubscribe
from manyi.notices.actions.telling import see, see_of_ticket, tell

__all__ = [
    "confirm_reading",
    "publish",
    "save_preference",
    "see",
    "see_of_ticket",
    "subscribe",
    "tell",
    "unsubscribe",
    "withdraw",
]
