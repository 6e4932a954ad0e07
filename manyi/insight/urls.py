"""Addresses of the numbers."""

from __future__ import annotations

from django.urls import path

from manyi.insight import views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/tickets/", views.today_tickets, name="today_tickets"),
    path("first-contact/", views.first_contact, name="first-contact"),
    path("first-contact/tickets/", views.first_contact_tickets, name="first-contact-tickets"),
]
