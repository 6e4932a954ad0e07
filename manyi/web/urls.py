"""Addresses around all apps."""

from __future__ import annotations

from django.urls import path, re_path

from manyi.web.views import offline, settings, setup

LINK = r"(?P<secret>[\w-]{20,80})"

urlpatterns = [
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("sw.js", offline.worker, name="service-worker"),
    path("offline", offline.offline, name="offline"),
    path("settings/", settings.settings, name="settings"),
    path("settings/company/", settings.company, name="settings_company"),
    path("setup/", setup.where, name="setup"),
    re_path(rf"^setup/{LINK}/?$", setup.begin, name="setup_begin"),
    re_path(rf"^setup/{LINK}/finish/$", setup.finish, name="setup_finish"),
    re_path(rf"^setup/{LINK}/(?P<key>[a-z]+)/$", setup.step, name="setup_step"),
]
