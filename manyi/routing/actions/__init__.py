"""What can be done about waiting work."""

from manyi.routing.actions.offers import accept_offer, decline_offer, expire_offers
from manyi.routing.actions.serving import serve
from manyi.routing.actions.settings import revise
from manyi.routing.actions.shifts import begin_shift
from manyi.routing.actions.trials import begin_trial, run_trial
from manyi.routing.actions.waits import ask_again, follow, overflow

__all__ = [
    "accept_offer",
    "ask_again",
    "begin_shift",
    "begin_trial",
    "decline_offer",
    "expire_offers",
    "follow",
    "overflow",
    "revise",
    "run_trial",
    "serve",
]
