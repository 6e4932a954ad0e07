"""Addresses of clocks, calendars and policies."""

from __future__ import annotations

from django.urls import URLPattern, path

from manyi.sla.views import calendars, clocks, policies

urlpatterns: list[URLPattern] = [
    path("tickets/<str:number>/clocks", clocks.show, name="ticket-clocks"),
    path("settings/sla/calendars/", calendars.index, name="sla-calendars"),
    path("settings/sla/calendars/new", calendars.form, name="sla-calendar-new"),
    path("settings/sla/calendars/<int:calendar_id>", calendars.form, name="sla-calendar"),
    path("settings/sla/calendars/<int:calendar_id>/deletion", calendars.deletion, name="sla-calendar-deletion"),
    path("settings/sla/calendars/<int:calendar_id>/days", calendars.days, name="sla-days"),
    path("settings/sla/calendars/<int:calendar_id>/days/<int:day_id>/deletion", calendars.day_deletion, name="sla-day"),
    path("settings/sla/calendars/<int:calendar_id>/imports", calendars.imports, name="sla-imports"),
    path("settings/sla/policies/", policies.index, name="sla-policies"),
    path("settings/sla/policies/new", policies.form, name="sla-policy-new"),
    path("settings/sla/policies/order", policies.order, name="sla-policies-order"),
    path("settings/sla/policies/<int:policy_id>", policies.form, name="sla-policy"),
    path("settings/sla/policies/<int:policy_id>/place", policies.place, name="sla-policy-place"),
    path("settings/sla/policies/<int:policy_id>/deletion", policies.deletion, name="sla-policy-deletion"),
]
