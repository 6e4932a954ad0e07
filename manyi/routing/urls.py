"""Addresses of decisions, offers and the setup of the routing."""

from __future__ import annotations

from django.urls import URLPattern, path

from manyi.routing.views import tickets

urlpatterns: list[URLPattern] = [
    path("tickets/<str:number>/routing", tickets.show, name="ticket-routing"),
    path("offers/", tickets.offers, name="offers"),
    path("offers/<int:offer_id>", tickets.answer, name="offer"),
]
