"""Addresses of the survey."""

from __future__ import annotations

from django.urls import path

from manyi.listening import views

urlpatterns = [
    path("survey/<str:token>/", views.survey, name="survey"),
    path("survey/<str:token>/chat/", views.chat_answer, name="survey_chat"),
]
