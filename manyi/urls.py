"""All addresses, assembled from each app's ``urls.py``."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("manyi.channels.chat.urls")),  # the most frequent requests first
    path("", include("manyi.desk.urls")),
    path("", include("manyi.api.urls")),
    path("accounts/", include("manyi.people.signin_urls")),
    path("", include("manyi.core.urls")),
    path("", include("manyi.web.urls")),
    path("", include("manyi.people.urls")),
    path("", include("manyi.customers.urls")),
    path("", include("manyi.notices.urls")),
    path("", include("manyi.channels.urls")),
    path("", include("manyi.sla.urls")),
    path("", include("manyi.routing.urls")),
    path("", include("manyi.knowledge.urls")),
    path("", include("manyi.listening.urls")),
    path("", include("manyi.insight.urls")),
    path("", include("manyi.portal.urls")),
]

handler429 = "manyi.people.signin.too_many"
handler404 = "manyi.core.middleware.page_not_found"
