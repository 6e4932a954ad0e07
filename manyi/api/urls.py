"""Addresses of the API's description; the operations are answered by the gate."""

from __future__ import annotations

from django.urls import path

from manyi.api import views

urlpatterns = [
    path("api/v1/openapi.json", views.openapi, name="api-schema"),
    path("api/v1/docs", views.docs, name="api-docs"),
]
