"""Addresses of the mailboxes' settings."""

from __future__ import annotations

from django.urls import path

from manyi.channels.email import views

urlpatterns = [
    path("settings/channels/email/new/", views.mailbox, name="mailbox_new"),
    path("settings/channels/email/<int:inbox_id>/", views.mailbox, name="mailbox"),
]
