"""Addresses of decisions, offers and the setup of the routing."""

from __future__ import annotations

from django.urls import URLPattern, path

from manyi.routing.views import tickets, trials

urlpatterns: list[URLPattern] = [
    path("tickets/<str:number>/routing", tickets.show, name="ticket-routing"),
    path("offers/", tickets.offers, name="offers"),
    path("offers/<int:offer_id>", tickets.answer, name="offer"),
    path("settings/routing/compare/", trials.index, name="routing-trials"),
    path("settings/routing/compare/<int:trial_id>", trials.show, name="routing-trial"),
]
