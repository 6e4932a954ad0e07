"""Addresses of the channels' settings."""

from __future__ import annotations

from django.urls import include, path

from manyi.channels import views

urlpatterns = [
    path("settings/channels/", views.overview, name="channels"),
    path("settings/channels/inbound/", views.inbound, name="channels_inbound"),
    path("settings/channels/inbound/<int:inbound_id>/repeat", views.repeat, name="channels_repeat"),
    path("settings/channels/inbound/<int:inbound_id>/raw", views.raw, name="channels_raw"),
    path("messages/<int:message_id>/source", views.original, name="message-source"),
    path("", include("manyi.channels.email.urls")),
    path("", include("manyi.channels.sides.urls")),
]
