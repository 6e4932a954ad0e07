"""Addresses of the numbers."""

from __future__ import annotations

from django.urls import path

from manyi.insight import views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/tickets/", views.today_tickets, name="today_tickets"),
]
