"""What theory says about queues, for times that are exponential and servers that are alike. Times in any one unit.

Sources: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
exchanges" (1917), as in R. B. Cooper, "Introduction to Queueing Theory" (1981), 3.4 for M/M/n; C. Palm (1957) and A.
Mandelbaum and S. Zeltyn, "Service engineering in action: the Palm/Erlang-A queue" (2007) for M/M/n+M, with the density
of the offered wait after F. Baccelli and G. Hebuterne, "On queues with impatient customers" (1981).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

PIECES = 2000


class Steady(NamedTuple):
    """A queue in the long run: shares of those who arrive, ``wait`` the mean over all of them, also who left."""

    waiting: float
    wait: float
    within: float
    abandoned: float
    occupancy: float


def erlang_b(servers: int, load: float) -> float:
    """The share that finds all servers taken where nobody waits; ``load`` is rate × handle time.

    >>> round(erlang_b(5, 3.0), 4)
    0.1101
    """
    blocked = 1.0
    for count in range(1, servers + 1):
        blocked = load * blocked / (count + load * blocked)
    return blocked


def erlang_c(servers: int, load: float) -> float:
    """The share that has to wait where nobody leaves; all of them when the load is too much.

    >>> round(erlang_c(14, 10.0), 4)
    0.1741
    """
    if load >= servers:
        return 1.0
    blocked = erlang_b(servers, load)
    return blocked / (1 - load / servers * (1 - blocked))


def patient(servers: int, rate: float, handle: float, within: float) -> Steady:
    """M/M/n (Erlang C): nobody leaves. Raises ``ValueError`` when the queue would grow for ever."""
    load = rate * handle
    if load >= servers:
        raise ValueError("more arrives than can be served")
    waits = erlang_c(servers, load)
    spare = (servers - load) / handle
    return Steady(waits, waits / spare, 1 - waits * math.exp(-spare * within), 0.0, load / servers)


def impatient(servers: int, rate: float, handle: float, patience: float, within: float) -> Steady:
    """M/M/n+M (Erlang A): each leaves after an exponential time of this mean. ``within`` counts those answered."""
    none_free = _density_at_zero(servers, rate, handle, patience)

    def density(at: float) -> float:
        left = rate * patience * -math.expm1(-at / patience)
        return none_free * math.exp(left - servers * at / handle)

    horizon = _horizon(servers, rate, handle, patience)
    waiting = _integral(density, horizon)
    stays = _integral(lambda at: density(at) * math.exp(-at / patience), horizon)
    answered_soon = _integral(lambda at: density(at) * math.exp(-at / patience), within)
    abandoned = waiting - stays
    return Steady(
        waiting,
        abandoned * patience,
        1 - waiting + answered_soon,
        abandoned,
        rate * handle * (1 - abandoned) / servers,
    )


def _density_at_zero(servers: int, rate: float, handle: float, patience: float) -> float:
    """Rate × the probability that all servers but one are taken: where the density of the offered wait begins."""
    last = servers - 1
    weight, below = 1.0, 0.0
    for busy in range(last, -1, -1):  # weights relative to the one of `last`
        below += weight
        weight *= busy / (rate * handle)
    above, weight, queued = 0.0, 1.0, 0
    while weight > 1e-15 * (above + 1) or rate > servers / handle + queued / patience:
        weight *= rate / (servers / handle + queued / patience)
        above += weight
        queued += 1
    return rate / (below + above)


def _horizon(servers: int, rate: float, handle: float, patience: float) -> float:
    """A wait that practically nobody is offered."""
    mode = max(0.0, patience * math.log(rate * handle / servers)) if rate else 0.0
    peak = rate * patience * -math.expm1(-mode / patience) - servers * mode / handle
    at = mode + handle / servers
    while rate * patience * -math.expm1(-at / patience) - servers * at / handle > peak - 40:
        at *= 1.5
    return at


def _integral(value: Callable[[float], float], to: float) -> float:
    """Simpson's rule from 0."""
    step = to / PIECES
    total = value(0.0) + value(to)
    total += 4 * sum(value(step * place) for place in range(1, PIECES, 2))
    total += 2 * sum(value(step * place) for place in range(2, PIECES, 2))
    return total * step / 3
