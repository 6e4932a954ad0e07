"""Addresses of notices."""

from __future__ import annotations

from django.urls import URLPattern, path

from manyi.notices import views

urlpatterns: list[URLPattern] = [
    path("notices/", views.centre, name="notices"),
    path("notices/badge", views.badge, name="notices-badge"),
    path("notices/seen", views.seen, name="notices-seen"),
    path("notices/newest", views.newest, name="notices-newest"),
    path("notices/browsers", views.browser, name="notices-browsers"),
    path("notices/announcements/", views.announcements, name="announcements"),
    path("notices/announcements/new", views.announcement_new, name="announcement-new"),
    path("notices/announcements/<int:announcement_id>", views.announcement, name="announcement"),
    path("notices/announcements/<int:announcement_id>/reading", views.reading, name="announcement-reading"),
    path("notices/announcements/<int:announcement_id>/withdrawal", views.withdrawal, name="announcement-withdrawal"),
    path("settings/notices/", views.choices, name="notice-choices"),
]
