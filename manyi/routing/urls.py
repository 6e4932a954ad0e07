"""Addresses of decisions, offers and the setup of the routing."""

from __future__ import annotations

from django.urls import URLPattern, path

from manyi.routing.views import abilities, call_backs, floor, playbooks, queues, rush, tickets, trials, weights

SETTINGS = "settings/routing/"

urlpatterns: list[URLPattern] = [
    path("tickets/<str:number>/routing", tickets.show, name="ticket-routing"),
    path("tickets/<str:number>/escalation", tickets.escalation, name="ticket-escalation"),
    path("tickets/<str:number>/call-back", call_backs.show, name="ticket-call-back"),
    path("call-backs/", call_backs.index, name="call-backs"),
    path("call-backs/<int:call_back_id>", call_backs.outcome, name="call-back-outcome"),
    path("offers/", tickets.offers, name="offers"),
    path("offers/<int:offer_id>", tickets.answer, name="offer"),
    path(f"{SETTINGS}compare/", trials.index, name="routing-trials"),
    path(f"{SETTINGS}compare/<int:trial_id>", trials.show, name="routing-trial"),
    path(f"{SETTINGS}queues/", queues.index, name="routing-queues"),
    path(f"{SETTINGS}queues/new", queues.form, name="routing-queue-new"),
    path(f"{SETTINGS}queues/order", queues.order, name="routing-queues-order"),
    path(f"{SETTINGS}queues/<int:queue_id>", queues.form, name="routing-queue"),
    path(f"{SETTINGS}queues/<int:queue_id>/place", queues.place, name="routing-queue-place"),
    path(f"{SETTINGS}queues/<int:queue_id>/deletion", queues.deletion, name="routing-queue-deletion"),
    path(f"{SETTINGS}weights/", weights.index, name="routing-weights"),
    path(f"{SETTINGS}weights/new", weights.form, name="routing-policy-new"),
    path(f"{SETTINGS}weights/<int:policy_id>", weights.form, name="routing-policy"),
    path(f"{SETTINGS}weights/<int:policy_id>/deletion", weights.deletion, name="routing-policy-deletion"),
    path(f"{SETTINGS}abilities/", abilities.index, name="routing-abilities"),
    path(f"{SETTINGS}abilities/skills", abilities.skill, name="routing-skills"),
    path(f"{SETTINGS}abilities/skills/<int:skill_id>", abilities.skill, name="routing-skill"),
    path(f"{SETTINGS}abilities/posts", abilities.post, name="routing-posts"),
    path(f"{SETTINGS}abilities/posts/<int:post_id>", abilities.post, name="routing-post"),
    path(f"{SETTINGS}abilities/channels", abilities.channels, name="routing-channels"),
    path(f"{SETTINGS}abilities/pools", abilities.pool, name="routing-pools"),
    path(f"{SETTINGS}abilities/pools/<int:pool_id>", abilities.pool, name="routing-pool"),
    path(f"{SETTINGS}abilities/pools/<int:pool_id>/deletion", abilities.pool_deletion, name="routing-pool-deletion"),
    path(f"{SETTINGS}abilities/agents/<int:staff_id>", abilities.agent, name="routing-agent"),
    path(f"{SETTINGS}playbooks/", playbooks.index, name="routing-playbooks"),
    path(f"{SETTINGS}playbooks/new", playbooks.form, name="routing-playbook-new"),
    path(f"{SETTINGS}playbooks/<int:playbook_id>", playbooks.form, name="routing-playbook"),
    path(f"{SETTINGS}playbooks/<int:playbook_id>/deletion", playbooks.deletion, name="routing-playbook-deletion"),
    path("floor/", floor.show, name="floor"),
    path("floor/board", floor.refreshed, name="floor-board"),
    path("floor/assignments", floor.assignments, name="floor-assignments"),
    path("floor/rushes/", rush.rushes, name="floor-rushes"),
    path("floor/rushes/new", rush.form, name="floor-rush-new"),
    path("floor/rushes/banner", rush.banner, name="floor-rush-banner"),
    path("floor/rushes/<int:rush_id>", rush.show, name="floor-rush"),
    path("floor/rushes/<int:rush_id>/ending", rush.ending, name="floor-rush-ending"),
    path("floor/calls", floor.calls, name="floor-calls"),
    path("floor/calls/mine", floor.my_call, name="floor-my-call"),
    path("floor/calls/answer", floor.answer_call, name="floor-call-answer"),
]
