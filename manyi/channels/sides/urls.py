"""Addresses of side conversations."""

from __future__ import annotations

from django.urls import path

from manyi.channels.sides import views

urlpatterns = [
    path("tickets/<str:number>/sides", views.start, name="ticket-sides"),
    path("sides/<int:side_id>/", views.talk, name="side"),
    path("sides/<int:side_id>/mails/<int:message_id>/original", views.original, name="side-mail-html"),
    path("sides/<int:side_id>/files/<int:file_id>", views.file, name="side-file"),
]
