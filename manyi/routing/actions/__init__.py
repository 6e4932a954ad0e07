"""What can be done about waiting work and how it is given out."""

from manyi.routing.actions.abilities import (
    delete_expert_pool,
    save_abilities,
    save_channel_units,
    save_expert_pool,
    save_post,
    save_skill,
)
from manyi.routing.actions.assessing import assess_tickets, escalate, lead_several
from manyi.routing.actions.call_backs import arrange_call_back, remind_call_backs, settle_call_back
from manyi.routing.actions.calls import answer_call, call_in
from manyi.routing.actions.founding import found
from manyi.routing.actions.offers import accept_offer, decline_offer, expire_offers
from manyi.routing.actions.playbooks import delete_playbook, save_playbook
from manyi.routing.actions.promises import note_told, promise
from manyi.routing.actions.queues import delete_queue, move_queue, order_queues, save_queue
from manyi.routing.actions.rushing import answer_arrival, are_forms_short, end_rush, start_rush, watch_rushes
from manyi.routing.actions.serving import serve
from manyi.routing.actions.settings import revise
from manyi.routing.actions.shifts import begin_shift, wrap_up
from manyi.routing.actions.trials import begin_trial, run_trial
from manyi.routing.actions.waits import ask_again, follow, overflow
from manyi.routing.actions.weights import delete_weights, save_weights

__all__ = [
    "accept_offer",
    "answer_arrival",
    "answer_call",
    "are_forms_short",
    "arrange_call_back",
    "ask_again",
    "assess_tickets",
    "begin_shift",
    "begin_trial",
    "call_in",
    "decline_offer",
    "delete_expert_pool",
    "delete_playbook",
    "delete_queue",
    "delete_weights",
    "end_rush",
    "escalate",
    "expire_offers",
    "follow",
    "found",
    "lead_several",
    "move_queue",
    "note_told",
    "order_queues",
    "overflow",
    "promise",
    "remind_call_backs",
    "revise",
    "run_trial",
    "save_abilities",
    "save_channel_units",
    "save_expert_pool",
    "save_playbook",
    "save_post",
    "save_queue",
    "save_skill",
    "save_weights",
    "serve",
    "settle_call_back",
    "start_rush",
    "watch_rushes",
    "wrap_up",
]
