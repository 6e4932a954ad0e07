"""Addresses of the customer's pages."""

from __future__ import annotations

from django.urls import path

from manyi.portal import views

urlpatterns = [
    path("help/new/", views.new_request, name="portal_new"),
    path("my/", views.my_requests, name="portal_requests"),
    path("my/sign-in/", views.sign_in, name="portal_sign_in"),
    path("my/sign-out/", views.leave, name="portal_leave"),
    path("my/enter/<str:secret>/", views.enter, name="portal_enter"),
    path("my/files/<int:attachment_id>/", views.my_file, name="portal_file"),
    path("my/<str:number>/", views.my_request, name="portal_my_request"),
    path("my/<str:number>/confirmation/", views.confirm, name="portal_confirm"),
    path("my/<str:number>/reopening/", views.reopen, name="portal_reopen"),
    path("request/<str:token>/", views.request_by_link, name="portal_request"),
]
