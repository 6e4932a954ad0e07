"""All addresses, assembled from each app's ``urls.py``."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("manyi.core.urls")),
    path("", include("manyi.people.urls")),
    path("", include("manyi.desk.urls")),
    path("", include("manyi.channels.chat.urls")),
    path("", include("manyi.listening.urls")),
]

handler404 = "manyi.core.middleware.page_not_found"
